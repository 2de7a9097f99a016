"""A real JupyterLab, and a notebook open in it in Chromium: tests see what a reader sees."""

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

NO_CHROMIUM = (
    "no Chromium found. Get one with `apt-get install -y chromium` (Debian, Ubuntu) or "
    "`brew install --cask chromium` (macOS), or set the variable CHROMIUM to one"
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SECONDS = 300  # for all cells of one notebook, on a busy machine
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
LOCAL = re.compile(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:|about:")
# JupyterLab says "idle" before there is a kernel; Run All would then ask which kernel to use.
IDLE = """() => {
    const context = jupyterapp.shell.currentWidget?.sessionContext
    const kernel = context?.isReady && context.session?.kernel
    return kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle'
}"""
ALL_RAN = """notebook => {
    const cells = [...document.querySelectorAll(notebook + ' .jp-CodeCell')]
    const prompts = cells.map(cell => cell.querySelector('.jp-InputPrompt').textContent)
    return prompts.some(p => /[0-9]/.test(p)) && !prompts.some(p => p.includes('*'))
}"""
DRAWN = """([notebook, n]) => {
    const pictures = [...document.querySelectorAll(notebook + ' .rnn-picture')]
    return pictures.filter(picture => picture.naturalWidth).length >= n
}"""
# What the browser has really drawn of an output: pictures and widgets.
COUNT_DRAWN = """all => all.filter(e => e.getBoundingClientRect().width > 20
                                   && (e.tagName !== 'IMG' || e.naturalWidth > 0)).length"""


def find_chromium():
    """The path of Chromium, or None."""
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


@contextlib.contextmanager
def served(tmp_path_factory, settings):
    """A JupyterLab on a free port, with these settings added to the defaults.

    Yields (address, token, the folder whose notebooks it shows).
    """
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("jupyter")
    quiet = {"apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}
    for name, values in (quiet | settings).items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
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
        "RNN_PROGRESS": home / "progress.json",  # not the reader's own record of exercises
    }
    environment = os.environ | {name: str(place) for name, place in places.items()}
    environment["JUPYTER_TOKEN"] = token
    with open(home / "log", "w") as log:
        server = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        _wait_for(address + "/api", server, home / "log")
        yield address, token, folder
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(url, server, log, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            return urllib.request.urlopen(url, timeout=5).close()
        time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not answer in {seconds} s:\n" + log.read_text()[-2000:])


def stop_kernels(address, token):
    """Shut down every kernel of this JupyterLab."""

    def ask(path, method="GET"):
        headers = {"Authorization": f"token {token}"}
        request = urllib.request.Request(address + path, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    for session in json.loads(ask("/api/sessions")):
        ask(f"/api/sessions/{session['id']}", "DELETE")


class OpenNotebook:
    """A notebook open in JupyterLab, its outputs cleared and its kernel idle.

    `page` is Playwright's page. `errors` lists what JavaScript threw, `foreign` every address that
    was requested from another machine.
    """

    def __init__(self, page, path, address, token, folder):
        self.page, self.errors, self.foreign = page, [], []
        self.nb = nbformat.read(path, as_version=4)
        place = folder / Path(path).name
        nbformat.write(_without_outputs(self.nb), place)
        page.on("pageerror", lambda error: self.errors.append(str(error)[:500]))
        page.on("request", self._note_foreign)
        page.goto(
            f"{address}/lab/workspaces/{place.stem}/tree/{place.name}?reset&token={token}"
        )
        page.wait_for_selector(f"{NOTEBOOK} .jp-Cell", timeout=90_000)
        page.wait_for_function(IDLE, timeout=90_000)

    def _note_foreign(self, request):
        if not LOCAL.match(request.url):
            self.foreign.append(request.url[:200])

    def run_all(self, seconds=SECONDS):
        """Run > Run All Cells, as a reader does; returns when all have run and are drawn."""
        self.page.click('.lm-MenuBar-itemLabel:text-is("Run")')
        self.page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
        self.page.wait_for_function(ALL_RAN, arg=NOTEBOOK, timeout=seconds * 1000)
        self.page.wait_for_function(IDLE, timeout=30_000)
        call = re.compile(r"^explorers\.\w+\(", re.M)
        explorers = sum(bool(call.search(cell.source)) for cell in self.nb.cells)
        # A widget draws after its cell has ended.
        self.page.wait_for_function(DRAWN, arg=[NOTEBOOK, explorers], timeout=60_000)
        self.page.wait_for_timeout(1000)

    def restart(self):
        """Kernel > Restart Kernel, confirmed."""
        self.page.click('.lm-MenuBar-itemLabel:text-is("Kernel")')
        self.page.click('.lm-Menu-itemLabel:text-is("Restart Kernel…")')
        self.page.click(".jp-Dialog .jp-mod-accept")
        self.page.wait_for_timeout(1000)
        self.page.wait_for_function(IDLE, timeout=60_000)

    def cell(self, i):
        """The i-th cell of the notebook, from 0, as a Playwright locator."""
        return self.page.locator(f"{NOTEBOOK} .jp-Cell").nth(i)

    def ran(self, i):
        """Whether the i-th cell, a code cell, has run; beside a folded one no number tells."""
        return self._cells()[i]["execution_count"] is not None

    def noise(self, i):
        """Texts on a red background: JupyterLab shows stderr and an error's traceback alike."""
        stderr = self.cell(i).locator('[data-mime-type="application/vnd.jupyter.stderr"]')
        return stderr.all_inner_texts()

    def outputs(self):
        """What the page holds now, as it would be saved: the outputs of each code cell."""
        return [cell["outputs"] for cell in self._cells() if cell["cell_type"] == "code"]

    def _cells(self):
        model = "jupyterapp.shell.currentWidget.content.model.toJSON()"
        return self.page.evaluate(f"() => {model}")["cells"]

    def shows(self, i):
        """Whether the i-th cell has any output; a bar that has gone leaves a hidden one."""
        return self.cell(i).locator(".jp-OutputArea-output:not(.lm-mod-hidden)").count() > 0

    def pictures(self, i):
        """How many pictures and widgets of the i-th cell's output the browser has really drawn."""
        output = self.cell(i).locator(".jp-OutputArea-output")
        return output.locator("img, svg, canvas, .jupyter-widgets").evaluate_all(COUNT_DRAWN)


def _without_outputs(nb):
    nb = copy.deepcopy(nb)
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nb
