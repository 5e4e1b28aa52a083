"""Whether a homepage links to the statement (Modern Slavery Act 2015, s.54(7)(b)). Pure; the page is a stranger's."""

import html
import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit, urlunsplit

# An anchor with its words. Each part is bounded, so that no page takes long.
_LINK = re.compile(rb"<a\s([^>]{0,2000})>(.{0,500}?)</a", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(rb"\bhref\s{0,9}=\s{0,9}[\"']?([^\"'\s>]{1,2000})", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]{0,2000}>")
# What people call it; the link text that the guidance of 2017 suggested is among them.
_SPEAKS = re.compile(r"modern[\s_-]{0,3}slavery|slavery and human|transparency[\s-]statement", re.IGNORECASE)
MAX_LINKS = 2000


def get_homepage(url: str) -> str:
    """Return the homepage of the website that an address is on."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))


def links_to(body: bytes, *, base: str, wanted: Iterable[str]) -> bool:
    """Tell whether a link leads to one of the addresses or below it, or says in words that it does."""
    addresses = [_plain(url) for url in wanted]
    for number, match in enumerate(_LINK.finditer(body)):
        address = _ADDRESS.search(match[1])
        if number >= MAX_LINKS:
            break
        if address is None:
            continue
        href = html.unescape(address[1].decode("utf-8", "replace"))
        words = html.unescape(_TAGS.sub(" ", match[2].decode("utf-8", "replace")))
        if _SPEAKS.search(f"{words} {href}") or _leads_to(href, base, addresses):
            return True
    return False


def _leads_to(href: str, base: str, addresses: list[str]) -> bool:
    try:
        target = _plain(urljoin(base, href))
    except ValueError:
        return False
    return any(target == address or target.startswith(f"{address}/") for address in addresses)


def _plain(url: str) -> str:
    """Without what tells no two pages apart: scheme, www., a slash at the end, what stands after #."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
