"""Word documents that came back and PDFs of earlier years: one made to do harm is refused, a long statement is read.

What is refused is counted, so that a slow machine refuses the same; the limits of time are those of the sandbox, which
tests/portal/core/test_sandbox.py proves.
"""

import io
import json
import re
import time
from types import SimpleNamespace

import pikepdf
import pytest

from bench.long import AREAS, count_figures, make_long_content, make_picture
from compliance.statements.external_statements.views import PDF_ONLY
from compliance.statements.word import reader
from compliance.statements.word.services import round_trip
from compliance.statements.word.writer import Chapter, Draft, Picture, write
from portal.core.sandbox import FunctionRaised, LimitExceeded, run_in_sandbox
from portal.files.file_types import QUICK_SECONDS, Refused, clean_file, identify_kind
from tests.compliance.statements.word.returned_documents import DRAFT, LABELS, MAKERS
from tests.compliance.statements.word.round_trip import packed, parts, send_back
from tests.compliance.statements.word.word_xml import W

MAX_SECONDS = 4


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
def test_a_hostile_document_is_refused_by_what_it_holds(name):
    body = packed(parts(MAKERS["untouched"]().body) | HOSTILE[name]())
    try:
        assert read(body)["refused"] in round_trip.PROBLEMS
    except FunctionRaised as damaged:
        assert damaged.kind == "XMLSyntaxError"


@pytest.mark.django_db
def test_what_no_count_refuses_is_refused_after_seconds_of_work(business, visit, monkeypatch):
    def run_out(_function, _body, **limits):
        assert 0 < limits["seconds"] <= MAX_SECONDS
        raise LimitExceeded

    version = business.start()
    monkeypatch.setattr(round_trip, "run_in_sandbox", run_out)
    answer = send_back(visit("editor"), version, MAKERS["untouched"]().body)
    assert answer.status_code == 422
    assert "far longer than a statement" in answer.content.decode()


@pytest.fixture(scope="module")
def ninety_pages() -> tuple[Draft, bytes]:
    answers = make_long_content()["answers"]
    chapters = [Chapter(code, 1, f"{code} as it is", answers[f"narrative_{code}"]) for code in AREAS]
    drawn = {number: Picture(make_picture(number), f"Photograph {number}") for number in range(1, count_figures() + 1)}
    draft = Draft(
        "Long", "Ann", "a" * 32, "en", [], chapters, ("Beside", []), (), dict.fromkeys(drawn, "Figure"), drawn
    )
    return draft, write(draft)


def lose_names(body: bytes) -> bytes:
    """Save a document as an editor does that keeps no names, so that each figure is a new picture and is drawn anew."""
    files = parts(body)
    main = re.sub(rb'(<wp:docPr[^>]* name=")[^"]*', rb"\1Picture", files["word/document.xml"])
    return packed(files | {"word/document.xml": main})


@pytest.mark.parametrize("names_are_lost", [False, True])
def test_a_draft_of_ninety_pages_with_thirty_figures_is_read(ninety_pages, names_are_lost):
    draft, body = ninety_pages
    told = read(
        lose_names(body) if names_are_lost else body,
        {chapter.code: [chapter.heading] for chapter in draft.chapters},
        draft,
    )
    assert [area["code"] for area in told["areas"]] == list(AREAS)
    assert sum(area["html"].count("<figure") for area in told["areas"]) == count_figures()
    assert sum(len(area["proposed"]) for area in told["areas"]) == count_figures() * names_are_lost
    assert sum(len(area["html"]) for area in told["areas"]) * 2 < round_trip.MAX_CHARACTERS
    assert sum(map(reader.count_tags, parts(body).items())) * 5 < reader.MAX_TAGS


def test_a_slow_machine_reads_the_same(ninety_pages, monkeypatch):
    """On it every look at a clock comes an hour after the last."""
    draft, body = ninety_pages
    labels = {chapter.code: [chapter.heading] for chapter in draft.chapters}
    order = json.dumps({"labels": labels, "ours": draft.around}).encode() + b"\n" + lose_names(body)
    hours = SimpleNamespace(passed=0)

    def look() -> float:
        hours.passed += 1
        return hours.passed * 3600.0

    for clock in ("process_time", "monotonic", "perf_counter", "thread_time", "time"):
        monkeypatch.setattr(time, clock, look)
    assert sum(len(area["proposed"]) for area in reader.read(order)["areas"]) == count_figures()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("inner", "sentence"),
    [
        ("".join(paragraph(number, "Heading1") for number in range(600)), "more than 500 chapters"),
        (paragraph("A word or two. " * 40_000), "far longer than a statement"),
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


def test_a_pdf_with_countless_objects_is_refused():
    with pytest.raises(Refused) as refused:
        take(junk(200_000))
    assert "Print it to a new PDF" in refused.value.messages[0]
    assert max(QUICK_SECONDS) <= MAX_SECONDS


def test_a_pdf_with_as_many_objects_as_a_long_statement_is_taken():
    """One of ninety pages with tags has some 7,000."""
    assert take(junk(20_000)).startswith(b"%PDF-")
