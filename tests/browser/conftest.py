"""A real Chromium against a real hub: `vouch serve` with its worker, on a copy of the demo programme.

The programme is built once a run and copied for each module, so that journeys can change what they like.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page

from hub.config import ROOT
from tests.browser.running import ARGUMENTS, DESK, PASSWORD, Hub, environment, free_port, reached, vouch


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    if not os.environ.get("CHROMIUM"):
        pytest.skip("no Chromium (apt-get install chromium)")
    return {"executable_path": os.environ["CHROMIUM"], "args": ARGUMENTS}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The data folder of the demo programme, built once for all workers of this run."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if worker_id != "master" else shared
    folder, ready = shared / "demo", shared / "demo.ready"
    with FileLock(shared / "demo.lock"):
        if not ready.exists():
            subprocess.run(
                [*vouch(folder, "demo", "--build-only")], cwd=ROOT, env=environment(folder), check=True
            )
            ready.touch()
    return folder


@pytest.fixture(scope="module")
def hub(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    data = tmp_path_factory.mktemp("hub") / "data"
    shutil.copytree(demo, data)
    port = free_port()
    settings = environment(data, WEB_WORKERS="1", PUBLIC_URL=f"http://127.0.0.1:{port}")
    process = subprocess.Popen(vouch(data, "serve", "--port", str(port)), cwd=ROOT, env=settings)
    try:
        yield Hub(reached(f"http://127.0.0.1:{port}", process), data, settings)
    finally:
        process.terminate()
        process.wait(40)


@pytest.fixture
def person(hub: Hub, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`person("manager")` is a page in which that demo person is signed in; `person()` one of nobody."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def sign_in(name: str | None = None, *, size: dict = DESK, **options) -> Page:
        context = browser.new_context(base_url=hub.url, viewport=size, reduced_motion="reduce", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None,
        )
        if name:
            page.goto("/sign-in")
            page.get_by_label("E-mail").fill(name if "@" in name else f"{name}@demo.vouch.example")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_url(lambda address: "/sign-in" not in address)
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert not problems, problems
