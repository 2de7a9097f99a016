"""How long from a key press to the changed picture, in each notebook's explorers.

    python -m pytest -q -s tests/explorers/measure_explorers.py

In a real JupyterLab and Chromium. Prints a table: until the page has the new picture, and until it
is painted on the screen. No test looks at it: measure speed on a quiet machine.

JupyterLab has its default settings. Playwright opens the notebook and then lets go of the browser:
as long as it is connected, all that the kernel sends is copied to it too, which takes about 7 ms of
each press on two cores. Chromium's own protocol presses the keys.
"""

import contextlib
import json
import re
import subprocess
import time
import urllib.request

import numpy as np
import pytest
import websocket

from helpers.driving import Driven
from helpers.lab import FLAGS, NO_CHROMIUM, OpenNotebook, find_chromium, served, stop_kernels
from helpers.places import ROOT

PRESSES = 30
HELD = 0.1  # seconds until a key is released, which is work for the browser too
PAUSE = 0.2  # seconds from then to the next press
NOTEBOOKS = [
    path
    for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    if "explorers." in path.read_text(encoding="utf-8")
]
KEYS = {
    name: {"key": name, "code": name, "windowsVirtualKeyCode": code}
    for name, code in (("ArrowLeft", 37), ("ArrowRight", 39))
}

# For each press: when the key went down, when the page had the picture, when it was painted.
WATCH = """() => {
    window.press = {}
    const pressed = event => { window.press = { down: event.timeStamp } }
    document.addEventListener('keydown', pressed, true)
    document.querySelectorAll('.rnn-picture').forEach(picture => {
        picture.elementTiming = 'picture'
        picture.addEventListener('load', () => { window.press.loaded ??= performance.now() })
    })
    const painted = entry => { window.press.painted ??= entry.renderTime }
    new PerformanceObserver(seen => seen.getEntries().forEach(painted))
        .observe({ type: 'element' })
}"""


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory):
    with served(tmp_path_factory, {}) as found:
        yield found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_measure(path, jupyterlab, tmp_path):
    with chromium(tmp_path) as port:
        names = sliders(path, port, jupyterlab)
        devtools = DevTools(port)
        time.sleep(3)  # what opening has left to do
        for explorer, name, slider in names:
            devtools.value(
                f"document.querySelectorAll('.rnn-explorer [role=slider]')[{slider}].focus()"
            )
            presses = list(measured(devtools))
            if presses:  # a slider that has nowhere to go has none
                print("\n" + row(explorer, name, presses), end="")
    stop_kernels(*jupyterlab[:2])


@contextlib.contextmanager
def chromium(folder):
    """A browser, and the port that takes commands for it."""
    command = [
        find_chromium() or pytest.skip(NO_CHROMIUM),
        "--headless=new",
        "--remote-debugging-port=0",
    ]
    command += [f"--user-data-dir={folder}", "--window-size=1180,1500", *FLAGS]
    browser = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 30
        while not (found := folder / "DevToolsActivePort").exists() and time.monotonic() < end:
            time.sleep(0.1)
        time.sleep(0.5)
        yield int(found.read_text().split()[0])
    finally:
        browser.terminate()
        browser.wait(20)


def sliders(path, port, jupyterlab):
    """Run the notebook -> (explorer, name, place among all sliders) of each slider."""
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as playwright:
        page = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0].pages[0]
        opened = OpenNotebook(page, path, *jupyterlab)
        opened.run_all()
        for i, cell in enumerate(opened.nb.cells):
            for root in opened.cell(i).locator(".rnn-explorer").all():
                explorer = re.search(r"explorers\.(\w+)", cell.source).group(1)
                names = [
                    name for kind, name, _ in Driven(page, root).controls() if kind == "slider"
                ]
                found += [(explorer, name, len(found) + n) for n, name in enumerate(names)]
        page.evaluate(WATCH)
    return found


class DevTools:
    """A line to the open page, by Chromium's protocol."""

    def __init__(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            (page,) = (each for each in json.load(answer) if each["type"] == "page")
        self.line, self.sent = (
            websocket.create_connection(page["webSocketDebuggerUrl"], suppress_origin=True),
            0,
        )

    def send(self, method, **params):
        self.sent += 1
        self.line.send(json.dumps({"id": self.sent, "method": method, "params": params}))
        while (answer := json.loads(self.line.recv())).get("id") != self.sent:
            pass
        return answer["result"]

    def value(self, expression):
        return self.send("Runtime.evaluate", expression=expression, returnByValue=True)[
            "result"
        ].get("value")


def measured(devtools):
    """Milliseconds until loaded and until painted, of three presses per second to and fro."""
    for n in range(PRESSES):
        at_end = devtools.value("(e => e.ariaValueNow === e.ariaValueMax)(document.activeElement)")
        key = KEYS["ArrowLeft" if at_end or n % 2 else "ArrowRight"]
        devtools.send("Input.dispatchKeyEvent", type="rawKeyDown", **key)
        time.sleep(HELD)
        devtools.send("Input.dispatchKeyEvent", type="keyUp", **key)
        time.sleep(PAUSE)
        press = devtools.value("window.press")
        if "loaded" in press:
            yield press["loaded"] - press["down"], press.get("painted", np.inf) - press["down"]


def row(explorer, name, presses):
    times = (
        f"{what} {np.median(each):3.0f}, 95 % {np.percentile(each, 95, method='higher'):3.0f}"
        for what, each in zip(("in the page", "painted"), zip(*presses, strict=False), strict=False)
    )
    return (
        f"{explorer:14} {name:25} median, ms: " + ";  ".join(times) + f";  {len(presses)} presses"
    )
