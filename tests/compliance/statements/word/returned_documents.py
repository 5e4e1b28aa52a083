"""Documents as people send them back: by hand-made XML as Word writes it, and through python-docx.

Each maker answers with the bytes and what stands in each area, "" for text without one. The words are all that a reader
of the paper sees.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from compliance.statements.word.writer import Chapter, Draft, Remark, write
from tests.compliance.statements.word.round_trip import below, opened, paragraph, saved

LABELS = {
    "intro": ["Introduction"],
    "structure": ["Organisation's structure, business and supply chains"],
    "policies": ["Policies"],
    "risk": ["Assessing and managing risk"],
    "training": ["Training"],
}
DRAFT = Draft(
    title="Modern slavery statement 2026: Invented Goods Limited",
    author="Invented Goods Limited",
    version="0123456789abcdef" * 2,
    language="en",
    notes=["This is a draft."],
    chapters=[
        Chapter("intro", 2, "Introduction", "<p>We sell gloves.</p>"),
        Chapter("structure", 3, LABELS["structure"][0], "<p>We have <strong>two</strong> sites.</p><h2>Suppliers</h2><ul><li>Cotton</li><li>Rubber</li></ul>"),
        Chapter("policies", 1, "Policies", "<p>Our code asks for fair work.</p>", [Remark("Ann Example", "Since when?")]),
        Chapter("risk", 4, LABELS["risk"][0], "<p>Agents charge fees.</p><table><thead><tr><th>Country</th><th>Risk</th></tr></thead><tbody><tr><td>Nowhere</td><td>High</td></tr></tbody></table>"),
        Chapter("training", 0, "Training", "<p>Nobody was trained.</p>"),
    ],
    beside=("Other answers, for reading only", ["Turnover: small."]),
)  # fmt: skip
AS_SENT = {
    "intro": "We sell gloves.",
    "structure": "We have two sites. Suppliers Cotton Rubber",
    "policies": "Our code asks for fair work.",
    "risk": "Agents charge fees. Country Risk Nowhere High",
    "training": "Nobody was trained.",
}


@dataclass(frozen=True)
class Returned:
    """One document, and the text of its areas. comments: by area, author and words."""

    body: bytes
    areas: dict[str, str]
    comments: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


type Maker = Callable[[], Returned]
MAKERS: dict[str, Maker] = {}


def named(maker: Maker) -> Maker:
    MAKERS[maker.__name__] = maker
    return maker


def exported():
    return opened(write(DRAFT))


def changed(**areas: str) -> dict[str, str]:
    return AS_SENT | areas


@named
def untouched() -> Returned:
    return Returned(write(DRAFT), AS_SENT, {"policies": [("Ann Example", "Since when?")]})


@named
def a_sentence_more_and_a_word_less() -> Returned:
    document = exported()
    below(document, "Policies").insert_paragraph_before("The board wrote it.")
    paragraph(document, "Agents charge").runs[0].text = "Agents charge."
    areas = changed(
        policies="The board wrote it. Our code asks for fair work.", risk="Agents charge. Country Risk Nowhere High"
    )
    return Returned(saved(document), areas)  # fmt: skip


@named
def an_area_moved_to_the_front() -> Returned:
    """Cut and put in again with its heading, the bookmark with it."""
    document = exported()
    heading = paragraph(document, "Training")._p
    text = heading.getnext()
    first = paragraph(document, "Introduction")._p
    first.addprevious(heading)
    first.addprevious(text)
    return Returned(saved(document), AS_SENT)


@named
def bookmarks_all_lost() -> Returned:
    document = exported()
    for mark in [*document.element.iter(qn("w:bookmarkStart")), *document.element.iter(qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)
    return Returned(saved(document), AS_SENT)


@named
def a_heading_deleted_while_its_bookmark_stayed() -> Returned:
    document = exported()
    heading, text = paragraph(document, "Training"), paragraph(document, "Nobody was trained.")
    for mark in [heading._p.find(qn("w:bookmarkStart")), heading._p.find(qn("w:bookmarkEnd"))]:
        text._p.insert(0, mark)
    heading._p.getparent().remove(heading._p)
    return Returned(saved(document), AS_SENT)


@named
def a_heading_with_other_words() -> Returned:
    document = exported()
    paragraph(document, "Training").runs[0].text = "Courses and training"
    return Returned(saved(document), changed(training="Courses and training Nobody was trained."))


@named
def text_before_and_chapters_of_their_own() -> Returned:
    document = exported()
    paragraph(document, "Introduction").insert_paragraph_before("A letter from our chair.")
    document.add_heading("Definitions", level=1)
    document.add_paragraph("Slavery means slavery.")
    areas = changed() | {"": "A letter from our chair. Definitions Slavery means slavery."}
    return Returned(saved(document), areas)


@named
def the_answers_for_reading_changed() -> Returned:
    document = exported()
    paragraph(document, "Turnover: small.").add_run(" Say how small.")
    return Returned(saved(document), changed() | {"": "Turnover: small. Say how small."})
