"""Every PDF of the portal: tagged (PDF/UA-1), the same bytes for the same input, and fetching nothing.

Works without Django, so that a worker can run it in a process of its own: `python -m portal.core.pdf`.
"""

import ctypes
import importlib
import json
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

MOST_PAGES = 200
SECONDS = 120
MEMORY_BYTES = 2 * 1024**3
# What WeasyPrint needs from the system, by the names Debian gives it.
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation2")
LIBRARIES = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0")
# The only things a document may load, by their name after "asset:".
ASSETS = {
    "document.css": ("text/css", Path(__file__).parent / "assets" / "document.css"),
}
# Not a moment of any document: it keeps a font library from writing the clock into the file.
FIXED_EPOCH = "1448409600"


class CannotRender(Exception):
    """No PDF came of it; the message is a sentence for the person who looks after the portal."""


class TooLong(CannotRender):
    """More pages than we make."""


def missing_libraries() -> str:
    """One sentence that names what to install, or an empty string."""
    try:
        for name in LIBRARIES if sys.platform == "linux" else ():
            ctypes.CDLL(name)
    except OSError as error:
        return f"PDF files cannot be made ({error}). Install these system packages: {', '.join(PACKAGES)}."
    return ""


def _weasyprint() -> Any:
    """WeasyPrint, imported when it is first needed: it takes a third of a second and asks for system libraries."""
    try:
        weasyprint = importlib.import_module("weasyprint")
        importlib.import_module("weasyprint.urls")
    except OSError as error:
        raise CannotRender(
            f"PDF files cannot be made ({error}). Install these system packages: {', '.join(PACKAGES)}."
        ) from error
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    return weasyprint


@lru_cache
def _fetcher() -> Any:
    weasyprint: Any = _weasyprint()

    class OnlyAssets(weasyprint.urls.URLFetcher):
        """Hands out our own assets and refuses everything else; it never falls back to a real fetch (security 3.13)."""

        def fetch(self, url: str, headers: dict | None = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme != "asset" or name not in ASSETS:
                raise ValueError("A document may load only the portal's own assets")
            kind, path = ASSETS[name]
            return weasyprint.urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OnlyAssets()


@lru_cache
def _style(name: str) -> Any:
    return _weasyprint().CSS(url=f"asset:{name}", url_fetcher=_fetcher())


def render(html: str, *, identifier: bytes, style: str = "document.css", tagged: bool = True) -> bytes:
    """The PDF of a whole HTML document.

    html:       with lang, title and, as meta dcterms.created, the date it carries.
    identifier: what the document is, in bytes; equal input and identifier give equal bytes.
    tagged:     only the benchmark says no.
    Raises CannotRender, TooLong.
    """
    weasyprint = _weasyprint()
    os.environ.setdefault("SOURCE_DATE_EPOCH", FIXED_EPOCH)
    options = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    document = weasyprint.HTML(string=html, base_url="asset:", url_fetcher=_fetcher()).render(
        stylesheets=[_style(style)], pdf_identifier=identifier, **options
    )
    if len(document.pages) > MOST_PAGES:
        raise TooLong(f"The document would have {len(document.pages)} pages; we make at most {MOST_PAGES}.")
    return document.write_pdf(pdf_identifier=identifier, **options)


def render_apart(html: str, *, identifier: bytes, style: str = "document.css", seconds: int = SECONDS) -> bytes:
    """As render, in a process of its own with a limit of time and memory: for text that others wrote."""
    order = json.dumps({"html": html, "identifier": identifier.hex(), "style": style, "seconds": seconds})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "portal.core.pdf"],
            input=order.encode(),
            capture_output=True,
            timeout=seconds + 30,
            cwd=Path(__file__).parents[2],
            env={key: os.environ[key] for key in ("PATH", "HOME", "LANG", "FONTCONFIG_PATH") if key in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotRender(f"Making the PDF took more than {seconds} seconds.") from error
    if done.returncode == 0:
        return done.stdout
    kind, _, message = done.stderr.decode(errors="replace").strip().rpartition("\n")[2].partition(": ")
    if kind == "TooLong":
        raise TooLong(message)
    if done.returncode < 0 or kind == "MemoryError":
        raise CannotRender(f"Making the PDF took more than {seconds} seconds or too much memory.")
    raise CannotRender(message or "The PDF could not be made.")


@contextmanager
def complaints() -> Iterator[list[str]]:
    """What WeasyPrint logs as an error while the block runs: a missing language or alternative text, a refused load."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    ear, logger = Ear(logging.ERROR), logging.getLogger("weasyprint")
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    order = json.load(sys.stdin)
    _limit(order["seconds"])
    try:
        made = render(order["html"], identifier=bytes.fromhex(order["identifier"]), style=order["style"])
    except Exception as error:
        sys.stderr.write(f"\n{type(error).__name__}: {' '.join(str(error).split())[:400]}\n")
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
