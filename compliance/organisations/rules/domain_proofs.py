"""The code that a page or a DNS record must contain to prove control of a domain. Pure."""

from contextlib import suppress
from html.parser import HTMLParser

PROOF_KEY = "daylight-confirm"
WELL_KNOWN_PATH = f"/.well-known/{PROOF_KEY}.txt"
DNS_RECORD_NAME = f"_{PROOF_KEY}"


def proof_line(code: str) -> str:
    """Return the line that proves control for this code."""
    return f"{PROOF_KEY}={code}"


def record_has_code(values: list[str], code: str) -> bool:
    """Return whether one of a name's TXT values is exactly the line."""
    return any(value.strip() == proof_line(code) for value in values)


def file_has_code(text: str, code: str) -> bool:
    """Return whether the file at the well-known path has the line alone on a line."""
    return proof_line(code) in (line.strip() for line in text.splitlines()[:50])


def head_has_code(html: str, code: str) -> bool:
    """Return whether a page's head has a meta element with the code.

    Visible text does not count: visitors' words stand in many pages, and many pages repeat what they were asked.
    """
    reader = _MetaReader()
    # html.parser raises AssertionError on some broken declarations; what was read until then counts.
    with suppress(AssertionError):
        reader.feed(html[:200_000])
    return code in reader.codes


class _MetaReader(HTMLParser):
    """A parser of the head's meta elements; the text of a title is text, whatever it looks like."""

    HEAD = frozenset({"html", "head", "meta", "title", "link", "script", "style", "base", "noscript", "template"})
    HIDING = frozenset({"title", "noscript", "template"})

    def __init__(self) -> None:
        super().__init__()
        self.codes: set[str] = set()
        self._is_past_head = False
        self._hidden_in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden_in:
            return
        self._is_past_head = self._is_past_head or tag not in self.HEAD
        self._hidden_in = tag if tag in self.HIDING else ""
        named = dict(attrs)
        if tag == "meta" and not self._is_past_head and (named.get("name") or "").lower() == PROOF_KEY:
            self.codes.add((named.get("content") or "").strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden_in:
            self._hidden_in = ""
