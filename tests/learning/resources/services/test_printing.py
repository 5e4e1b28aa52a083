"""Posters, cards and notices: tagged, in their sizes, with the name and number of the settings."""

import pytest
from django.core.files.storage import default_storage
from django.utils.formats import localize

from learning.resources.services import printing
from portal.core import readability
from portal.core.pdf import CannotRender
from portal.core.text import split_at_pauses
from tests.support.pdfs import assert_ua, extract_text, find_elements, open_pdf

pytestmark = pytest.mark.django_db
SIZES_MM = {"poster-a4": (210, 297), "poster-a3": (297, 420), "card": (85, 55), "notice": (210, 297)}
PAGES = {"poster-a4": 1, "poster-a3": 1, "card": 2, "notice": 1}


@pytest.fixture(scope="module")
def bodies(django_db_setup):
    return {name: printing.get_pdf(sheet) for name, sheet in printing.SHEETS.items()}


@pytest.mark.parametrize("name", SIZES_MM)
def test_a_sheet_is_tagged_has_a_title_a_language_and_one_first_heading(bodies, name):
    made = open_pdf(bodies[name])
    assert_ua(made)
    assert len(list(find_elements(made.Root.StructTreeRoot.K, "/H1"))) == 1
    assert str(made.Root.Lang) == "en-GB"


@pytest.mark.parametrize("name", SIZES_MM)
def test_a_sheet_has_the_size_that_it_says(bodies, name):
    made = open_pdf(bodies[name])
    assert len(made.pages) == PAGES[name]
    for page in made.pages:
        width, height = (float(page.MediaBox[side]) / 72 * 25.4 for side in (2, 3))
        assert (round(width), round(height)) == SIZES_MM[name]


@pytest.mark.parametrize("name", SIZES_MM)
def test_a_sheet_says_the_number_that_it_is_free_and_whom_to_call_in_danger(bodies, name):
    said = " ".join(extract_text(bodies[name]).split())
    for words in ("08000 121 700", "Free.", "999", "press 55"):
        assert words in said


@pytest.mark.parametrize("name", SIZES_MM)
def test_its_words_can_be_read_at_nine(bodies, name):
    said = " ".join(extract_text(bodies[name]).split())
    assert max(readability.reading_ages(split_at_pauses(said))) <= 9


def test_the_front_of_a_card_names_no_crime(bodies):
    front = extract_text(bodies["card"]).split("\f")[0].lower()
    for word in ("slavery", "police", "traffick", "help", "victim"):
        assert word not in front


def test_another_number_or_name_makes_another_file_at_once(settings):
    settings.HELPLINE_NUMBER, settings.OPERATOR = "0300 000 0000", settings.OPERATOR | {"name": "The Lantern"}
    said = extract_text(printing.get_pdf(printing.SHEETS["poster-a4"]))
    assert "0300 000 0000" in said
    assert "The Lantern" in said
    assert "08000 121 700" not in said


def test_a_sheet_is_drawn_once_and_equal_words_are_equal_bytes(bodies, monkeypatch):
    monkeypatch.setattr(printing.pdf, "render_pdf_in_sandbox", lambda *args, **more: pytest.fail("drawn again"))
    for name, sheet in printing.SHEETS.items():
        assert printing.get_pdf(sheet) == bodies[name]
        assert printing.get_pdf_size(sheet) == len(bodies[name])
    printing.draw_next_sheet()


def test_the_list_names_each_file_with_its_type_and_size(client, bodies):
    body = " ".join(client.get("/guidance/print/").content.decode().split())
    assert body.count("(PDF, ") == len(printing.SHEETS)
    assert f"{localize(round(len(bodies['card']) / 1024, 1))}" in body
    assert 'href="/guidance/print/"' in client.get("/guidance/").content.decode()


def test_a_file_opens_in_the_browser_and_may_be_kept(client, bodies):
    answer = client.get("/guidance/print/notice.pdf")
    assert answer.content == bodies["notice"]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="notice.pdf"'
    assert answer.headers["Cache-Control"].startswith("public")
    assert client.get("/guidance/print/nothing.pdf").status_code == 404


def test_where_it_cannot_be_drawn_the_number_is_told(client, monkeypatch, settings):
    settings.HELPLINE_NUMBER = "0300 111 1111"

    def fails(*args, **more):
        raise CannotRender("no library")

    monkeypatch.setattr(printing.pdf, "render_pdf_in_sandbox", fails)
    answer = client.get("/guidance/print/card.pdf")
    assert answer.status_code == 503
    assert "0300 111 1111" in answer.content.decode()


def test_the_sweep_draws_what_is_missing_one_a_round(settings, monkeypatch):
    settings.HELPLINE_NUMBER = "0300 333 3333"
    monkeypatch.setattr(printing.pdf, "render_pdf_in_sandbox", lambda html, **more: html.encode())
    drawn = []
    for _ in range(6):
        printing.draw_next_sheet()
        drawn.append(sum(bool(printing.get_pdf_size(sheet)) for sheet in printing.SHEETS.values()))
    assert drawn == [1, 2, 3, 4, 4, 4]


def test_files_of_a_former_number_stay_out_of_the_list(settings, bodies):
    kept = set(default_storage.listdir(printing.FOLDER)[1])
    settings.HELPLINE_NUMBER = "0300 222 2222"
    assert {printing.get_pdf_size(sheet) for sheet in printing.SHEETS.values()} == {0}
    assert set(default_storage.listdir(printing.FOLDER)[1]) == kept
