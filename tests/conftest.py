"""What several test files share: Chromium, and one real JupyterLab to look at notebooks in."""

import contextlib
import copy
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

# Two tests run at a time, each with a kernel. If each also multiplied on every core they would wait for one another:
# small products then take ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent
NO_CHROMIUM = (
    "no Chromium found. Get one with `apt-get install -y chromium` (Debian, Ubuntu) or "
    "`brew install --cask chromium` (macOS), or name one in the variable CHROMIUM"
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SECONDS = 300  # for all cells of one notebook, on a busy machine
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
LOCAL = re.compile(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:|about:")
# The page's own indicator says idle before there is a kernel; Run All would then ask for one.
IDLE = """() => {
    const context = jupyterapp.shell.currentWidget?.sessionContext
    const kernel = context?.isReady && context.session?.kernel
    return kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle'
}"""


def find_chromium():
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items):
    for item in items:
        if {"chromium", "lab"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and item.get_closest_marker("browser") and os.environ.get("RNN_REQUIRE_BROWSER"):
        report.outcome, report.longrepr = "failed", f"RNN_REQUIRE_BROWSER is set, but: {call.excinfo.value}"
    return report


@pytest.fixture(scope="module")
def chromium():
    """A browser. A module's own: Playwright's event loop must not outlive the tests that need it."""
    path = find_chromium() or pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory):
    """A JupyterLab on a free port, with settings and notebooks of its own. -> (address, token, folder)."""
    # Every cell in the page, not only those in sight: a test must see the last output too.
    with served(tmp_path_factory, {"notebook-extension/tracker": {"windowingMode": "none"}}) as found:
        yield found


@contextlib.contextmanager
def served(tmp_path_factory, settings):
    """A JupyterLab with these settings, else as it comes -> (address, token, folder)."""
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("jupyter")
    quiet = {"apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}
    for name, values in (quiet | settings).items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(values))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, token = f"http://127.0.0.1:{port}", secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
    command += [f"--port={port}", "--port-retries=0", f"--ServerApp.root_dir={folder}"]
    command += ["--LabApp.expose_app_in_browser=True"]
    places = {
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
    }
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}, "JUPYTER_TOKEN": token}
    with open(home / "log", "w") as log:
        server = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        wait_for(address + "/api", server, home / "log")
        yield address, token, folder
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_for(url, server, log, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            return urllib.request.urlopen(url, timeout=5).close()
        time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not answer in {seconds} s:\n" + log.read_text()[-2000:])


@pytest.fixture(scope="module")
def lab(request):
    """`with lab(path) as opened:` a notebook in JupyterLab, in Chromium, its kernel idle, nothing run yet."""
    find_chromium() or pytest.skip(NO_CHROMIUM)
    chromium, jupyterlab = request.getfixturevalue("chromium"), request.getfixturevalue("jupyterlab")

    @contextlib.contextmanager
    def open_notebook(path, width=1180, height=1500):
        page = chromium.new_page(viewport={"width": width, "height": height})
        try:
            yield OpenNotebook(page, path, *jupyterlab)
        finally:
            page.close()
            stop_kernels(*jupyterlab[:2])

    return open_notebook


def without_outputs(nb):
    nb = copy.deepcopy(nb)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nb


def stop_kernels(address, token):
    def ask(path, method="GET"):
        request = urllib.request.Request(address + path, method=method, headers={"Authorization": "token "
                                                                                                  f"{token}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    for session in json.loads(ask("/api/sessions")):
        ask(f"/api/sessions/{session['id']}", "DELETE")


class OpenNotebook:
    """A notebook in JupyterLab. `page` is Playwright's; `errors` holds what JavaScript threw, `foreign` every address
    that was asked for and is not this machine's."""

    def __init__(self, page, path, address, token, folder):
        self.page, self.nb, self.errors, self.foreign = page, nbformat.read(path, as_version=4), [], []
        place = folder / Path(path).name
        nbformat.write(without_outputs(self.nb), place)
        page.on("pageerror", lambda error: self.errors.append(str(error)[:500]))
        page.on("request", lambda request: LOCAL.match(request.url) or self.foreign.append(request.url[:200]))
        page.goto(f"{address}/lab/workspaces/{place.stem}/tree/{place.name}?reset&token={token}")
        page.wait_for_selector(f"{NOTEBOOK} .jp-Cell", timeout=90_000)
        page.wait_for_function(IDLE, timeout=90_000)

    def run_all(self, seconds=SECONDS):
        """Run > Run All Cells, as a reader does. Returns when no cell is waiting and the kernel is idle."""
        self.page.click('.lm-MenuBar-itemLabel:text-is("Run")')
        self.page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
        self.page.wait_for_function(
            """notebook => {
                const cells = [...document.querySelectorAll(notebook + ' .jp-CodeCell')]
                const prompts = cells.map(cell => cell.querySelector('.jp-InputPrompt').textContent)
                return prompts.some(p => /[0-9]/.test(p)) && !prompts.some(p => p.includes('*'))
            }""",
            arg=NOTEBOOK,
            timeout=seconds * 1000,
        )
        self.page.wait_for_function(IDLE, timeout=30_000)
        explorers = sum(bool(re.search(r"^explorers\.\w+\(", cell.source, re.M)) for cell in self.nb.cells)
        self.page.wait_for_function(  # a widget draws after its cell has ended
            "([notebook, n]) => [...document.querySelectorAll(notebook + ' "
            ".rnn-picture')].filter(p => p.naturalWidth).length >= n",
            arg=[NOTEBOOK, explorers],
            timeout=60_000,
        )
        self.page.wait_for_timeout(1000)

    def restart(self):
        """Kernel > Restart Kernel, confirmed."""
        self.page.click('.lm-MenuBar-itemLabel:text-is("Kernel")')
        self.page.click('.lm-Menu-itemLabel:text-is("Restart Kernel…")')
        self.page.click(".jp-Dialog .jp-mod-accept")
        self.page.wait_for_timeout(1000)
        self.page.wait_for_function(IDLE, timeout=60_000)

    def cell(self, i):
        """The i-th cell of the notebook, as a Playwright locator."""
        return self.page.locator(f"{NOTEBOOK} .jp-Cell").nth(i)

    def prompt(self, i):
        return self.cell(i).locator(".jp-InputPrompt").first.inner_text()

    def noise(self, i):
        """Texts the i-th cell shows on a red ground: JupyterLab draws stderr and an error's traceback alike."""
        return self.cell(i).locator('[data-mime-type="application/vnd.jupyter.stderr"]').all_inner_texts()

    def shows(self, i):
        """Whether the i-th cell has any output."""
        return self.cell(i).locator(".jp-OutputArea-output").count() > 0

    def pictures(self, i):
        """How many pictures and widgets of the i-th cell's output the browser has really drawn."""
        drawn = self.cell(i).locator(".jp-OutputArea-output").locator("img, svg, canvas, "
                                                                      ".jupyter-widgets")
        return drawn.evaluate_all(
            """all => all.filter(e => e.getBoundingClientRect().width > 20
                                && (e.tagName !== 'IMG' || e.naturalWidth > 0)).length"""
        )
