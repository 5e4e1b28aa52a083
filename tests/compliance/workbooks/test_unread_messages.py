"""What was not read is said in words, where a person decides and wherever the file is shown afterwards.

See docs/requirements/suppliers.md#unread-parts.
"""

import io
import re

import openpyxl
import pytest
from django.urls import reverse

from compliance.workbooks.choices import State
from compliance.workbooks.messages import load_sentences
from compliance.workbooks.types import Sheet, Unread, UnreadKind
from compliance.workbooks.unread_messages import NOUNS, WORDINGS, name_other_sheets, name_unread
from portal.files.services import read_body
from tests.compliance.workbooks.grids_read import sheet
from tests.compliance.workbooks.guard.test_unread_parts import BOOK_LINK, added, png, relations
from tests.compliance.workbooks.test_pipeline import SUPPLIERS, member, put_in, send, workbook  # noqa: F401

LINKED = {
    "xl/externalLinks/externalLink1.xml": BOOK_LINK,
    "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
        ("externalLinkPath", "https://files.example/Prices.xlsx", "External")
    ),
}
PROGRAM = {"xl/media/image9.png": b"MZ\x90\0"}
LINK_SENTENCE = (
    "This workbook has a link to another workbook (Prices.xlsx on files.example). We did not open or fetch anything "
    "from there. We read only the values that your file had saved in its cells."
)
PROGRAM_SENTENCE = (
    "This workbook has a file named as a picture that is not one (image9.png looks like a program). We did not open "
    "it. Check that you trust where this workbook came from."
)


@pytest.mark.parametrize("kind", UnreadKind)
def test_every_kind_has_words_for_one_and_for_several_and_a_sentence_of_its_code(kind):
    for count in (1, 1200):
        (message,) = name_unread([Unread(kind, count)])
        assert message.code == ("W012" if kind == UnreadKind.FAKE_PICTURE else "W011")
        assert message.value in NOUNS[kind]
        assert ("1,200 " in message.text) == (count > 1)
        assert "{" not in message.text
        assert message.level == "warning"
    assert WORDINGS.get(kind, "W011") in load_sentences()


SENTENCES = {
    "names": (
        Unread(UnreadKind.WORKBOOK_LINK, 2, ("A.xlsx", "B.xlsx")),
        "This workbook has 2 links to other workbooks (A.xlsx and B.xlsx). We did not open or fetch",
    ),
    "more_than_are_named": (
        Unread(UnreadKind.EMBEDDED_FILE, 9, ("a.bin", "b.bin", "c.bin"), ("Audit",)),
        "This workbook has 9 files inside it on the sheet “Audit” (a.bin, b.bin, c.bin …). We did not open them.",
    ),
    "sheets": (
        Unread(UnreadKind.COMMENT, 3, (), ("One", "Two")),
        "This workbook has 3 comments on the sheets “One” and “Two”. We did not read them.",
    ),
    "a_vowel": (
        Unread(UnreadKind.ADD_IN, 1),
        "This workbook has an add-in or menu of its own. We did not run it.",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_says_how_many_where_and_what_they_are_called(name):
    part, sentence = SENTENCES[name]
    (message,) = name_unread([part])
    assert message.text.startswith(sentence)


def test_the_preview_names_what_was_not_read_before_anything_is_opened(client, member):  # noqa: F811
    upload = send(member, added(workbook(Suppliers=SUPPLIERS), LINKED | PROGRAM))
    assert upload.state == State.PREVIEW, upload.error
    client.force_login(member.user)
    page = client.get(reverse("workbooks:upload", args=[member.organisation.slug, upload.uuid])).text
    named = re.search(r"We did not read everything in this workbook:\s*([^<]+)<", page)
    assert " ".join(named[1].split()) == "link to another workbook"
    assert page.count(LINK_SENTENCE) == page.count(PROGRAM_SENTENCE) == 1
    assert "about the whole file" not in page
    put_in(upload, member)
    done = client.get(reverse("workbooks:upload", args=[member.organisation.slug, upload.uuid])).text
    assert LINK_SENTENCE in done


def test_the_sheet_of_results_says_it_too(member):  # noqa: F811
    upload = send(member, added(workbook(Suppliers=SUPPLIERS), LINKED | PROGRAM))
    results = openpyxl.load_workbook(io.BytesIO(read_body(upload.result)))["Results"]
    lines = {row[0].value: row[1].value for row in results.iter_rows()}
    assert (lines["W011"], lines["W012"]) == (LINK_SENTENCE, PROGRAM_SENTENCE)


def test_a_workbook_with_a_logo_and_links_in_cells_gets_no_note(client, member):  # noqa: F811
    book = openpyxl.load_workbook(io.BytesIO(workbook(Suppliers=SUPPLIERS)))
    book.active["B2"].hyperlink = "https://www.example/"
    book.active["B3"].hyperlink = "mailto:someone@example.com"
    out = io.BytesIO()
    book.save(out)
    upload = send(member, added(out.getvalue(), {"xl/media/image1.png": png()}))
    assert not {message["code"] for message in upload.messages} & {"W011", "W012"}
    client.force_login(member.user)
    page = client.get(reverse("workbooks:upload", args=[member.organisation.slug, upload.uuid])).text
    assert "We did not read everything" not in page


def test_our_own_result_comes_back_without_a_note_on_our_comments(member):  # noqa: F811
    wrong = [*SUPPLIERS, ["S-4", "D Ltd", "Bangladsh", "1", "11", None, None, None, None, None]]
    result = read_body(send(member, workbook(Suppliers=wrong)).result)
    assert any(cell.comment for row in openpyxl.load_workbook(io.BytesIO(result))["Suppliers"] for cell in row)
    again = send(member, result)
    assert not {message["code"] for message in again.messages} & {"W011", "W012"}


def test_other_sheets_of_a_list_are_named_without_those_of_our_template():
    others: list[Sheet] = [
        sheet(["a"], name="Old names"), sheet(["a"], name="Lists"), sheet(["a"], name="Kept", is_hidden=True)
    ]  # fmt: skip
    assert [(message.code, message.text) for message in name_other_sheets(others, "Members")] == [
        ("W009", "We did not read the sheet “Old names”: we read the list on “Members”."),
        ("W004", "We did not read the sheet “Kept” because it is hidden."),
    ]
