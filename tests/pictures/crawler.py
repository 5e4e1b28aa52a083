"""Finds the pages of the demo as people do, by following links: one address for each kind of page."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

# What ends the visit, leaves our own pages, or is no page.
SKIPPED = ("account_logout", "concerns:exit", "django_api", "wagtail")
# What editors publish has one view. Pages of these sections differ from each other; of others, one for each depth.
PUBLISHED = "wagtail_serve"
SECTIONS_OF_SINGLE_PAGES = {"about"}
MAX_PAGES = 200
# A link of a drawing has no address as text.
LINKS = "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href.split('#')[0])"


def find_pages(page: Page, base: str, starts: list[str], known: set[str]) -> Iterator[tuple[str, str]]:
    """Open each kind of page once, and give its name and address.

    starts: opened whatever is known, since somebody else may see another page there. known: names that were seen
    before; it grows.
    """
    waiting, count = list(starts), 0
    opened: set[str] = set()
    while waiting and count < MAX_PAGES:
        address = waiting.pop(0)
        name = get_name(address)
        is_known = name in known and (address not in starts or address in opened)
        is_file = "." in urlsplit(address).path.rsplit("/", 1)[-1]
        if not name or is_known or is_file or name.startswith(SKIPPED):
            continue
        opened.add(address)
        known.add(name)
        if not _is_page(page, base + address):
            continue
        count += 1
        yield name, address
        waiting += [_path(link) for link in page.locator("a[href]").evaluate_all(LINKS) if link.startswith(base)]


def get_name(address: str) -> str:
    """Return the name of the kind of page at an address; empty where there is none."""
    path = urlsplit(address).path
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return _get_published_name(path) if name == PUBLISHED else name


def _get_published_name(path: str) -> str:
    section, *below = path.strip("/").split("/")
    if section in SECTIONS_OF_SINGLE_PAGES:
        return f"page:{section}:{'-'.join(below)}"
    return f"page:{section or 'home'}:{len(below)}"


def _path(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_page(page: Page, address: str) -> bool:
    answer = page.request.get(address)
    if not answer.ok or not answer.headers.get("content-type", "").startswith("text/html"):
        return False
    if "attachment" in answer.headers.get("content-disposition", ""):
        return False
    page.goto(address)
    return True
