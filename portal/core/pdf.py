"""PDF rendering: tagged (PDF/UA-1), the same bytes for the same input, and fetching nothing.

Works without Django, so that it can run in a process of its own (portal.core.sandbox).
"""

import ctypes
import importlib
import json
import logging
import os
import sys
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.core.sandbox import Busy, FunctionRaised, LimitExceeded, run_in_sandbox

MAX_PAGES = 200
MAX_SECONDS = 120
MAX_MEGABYTES = 2048
# What WeasyPrint needs from the system, by the names Debian gives it.
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation2")
LIBRARIES = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0")
# The only things a document may load, by their name after "asset:".
STYLES = ("document.css", "certificate.css", "print.css")
ASSETS = {name: ("text/css", Path(__file__).parent / "assets" / name) for name in STYLES}
# Not a moment of any document: it keeps a font library from writing the clock into the file.
FIXED_EPOCH = "1448409600"


# Kind and bytes in base 64.
type Picture = Sequence[str]


class CannotRender(Exception):
    """No PDF could be made; the message is a sentence for the person who looks after the portal."""


class TooLong(CannotRender):
    """The document has more pages than we make."""


def missing_libraries() -> str:
    """Return one sentence that names what to install, or an empty string."""
    try:
        for name in LIBRARIES if sys.platform == "linux" else ():
            ctypes.CDLL(name)
    except OSError as error:
        return f"We cannot create PDF files ({error}). Install these system packages: {', '.join(PACKAGES)}."
    return ""


def _weasyprint() -> Any:
    """Import WeasyPrint when it is first needed: it takes a third of a second and asks for system libraries."""
    try:
        weasyprint = importlib.import_module("weasyprint")
        importlib.import_module("weasyprint.urls")
    except OSError as error:
        raise CannotRender(
            f"We cannot create PDF files ({error}). Install these system packages: {', '.join(PACKAGES)}."
        ) from error
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    return weasyprint


@lru_cache
def _fetchers() -> Any:
    weasyprint: Any = _weasyprint()

    class OnlyGiven(weasyprint.urls.URLFetcher):
        """Hands out our own assets and the pictures that came with the document, and refuses everything else.

        It never falls back to a real fetch.

        See docs/requirements/security.md#pdf-fetching.
        """

        def __init__(self, pictures: Mapping[str, Picture]) -> None:
            super().__init__()
            self.pictures = pictures

        def fetch(self, url: str, headers: dict | None = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == "picture" and name in self.pictures:
                kind, body = self.pictures[name]
                return weasyprint.urls.URLFetcherResponse(url, b64decode(body), {"Content-Type": kind})
            if scheme != "asset" or name not in ASSETS:
                raise ValueError("A document may load only the portal's own assets")
            kind, path = ASSETS[name]
            return weasyprint.urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OnlyGiven


@lru_cache
def _style(name: str) -> Any:
    return _weasyprint().CSS(url=f"asset:{name}", url_fetcher=_fetchers()({}))


def render_pdf(
    html: str,
    *,
    identifier: bytes,
    style: str = "document.css",
    tagged: bool = True,
    pictures: Mapping[str, Picture] | None = None,
) -> bytes:
    """Return the PDF of a whole HTML document.

    html:       with lang, title and, as meta dcterms.created, the date it carries.
    identifier: what the document is, in bytes; equal input and identifier give equal bytes.
    tagged:     only the benchmark says no.
    pictures:   kind and bytes in base 64 of what stands in it as src="picture:<name>", by name.
    Raises CannotRender, TooLong.
    """
    weasyprint = _weasyprint()
    os.environ.setdefault("SOURCE_DATE_EPOCH", FIXED_EPOCH)
    options = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    document = weasyprint.HTML(string=html, base_url="asset:", url_fetcher=_fetchers()(pictures or {})).render(
        stylesheets=[_style(style)], pdf_identifier=identifier, **options
    )
    if len(document.pages) > MAX_PAGES:
        raise TooLong(f"The document would have {len(document.pages)} pages. The limit is {MAX_PAGES}.")
    return document.write_pdf(pdf_identifier=identifier, **options)


def render_pdf_in_sandbox(
    html: str,
    *,
    identifier: bytes,
    style: str = "document.css",
    seconds: int = MAX_SECONDS,
    pictures: Mapping[str, Picture] | None = None,
) -> bytes:
    """Render as render_pdf does, in a process of its own with a limit of time and memory: for text that others
    wrote.
    """
    order = json.dumps({"html": html, "identifier": identifier.hex(), "style": style, "pictures": pictures or {}})
    try:
        # Fonts are opened while it draws.
        return run_in_sandbox(render_order, order.encode(), seconds=seconds, megabytes=MAX_MEGABYTES, may_open=True)
    except LimitExceeded as error:
        raise CannotRender(f"Creating the PDF took more than {seconds} seconds or too much memory.") from error
    except Busy as error:
        raise CannotRender("Too many PDF files are being created at the moment.") from error
    except FunctionRaised as error:
        kind = TooLong if error.kind == TooLong.__name__ else CannotRender
        raise kind(str(error) or "We could not create the PDF.") from error


def render_order(order: bytes) -> bytes:
    """Render what render_pdf_in_sandbox asks of the process of its own."""
    options = json.loads(order)
    return render_pdf(
        options["html"],
        identifier=bytes.fromhex(options["identifier"]),
        style=options["style"],
        pictures=options["pictures"],
    )


@contextmanager
def render_errors() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs as an error while the block runs: a missing language or alternative text, a refused
    load.
    """
    errors: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            errors.append(record.getMessage())

    ear, logger = Ear(logging.ERROR), logging.getLogger("weasyprint")
    logger.addHandler(ear)
    try:
        yield errors
    finally:
        logger.removeHandler(ear)
