"""Over all documents: no word lost, and every word in its area."""

import json
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from compliance.statements.rules import richtext
from compliance.statements.rules.text import plain_text
from compliance.statements.word import reader
from compliance.statements.word.bookmarks import WORD
from compliance.statements.word.writer import Chapter, Picture, write
from portal.core.sandbox import run_in_sandbox
from tests.compliance.statements.word.returned_documents import AS_SENT, DRAFT, LABELS, MAKERS

BY_LIBREOFFICE = Path(__file__).parent / "documents"


def order(body: bytes) -> bytes:
    return json.dumps({"labels": LABELS, "ours": DRAFT.around}).encode() + b"\n" + body


def words_of(told) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for area in told["areas"]:
        found.setdefault(area["code"], []).extend(plain_text(area["html"]).split())
    return {code: words for code, words in found.items() if words}


@pytest.mark.parametrize("name", MAKERS)
def test_no_word_is_lost_and_each_stands_in_its_area(name):
    returned = MAKERS[name]()
    told = reader.read(order(returned.body))
    expected = {code: text.split() for code, text in returned.areas.items()}
    found = words_of(told)
    assert {code: Counter(words) for code, words in found.items()} == {
        code: Counter(words) for code, words in expected.items()
    }
    assert all(found[code] == expected[code] for code in expected if code)
    if returned.comments:
        comments = {one["code"]: [(c["author"], c["text"]) for c in one["comments"]] for one in told["areas"]}
        assert {code: some for code, some in comments.items() if some} == returned.comments


@pytest.mark.parametrize("name", MAKERS)
def test_the_editor_keeps_every_word_of_it(name):
    """What was read goes through the marks of the editor, and comes out with the same words."""
    for area in reader.read(order(MAKERS[name]().body))["areas"]:
        kept = richtext.to_html(richtext.to_marks(area["html"]))
        assert plain_text(kept).split() == plain_text(area["html"]).split()
        assert richtext.to_html(richtext.to_marks(kept)) == kept


# Made by LibreOffice 25.2 without a screen: `soffice --headless --convert-to docx`. The first two from our export (the
# second with tracked changes and a comment put in), the third by way of ODT, the fourth from a text in flat ODF.
WRITTEN = {
    "round_trip": AS_SENT,
    "tracked": AS_SENT | {"policies": "Our code demands fair work."},
    "through_odt": AS_SENT | {"training": "A sentence in LibreOffice. Nobody was trained."},
    "written": {
        "": "A word before.",
        "policies": "Our new code Since May. asks for fair work. Fair pay Safe work",
        "training": "A box of words. Nobody yet. Who Hours Buyers 4 The end.",
    },
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_libreoffice_wrote_keeps_its_words_and_areas(name):
    told = reader.read(order((BY_LIBREOFFICE / f"{name}.docx").read_bytes()))
    found = {code: Counter(words) for code, words in words_of(told).items()}
    assert found == {code: Counter(text.split()) for code, text in WRITTEN[name].items()}
    revisions = {area["code"]: area["revision"] for area in told["areas"]}
    assert revisions["policies"] == 1


def test_comments_come_through_libreoffice():
    told = reader.read(order((BY_LIBREOFFICE / "tracked.docx").read_bytes()))
    said = {area["code"]: [(c["author"], c["text"], c["quote"]) for c in area["comments"]] for area in told["areas"]}
    assert said["training"] == [("A. Lawyer", "Is that so?", "Nobody was trained.")]
    assert said["policies"] == [("Ann Example", "Since when?", "Policies")]


def test_a_document_is_read_in_a_process_that_can_open_nothing():
    told = run_in_sandbox(reader.read, order(MAKERS["untouched"]().body), seconds=20, megabytes=512)
    assert told["version"] == DRAFT.version[:16]


def test_figures_notes_and_case_studies_come_back_as_they_went():
    box = "::: One site\nFees were **paid** back.\n\n- a\n- b\n:::"
    marks = f"Buyers ^[Twenty of them.] came.\n\n[figure 2]\n\n{box}\n\nEnd."
    html = richtext.to_html(marks)
    drawn = BytesIO()
    Image.new("RGB", (80, 50), "steelblue").save(drawn, "PNG")
    draft = replace(
        DRAFT,
        chapters=[Chapter("training", 1, "Training", html)],
        captions={2: "Figure 2: A room"},
        pictures={2: Picture(drawn.getvalue(), "A room")},
    )
    head = json.dumps({"labels": LABELS, "ours": draft.around}).encode()
    area = next(one for one in reader.read(head + b"\n" + write(draft))["areas"] if one["code"])
    assert (area["html"], area["pictures"]) == (html, 0)
    assert richtext.to_html(richtext.to_marks(html)) == html


def read_without_words(body: bytes) -> dict[str, list[str]]:
    """Read as a later version of the portal does, which has other words for its own lines."""
    return words_of(reader.read(json.dumps({"labels": LABELS, "ours": []}).encode() + b"\n" + body))


def test_our_own_lines_are_known_by_their_marks_whatever_words_a_later_version_has():
    sent = write(DRAFT)
    assert read_without_words(sent) == words_of(reader.read(order(sent)))
    assert DRAFT.beside[0].split()[0] not in read_without_words(sent).get("", [])


def test_a_line_of_ours_that_somebody_wrote_in_is_theirs():
    document = Document(BytesIO(write(DRAFT)))
    line = next(paragraph for paragraph in document.paragraphs if paragraph.text == DRAFT.beside[1][0])
    line.add_run(" Please check.")
    out = BytesIO()
    document.save(out)
    words = [word for some in read_without_words(out.getvalue()).values() for word in some]
    assert "Please" in words
    assert set(DRAFT.beside[1][0].split()) <= set(words)


def test_a_file_without_marks_is_still_read_by_the_words():
    document = Document(BytesIO(write(DRAFT)))
    for mark in list(document.element.iter(f"{WORD}bookmarkStart")):
        if (mark.get(f"{WORD}name") or "").startswith("daylight_o_"):
            mark.getparent().remove(mark)
    out = BytesIO()
    document.save(out)
    assert words_of(reader.read(order(out.getvalue()))) == words_of(reader.read(order(write(DRAFT))))
    assert DRAFT.title.split()[0] in read_without_words(out.getvalue())[""]
