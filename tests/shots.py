"""Screenshots of the pages of each role: `make shots` writes build/shots/<role>/<size>-<scheme>/<page>.png.

ARGS="manager advocate" chooses roles; without a programme at hand it builds the demo in a folder of its own.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from hub.app import create_app
from hub.config import ROOT, Settings
from tests.browser.crawl import reachable
from tests.browser.running import ARGUMENTS, DESK, PASSWORD, PHONE, answers, environment, eventually, vouch

ROLES = ("advocate", "prospect", "sales", "csm", "moderator", "manager", "admin")
TARGET = ROOT / "build" / "shots"
PORT = "8471"


def main(roles: tuple[str, ...]) -> None:
    """Serve a demo programme and take the pictures."""
    data = Path(os.environ.get("SHOTS_DATA") or tempfile.mkdtemp())
    url = f"http://127.0.0.1:{PORT}"
    settings = environment(data, PUBLIC_URL=url, WEB_WORKERS="1")
    subprocess.run(vouch(data, "demo", "--build-only"), cwd=ROOT, env=settings, check=True)
    hub = subprocess.Popen(vouch(data, "serve", "--port", PORT), cwd=ROOT, env=settings)
    try:
        eventually(lambda: answers(url), "the hub", 60)
        for role in roles:
            _shoot(role, url)
    finally:
        hub.terminate()
        hub.wait(40)


def _shoot(role: str, url: str) -> None:
    folder = Path(tempfile.mkdtemp())
    routes = create_app(
        Settings(
            data=folder, database_url=f"sqlite:///{folder / 'x.sqlite3'}", secret_key="x" * 40, testing=True
        )
    ).url_map
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "chromium"), args=ARGUMENTS
        )
        page = browser.new_context(base_url=url, viewport=DESK).new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(f"{role}@demo.vouch.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
        pages = reachable(page.context, url, routes)
        for size, scheme in ((DESK, "light"), (PHONE, "light"), (DESK, "dark"), (PHONE, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            for endpoint, path in pages:
                page.goto(path)
                name = endpoint.replace(".", "-") + ("-filtered" if "?" in path else "")
                page.screenshot(
                    path=TARGET / role / f"{size['width']}-{scheme}" / f"{name}.png", full_page=size == PHONE
                )
        browser.close()
    print(f"{role}: {len(pages)} pages, 4 pictures each, in {TARGET / role}")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or ROLES)
