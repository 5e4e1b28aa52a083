"""python -m tests.pictures [WIDTH …]: pictures of the demo's pages and contact sheets, in var/pictures/.

It serves the demo that `make seed` made at a port of its own, and stops the server and its worker at the end.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import django
from playwright.sync_api import Browser, Page, sync_playwright

from portal.operations.setup.fingerprints import ROOT
from portal.operations.setup.packages import PYTHON
from portal.operations.setup.serve import SERVER, build_environment
from tests.pictures.crawler import find_pages
from tests.pictures.sheets import write_sheets
from tests.pictures.states import show_business_states, show_directory_states, show_second_person
from tests.support.programs import find_program

FOLDER = ROOT / "var" / "pictures"
PORT = os.environ.get("PORT", "8099")
BASE = f"http://localhost:{PORT}"
WIDTHS = (360, 768, 1280, 1920)
PASSWORD = "daylight-demo-2026"
PASSPHRASE = "lantern harbour violet sparrow"
BUSINESS, STAFF = "administrator@harbourandvalefoods.example", "site-administrator@helpline.example"
# Who looks, and where each begins.
VISITS = (
    ("", ["/", "/search/?q=fees", "/report/", "/r/1", "/api/v1/docs"]),
    (BUSINESS, ["/dashboard/"]),
    ("handler@helpline.example", ["/desk/"]),
    ("triage-lead@helpline.example", ["/desk/"]),
    ("statistician@helpline.example", ["/dashboard/"]),
    ("helpline-manager@helpline.example", ["/dashboard/"]),
    ("content-editor@helpline.example", ["/dashboard/", "/staff/directory/"]),
    ("partner@helpline.example", ["/desk/partner/"]),
    (STAFF, ["/dashboard/", "/staff/directory/"]),
)
# Who unlocks the desk first.
DESK = ("handler@", "triage-lead@")
# Who brings which pages into states that no link leads to, in this order.
STATES = (
    (BUSINESS, show_business_states),
    ("content-editor@helpline.example", show_directory_states),
    (STAFF, show_second_person),
)


def main(widths: list[int]) -> None:
    """Write the pictures of every page that the visitors reach, and a sheet for each twelve."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    commands = ([*SERVER, "--bind", f"127.0.0.1:{PORT}"], ["manage.py", "worker"])
    children = [
        subprocess.Popen([PYTHON, *command], cwd=ROOT, env=build_environment(PORT), process_group=0)
        for command in commands
    ]
    try:
        _wait_for_server()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_program("chromium-headless-shell"), args=["--no-sandbox", "--disable-gpu"]
            )
            _take_pictures(browser, widths)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(60)
    for width in widths:
        pictures = sorted((FOLDER / str(width)).glob("*.png"))
        for sheet in write_sheets(pictures, FOLDER, f"sheet-{width}", width=width):
            sys.stdout.write(f"{sheet.relative_to(ROOT)}\n")


def _take_pictures(browser: Browser, widths: list[int]) -> None:
    known: set[str] = set()
    for number, (email, starts) in enumerate(VISITS):
        page = browser.new_page(base_url=BASE)
        page.set_default_timeout(60_000)
        if email:
            _sign_in(page, email)
        for name, _address in find_pages(page, BASE, starts, known):
            _take_picture(page, f"{number}-{re.sub(r'[^a-z0-9]+', '-', name.lower())}", widths)
        page.context.close()
    for email, show_states in STATES:
        page = browser.new_page(base_url=BASE)
        page.set_default_timeout(60_000)
        _sign_in(page, email)
        for name in show_states(page):
            _take_picture(page, name, widths)
            page.set_viewport_size({"width": WIDTHS[2], "height": 900})
        page.context.close()


def _take_picture(page: Page, name: str, widths: list[int]) -> None:
    for width in widths:
        path = FOLDER / str(width) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=path, full_page=True)


def _sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)
    if email.startswith(DESK):
        page.goto("/desk/")
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Unlock", exact=True).click()
        page.get_by_role("heading", level=1, name="Queue").wait_for()


def _wait_for_server() -> None:
    for _ in range(240):
        try:
            urlopen(f"{BASE}/healthz", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The server did not start.")


if __name__ == "__main__":
    os.environ |= build_environment(PORT)
    django.setup()
    main([int(width) for width in sys.argv[1:]] or list(WIDTHS))
