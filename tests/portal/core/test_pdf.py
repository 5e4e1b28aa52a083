"""PDFs are tagged, the same for the same input, limited, and fetch nothing."""

import io
import re
import subprocess
import sys

import pikepdf
import pytest

from portal.core import pdf
from tests.support.pdfs import assert_ua, find_elements

PAGE = """<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>A title – with a dash</title>
<meta name="dcterms.created" content="2026-06-01T09:00:00+00:00"></head><body>
<section class="contents"><h2 id="contents">Contents</h2><ol><li><a href="#one">One</a></li></ol></section>
<section class="opens" id="one"><h2>One</h2>{body}</section></body></html>"""
HOSTILE = [
    '<link rel="stylesheet" href="http://127.0.0.1:9/a.css">',
    "<style>@import url(http://127.0.0.1:9/b.css);</style>",
    "<style>@font-face { font-family: x; src: url(http://127.0.0.1:9/c.woff) } p { font-family: x }</style>",
    '<img alt="x" src="http://127.0.0.1:9/d.png">',
    '<object data="http://127.0.0.1:9/e.svg"></object>',
    '<embed src="http://127.0.0.1:9/f.svg">',
    '<svg width="9" height="9"><title>x</title><image href="http://127.0.0.1:9/g.png" width="9" height="9"/></svg>',
    '<p style="background: url(http://127.0.0.1:9/h.png)">x</p>',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/hostname">x</a>',
    '<img alt="x" src="file:///etc/passwd">',
    '<base href="file:///etc/"><img alt="x" src="passwd">',
]


def page(body: str = "<p>Some words.</p>", lang: str = "en-GB") -> str:
    return PAGE.format(body=body, lang=lang)


def make(body: str = "<p>Some words.</p>", **options) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf.render_pdf(page(body), identifier=b"test", **options)))


def test_it_is_tagged_and_says_what_it_is():
    made = make(
        "<table><caption>Figures</caption><thead><tr><th scope='col'>A</th></tr></thead>"
        "<tbody><tr><td>1</td></tr></tbody></table>"
    )
    assert_ua(made)
    assert str(made.Root.Lang) == "en-GB"
    assert str(made.docinfo.Title) == "A title – with a dash"
    cell = next(find_elements(made.Root.StructTreeRoot.K, "/TD"))
    assert cell.A.Headers, "a cell knows its header"


def test_the_contents_name_the_page():
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=pdf.render_pdf(page(), identifier=b"x"),
        capture_output=True,
        check=True,
    )
    assert re.search(r"One\s+2\n", text.stdout.decode())


def test_the_same_input_gives_the_same_bytes_in_another_process():
    assert pdf.render_pdf(page(), identifier=b"x") == pdf.render_pdf_in_sandbox(page(), identifier=b"x")
    assert pdf.render_pdf(page(), identifier=b"x") != pdf.render_pdf(page("<p>Other words.</p>"), identifier=b"x")


@pytest.mark.parametrize(
    "body",
    ['<img src="asset:document.css">', "<img src='http://127.0.0.1:9/x.png'>"],
)
def test_a_missing_alternative_text_or_a_refused_load_is_heard(body):
    with pdf.render_errors() as heard:
        pdf.render_pdf(page(body), identifier=b"x")
    assert heard


def test_a_missing_language_is_heard():
    with pdf.render_errors() as heard:
        pdf.render_pdf(page(lang="").replace(' lang=""', ""), identifier=b"x")
    assert any("lang" in sentence for sentence in heard)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_it_fetches_nothing(hostile, monkeypatch):
    """Put past the cleaning, straight into the renderer: no socket and no file is opened for it."""
    opened = []

    def watch(event, arguments):
        if event in {"socket.connect", "socket.getaddrinfo", "urllib.Request"} or (
            event == "open" and str(arguments[0]).startswith(("/etc/passwd", "/etc/hostname"))
        ):
            opened.append((event, arguments))

    active = [True]
    sys.addaudithook(lambda event, arguments: active[0] and watch(event, arguments))
    made = pdf.render_pdf(page(hostile), identifier=b"x")
    active[0] = False
    assert opened == []
    assert b"root:" not in made
    with pikepdf.open(io.BytesIO(made)) as whole:
        assert "/EmbeddedFiles" not in whole.Root.get("/Names", {})


@pytest.mark.parametrize(
    "address", ["http://x/", "file:///etc/passwd", "asset:../pdf.py", "asset:", "data:,x", "ASSET:document.css", "x"]
)
def test_only_our_assets_are_handed_out(address):
    with pytest.raises(ValueError, match="only the portal's own assets"):
        pdf._fetchers()({}).fetch(address)
    assert pdf._fetchers()({}).fetch("asset:document.css").read()


def test_more_than_200_pages_are_refused():
    body = "<p style='break-before: page'>x</p>" * (pdf.MAX_PAGES + 1)
    with pytest.raises(pdf.TooLong, match="The limit is 200"):
        pdf.render_pdf_in_sandbox(page(body), identifier=b"x")


def test_a_document_that_takes_too_long_is_stopped():
    body = "<table>" + "<tr>" + "<td><table><tr><td>" * 12 + "x" * 2000 + "</table>" * 12 + "</tr>" + "</table>"
    with pytest.raises(pdf.CannotRender, match="seconds"):
        pdf.render_pdf_in_sandbox(page(body * 40), identifier=b"x", seconds=1)


def test_missing_libraries_are_named(monkeypatch):
    assert pdf.missing_libraries() == ""
    monkeypatch.setattr(pdf, "LIBRARIES", ("libnosuch.so.0",))
    assert "libpango-1.0-0" in pdf.missing_libraries()
