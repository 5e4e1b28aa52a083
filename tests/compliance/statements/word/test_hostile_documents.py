"""Word documents that came back and PDFs of earlier years: in two seconds of work one made to do harm is refused, and a
long statement is read. The work is measured in processes of its own.
"""

import io
import json
import re

import pikepdf
import pytest

from bench.long import AREAS, FIGURES, make_long_content, make_picture
from compliance.statements.external_statements.views import PDF_ONLY
from compliance.statements.word import reader
from compliance.statements.word.services import round_trip
from compliance.statements.word.writer import Chapter, Draft, Picture, write
from portal.core.sandbox import FunctionRaised, LimitExceeded, run_in_sandbox
from portal.files.file_types import QUICK_SECONDS, Refused, clean_file, identify_kind
from tests.compliance.statements.word.returned_documents import DRAFT, LABELS, MAKERS
from tests.compliance.statements.word.round_trip import packed, parts, send_back
from tests.compliance.statements.word.word_xml import W
from tests.support.processor_time import measure

pytestmark = pytest.mark.usefixtures("own_processes")
LIMIT = 2.0


def with_body(inner: str) -> dict[str, bytes]:
    return {"word/document.xml": f"<w:document xmlns:w='{W}'><w:body>{inner}</w:body></w:document>".encode()}


def paragraph(text: object, style: str = "") -> str:
    look = f"<w:pPr><w:pStyle w:val='{style}'/></w:pPr>" if style else ""
    return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>"


def headings() -> str:
    return "".join(paragraph(f"Part {number}", "Heading1") + paragraph("text") for number in range(20_000))


def carried() -> str:
    """Paragraphs whose ends were deleted: each goes on in the next."""
    return "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>on</w:t></w:r></w:p>" * 30_000


def looks() -> str:
    runs = (f"<w:r><w:rPr>{'<w:b/>' * (n % 2)}</w:rPr><w:t>word{n} </w:t></w:r>" for n in range(150_000))
    return f"<w:p>{''.join(runs)}</w:p>"


def nested(opening: str, closing: str, depth: int, times: int) -> str:
    return (opening * depth + paragraph("deep") + closing * depth) * times


TABLE = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
BOX = ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>")
HOSTILE = {
    "macros": lambda: {"word/vbaProject.bin": b"x"},
    "entities": lambda: {"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"},
    "zeros": lambda: {"word/media/zeros.xml": b"<a>" + b" " * 30_000_000 + b"</a>"},
    "not closed": lambda: {"word/document.xml": b"<w:document xmlns:w='%s'>" % W.encode() + b"<w:p>" * 5000},
    "many headings": lambda: with_body(headings()),
    "many paragraphs": lambda: with_body("".join(map(paragraph, range(120_000)))),
    "many looks": lambda: with_body(looks()),
    "ends deleted": lambda: with_body(carried()),
    "nested tables": lambda: with_body(nested(*TABLE, depth=70, times=1500)),
    "text boxes": lambda: with_body(nested(*BOX, depth=50, times=1500)),
}


def read(body: bytes, labels=LABELS, draft=DRAFT):
    order = json.dumps({"labels": labels, "ours": draft.around}).encode() + b"\n" + body
    return run_in_sandbox(reader.read, order, seconds=round_trip.SECONDS, megabytes=round_trip.MEGABYTES)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_within_two_seconds_of_work(name):
    body = packed(parts(MAKERS["untouched"]().body) | HOSTILE[name]())
    told, took = measure(lambda: read(body))
    assert isinstance(told, LimitExceeded | FunctionRaised) or told["refused"] in round_trip.PROBLEMS
    assert took <= LIMIT


@pytest.fixture(scope="module")
def ninety_pages() -> tuple[Draft, bytes]:
    answers = make_long_content()["answers"]
    chapters = [Chapter(code, 1, f"{code} as it is", answers[f"narrative_{code}"]) for code in AREAS]
    drawn = {number: Picture(make_picture(number), f"Photograph {number}") for number in range(1, FIGURES + 1)}
    draft = Draft(
        "Long", "Ann", "a" * 32, "en", [], chapters, ("Beside", []), (), dict.fromkeys(drawn, "Figure"), drawn
    )
    return draft, write(draft)


@pytest.mark.parametrize("names_are_lost", [False, True])
def test_a_draft_of_ninety_pages_with_thirty_figures_is_read(ninety_pages, names_are_lost):
    """names_are_lost: by an editor that does not keep them, so that each figure is a new picture and is drawn anew."""
    draft, body = ninety_pages
    if names_are_lost:
        files = parts(body)
        main = re.sub(rb'(<wp:docPr[^>]* name=")[^"]*', rb"\1Picture", files["word/document.xml"])
        body = packed(files | {"word/document.xml": main})
    told, took = measure(lambda: read(body, {chapter.code: [chapter.heading] for chapter in draft.chapters}, draft))
    assert took <= LIMIT
    assert [area["code"] for area in told["areas"]] == list(AREAS)
    assert sum(area["html"].count("<figure") for area in told["areas"]) == FIGURES
    assert sum(len(area["proposed"]) for area in told["areas"]) == FIGURES * names_are_lost
    assert sum(len(area["html"]) for area in told["areas"]) * 2 < round_trip.MAX_CHARACTERS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("inner", "sentence"),
    [
        ("".join(paragraph(number, "Heading1") for number in range(600)), "more than 500 chapters"),
        (paragraph("A word or two. " * 40_000), "far more than a statement does"),
    ],
)
def test_who_sends_too_much_is_told_what_to_do(business, visit, inner, sentence):
    version = business.start()
    answer = send_back(visit("editor"), version, packed(parts(MAKERS["untouched"]().body) | with_body(inner)))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not version.word_returns.exists()


def junk(objects: int) -> bytes:
    """A PDF of one page and many things that it does not show."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.Root.Junk = pikepdf.Array(
        [made.make_indirect(pikepdf.Dictionary(A=n, B=pikepdf.Dictionary(C=n))) for n in range(objects)]
    )
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def take(body: bytes) -> bytes:
    return clean_file(identify_kind("statement.pdf", body, PDF_ONLY), body)


def test_a_pdf_with_countless_objects_is_refused_within_two_seconds_of_work():
    body = junk(200_000)
    refused, took = measure(lambda: take(body))
    assert isinstance(refused, Refused) and "Print it to a new PDF" in refused.messages[0]
    assert took <= LIMIT
    assert sum(QUICK_SECONDS) < LIMIT


def test_a_pdf_with_as_many_objects_as_a_long_statement_is_taken():
    """One of ninety pages with tags has some 7,000."""
    assert measure(lambda: take(junk(20_000)))[0].startswith(b"%PDF-")
