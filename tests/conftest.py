"""What pytest shares between test files: Chromium, and one real JupyterLab to open notebooks in."""

import contextlib
import os

import pytest

from helpers import schedule
from helpers.lab import FLAGS, NO_CHROMIUM, OpenNotebook, find_chromium, served, stop_kernels

# Two tests run at a time, each perhaps with a kernel.  If each also multiplied on every core they
# would wait for one another, and small products would take ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        if {"chromium", "lab"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    yield  # -k and -m choose
    if os.environ.get("RNN_REQUIRE_BROWSER"):
        leave_to_the_browser(config, items)
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: schedule.place(item.nodeid))


def leave_to_the_browser(config, items):
    """Drop nbval's cells of notebooks whose outputs test_browser.py compares: once is enough."""
    comparing = [item for item in items if item.get_closest_marker("compares_outputs")]
    compared = {item.callspec.params["path"] for item in comparing}
    config.hook.pytest_deselected(items=[item for item in items if item.path in compared])
    items[:] = [item for item in items if item.path not in compared]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return schedule.Schedule(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A skipped browser test fails where RNN_REQUIRE_BROWSER is set."""
    report = yield
    required = os.environ.get("RNN_REQUIRE_BROWSER") and item.get_closest_marker("browser")
    if report.skipped and required:
        report.outcome = "failed"
        report.longrepr = f"RNN_REQUIRE_BROWSER is set, but: {call.excinfo.value}"
    return report


@pytest.fixture(scope="module")
def chromium():
    """A browser for one module: Playwright's event loop must not outlive the tests that need it."""
    path = find_chromium() or pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def jupyterlab(tmp_path_factory):
    """A JupyterLab with settings and notebooks of its own: (address, token, folder)."""
    # Every cell is in the page, not only those in sight: a test must see the last output too.
    every_cell = {"notebook-extension/tracker": {"windowingMode": "none"}}
    with served(tmp_path_factory, every_cell) as found:
        yield found


@pytest.fixture(scope="module")
def lab(request):
    """`with lab(path) as opened:` is an `OpenNotebook` in which nothing has run yet."""
    find_chromium() or pytest.skip(NO_CHROMIUM)
    chromium = request.getfixturevalue("chromium")
    jupyterlab = request.getfixturevalue("jupyterlab")

    @contextlib.contextmanager
    def open_notebook(path, width=1180, height=1500):
        page = chromium.new_page(viewport={"width": width, "height": height})
        try:
            yield OpenNotebook(page, path, *jupyterlab)
        finally:
            page.close()
            stop_kernels(*jupyterlab[:2])

    return open_notebook
