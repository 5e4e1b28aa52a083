"""Words planted where nobody sees them are in no cleaned file, and what is seen stays.

See docs/requirements/security.md#file-metadata.
"""

from base64 import b64encode
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from portal.files import docx_cleaning, file_types, pdf_cleaning
from portal.files.metadata import document_metadata, pdf_metadata
from tests.portal.files.metadata_pdfs import WORDS, page_of, pdf
from tests.portal.files.planted_documents import DOCX_PLACES
from tests.portal.files.planted_fonts import FONTS, decoded
from tests.portal.files.planted_pdfs import BYTE_PLACES, PDF_PLACES, SHOWN_VALUE, append
from tests.portal.files.test_metadata import everything_in

PLACES = [*PDF_PLACES, *BYTE_PLACES, *DOCX_PLACES]
SECRETS = {place: f"Planted{number}Quimby" for number, place in enumerate(PLACES, start=100)}


def pdf_with(*places: str) -> bytes:
    def build(made: pikepdf.Pdf) -> None:
        page = page_of(made, {}, b"")
        for place in places:
            PDF_PLACES[place](made, page, SECRETS[place])

    return pdf(build)


# One file for each place, and twenty with a note, a mark and a layer or a property together.
MARKED = [place for place in PDF_PLACES if place.startswith(("mark", "tag", "point"))]
FILES = {place: pdf_with(place) for place in PDF_PLACES}
FILES |= {place: make(pdf_with(), SECRETS[place].encode()) for place, make in BYTE_PLACES.items()}
FILES |= {place: make(SECRETS[place]) for place, make in DOCX_PLACES.items()}
FILES |= {
    f"{note}, {mark}": pdf_with(note, mark, "destination", "viewport")
    for note in ("default value", "hidden note", "contents", "tooltip")
    for mark in MARKED
}


def forms_of(word: str) -> list[bytes]:
    texts = [word.encode(codec) for codec in ("ascii", "utf-16-le", "utf-16-be")]
    forms = [*texts, *(text.hex().encode() for text in texts), *(text.hex().upper().encode() for text in texts)]
    # Whatever stands before it, one of three readings of base64 has its middle.
    return forms + [b64encode(b"\0" * shift + text)[4:-4] for text in texts for shift in range(3)]


def found_in(body: bytes) -> set[str]:
    pieces = [one for piece in everything_in(body) for one in (piece, decoded(piece))]
    return {word for word in SECRETS.values() for form in forms_of(word) if any(form in piece for piece in pieces)}


def cleaned(name: str) -> bytes:
    return docx_cleaning.clean(FILES[name]) if name in DOCX_PLACES else pdf_cleaning.clean(FILES[name])


def test_ninety_words_are_planted_in_as_many_files():
    assert len(SECRETS) >= 90
    assert len(FILES) >= 90
    assert set().union(*(found_in(body) for body in FILES.values())) == set(SECRETS.values())


@pytest.mark.parametrize("name", list(FILES))
def test_no_planted_word_is_in_a_cleaned_file(name):
    body = cleaned(name)
    assert found_in(body) == set()
    if name not in DOCX_PLACES:
        before, after = (pypdfium2.PdfDocument(one)[0] for one in (FILES[name], body))
        assert WORDS in after.get_textpage().get_text_range()
        assert before.render().to_pil().tobytes() == after.render().to_pil().tobytes()


@pytest.mark.parametrize("place", ["drawn letter", *(f"{kind} font" for kind in FONTS)])
def test_a_letter_of_an_embedded_font_is_drawn_under_its_new_name(place):
    drawn = pypdfium2.PdfDocument(cleaned(place))[0].render().to_pil().convert("L")
    square = drawn.crop((165, 85, 215, 135))
    assert set(square.tobytes()) == {0}


@pytest.mark.parametrize("place", ["type 1 font", "compact font"])
def test_a_font_can_be_cleaned_in_the_sandbox(place):
    kind = next(kind for kind in file_types.CLEANED if kind.name == "PDF")
    assert found_in(file_types.clean_file(kind, FILES[place])) == set()


TOLD = ["default value", "tooltip", "mapping name", "rich value", "measure", "viewport", "layer name", "alternative"]


@pytest.mark.parametrize("name", [*TOLD, "formula", "font"])
def test_the_reporter_is_told_of_what_was_unseen(name):
    read = document_metadata if name in DOCX_PLACES else pdf_metadata
    assert "other" in read(FILES[name])
    assert "other" not in read(cleaned(name))


def test_a_field_keeps_the_value_that_is_seen():
    with pikepdf.open(BytesIO(cleaned("default value"))) as opened:
        assert str(opened.Root.AcroForm.Fields[0].V) == SHOWN_VALUE
        assert opened.Root.AcroForm.Fields[0].objgen == opened.pages[0].Annots[0].objgen


def test_a_pattern_that_brings_its_own_colours_is_drawn():
    def build(made: pikepdf.Pdf) -> None:
        page = page_of(made, {}, b"")
        tile = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": [0, 0, 9, 9], "XStep": 9, "YStep": 9}
        tiles = made.make_stream(b"1 0 0 rg 0 0 5 5 re f", Resources=Dictionary(), **tile)
        page.obj.Resources.ColorSpace = Dictionary(C0=made.make_indirect(Array([Name.Pattern])))
        page.obj.Resources.Pattern = Dictionary(P0=tiles)
        append(made, page, "/C0 cs /P0 scn 0 0 99 99 re f\n")

    body = pdf(build)
    before, after = (pypdfium2.PdfDocument(one)[0].render().to_pil() for one in (body, pdf_cleaning.clean(body)))
    assert (255, 0, 0) in {colour for _, colour in before.convert("RGB").getcolors(100_000)}
    assert before.tobytes() == after.tobytes()
