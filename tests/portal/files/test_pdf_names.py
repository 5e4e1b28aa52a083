"""The names that a PDF's author chose get others, and those that readers act on stay.

See docs/requirements/security.md#file-metadata.
"""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from portal.files import pdf_cleaning, pdf_content, pdf_fonts
from portal.files.image_metadata import Unclean
from portal.files.pdf_kinds import COLORANT, FONT_NAME, GLYPH, STATE
from portal.files.pdf_names import Names
from tests.portal.files.metadata_pdfs import WORDS, page_of, pdf
from tests.portal.files.planted_pdfs import append, helvetica, text_in


def renamed(kind: str, *olds: str) -> list[str]:
    names = Names()
    return [names.rename(kind, old) for old in olds]


def test_the_same_name_gets_the_same_new_one():
    assert renamed("fonts", "Ada", "Bob", "Ada") == ["F0", "F1", "F0"]


def test_two_kinds_of_names_are_counted_apart():
    names = Names()
    assert [names.rename(kind, "Ada") for kind in ("fonts", "xobjects", "states")] == ["F0", "X0", "G0"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("colours", "DeviceRGB"),
        ("colours", "DefaultCMYK"),
        ("fonts", "ZaDb"),
        (STATE, "Off"),
        (COLORANT, "Black"),
        (COLORANT, "All"),
        (GLYPH, "Aacute"),
        (GLYPH, ".notdef"),
        (GLYPH, "sfthyphen"),
        (GLYPH, "uni20AC"),
        (GLYPH, "uni03080304"),
        (GLYPH, "f_f_i"),
        (GLYPH, "a65"),
        (FONT_NAME, "Helvetica-BoldOblique"),
        (FONT_NAME, "TimesNewRomanPS-BoldMT"),
        (FONT_NAME, "Arial,Bold"),
        (FONT_NAME, "HeiseiMin-W3"),
    ],
)
def test_a_name_that_readers_know_stays(kind, name):
    assert renamed(kind, name) == [name]


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("Quimby-BoldItalic", "F0-BoldItalic"),
        ("Quimby", "F0"),
        ("QUIMBY+Arial", "AAAAAA+Arial"),
        ("QUIMBY+Quimby", "AAAAAA+F0"),
    ],
)
def test_a_font_keeps_what_readers_look_for_another_one_by(name, new):
    assert renamed(FONT_NAME, name) == [new]


def test_a_letter_gets_a_name_from_which_no_reader_takes_a_character():
    new, variant = renamed(GLYPH, "Quimby", "a.quimby")
    assert new == "zzaaa"
    assert variant == "a.zzaab"


def test_a_name_in_an_encoding_of_its_own_is_renamed():
    """Programs of other countries write names as their systems do, in no encoding that a PDF tells of."""

    def build(made: pikepdf.Pdf) -> None:
        page = page_of(made, {}, b"")
        text_in(made, page, "F2", helvetica(BaseFont=pikepdf.Object.parse(b"/#CB#CE#CC#E5")))

    with pikepdf.open(BytesIO(pdf_cleaning.clean(pdf(build)))) as opened:
        assert {str(font.BaseFont) for font in opened.pages[0].Resources.Font.values()} == {"/Helvetica", "/F0"}


def page_with(content: str, **resources) -> bytes:
    return pdf(lambda made: append(made, page_of(made, resources, b""), content))


def cleaned_content(body: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf_cleaning.clean(body))) as opened:
        return opened.pages[0].Contents.read_bytes()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("9 9 1 0 0 1 5 6 cm", b"1 0 0 1 5 6 cm"),
        ("/Ada gs", b"/G0 gs"),
        ("/Perceptual ri", b"/Perceptual ri"),
        ("/DeviceRGB cs", b"/DeviceRGB cs"),
        ("1 0 0 /Ada scn", b"1 0 0 /P0 scn"),
        ("[1 2] 0 d", b"[ 1 2 ] 0 d"),
        ('1 2 (a) "', b'1 2 (a) "'),
        # As some programs write a number less than nothing, and readers read it.
        ("1 0 0 1 --5 6 cm", b"1 0 0 1 --5 6 cm"),
    ],
)
def test_an_instruction_stays_with_the_operands_that_it_has(written, kept):
    assert b" ".join(cleaned_content(page_with(f"{written}\n")).split()).endswith(kept)


@pytest.mark.parametrize(
    "written", ["(a) w", "/Ada ri", "Ada", "1 Ada", "(a) 1 Tj", "/Ada BX2", "(a) (b) 1 0 rg", ") (a) w"]
)
def test_what_is_no_instruction_goes(written):
    assert cleaned_content(page_with(f"{written}\n")) == cleaned_content(page_with(""))


def test_a_long_page_is_read_in_pieces(monkeypatch):
    lines = "".join(f"q {n % 9} 0 0 rg ({WORDS} Q \\) ) Tj <0 f > Tj {n} 0 5 5 re\nf Q % f\n" for n in range(300))
    whole = cleaned_content(page_with(lines))
    monkeypatch.setattr(pdf_content, "PIECE_BYTES", 500)
    assert len(list(pdf_content._split(lines.encode()))) > 20
    assert cleaned_content(page_with(lines)) == whole


def test_a_drawing_that_is_a_pattern_too_is_renamed_once():
    def build(made: pikepdf.Pdf) -> None:
        page = page_of(made, {}, b"")
        square = made.make_stream(b"0 0 9 9 re f", Subtype=Name.Form, BBox=[0, 0, 9, 9])
        tile = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": [0, 0, 9, 9], "XStep": 9, "YStep": 9}
        both = made.make_stream(b"/Quimby Do", Subtype=Name.Form, **tile)
        page.obj.Resources.XObject = Dictionary(X1=both, Quimby=square)
        page.obj.Resources.Pattern = Dictionary(P1=both)

    with pikepdf.open(BytesIO(pdf_cleaning.clean(pdf(build)))) as opened:
        drawings = opened.pages[0].Resources.XObject
        assert drawings.X0.read_bytes() == b"0 0 9 9 re\nf"
        assert drawings.X1.read_bytes() == b"/X0 Do"


def test_an_inline_picture_keeps_its_colours():
    content = "q 90 0 0 90 99 50 cm BI /W 1 /H 1 /CS /Quimby /BPC 8 ID \x7fEI Q\n"
    space = Array([Name.Indexed, Name.DeviceRGB, 255, pikepdf.String(bytes([200, 0, 0]) * 256)])
    body = page_with(content, ColorSpace=Dictionary(Quimby=space))
    before, after = (pypdfium2.PdfDocument(one)[0].render().to_pil() for one in (body, pdf_cleaning.clean(body)))
    assert before.tobytes() == after.tobytes()
    assert b"/ColorSpace /C0" in cleaned_content(body)


def test_a_broken_font_is_not_passed_off_as_clean():
    def build(made: pikepdf.Pdf) -> None:
        page = page_of(made, {}, b"")
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Quimby, Flags=4)
        descriptor.FontFile3 = made.make_stream(b"\x01\x00\x04\x01 broken", Subtype=Name.Type1C)
        text_in(made, page, "F2", helvetica(FontDescriptor=descriptor))

    with pytest.raises(Unclean):
        pdf_cleaning.clean(pdf(build))


def test_a_letter_of_a_compact_font_keeps_each_of_its_codes():
    charset, numbers = [".notdef", "zzaaa"], {".notdef": 0, "zzaaa": 1}
    encoding = [".notdef", "Quimby", "Quimby", "lost"]
    codes = pdf_fonts._renamed_codes(encoding, {"Quimby": "zzaaa"}, charset, numbers, Names())
    assert codes[0] == codes[3] == ".notdef"
    assert codes[1] == "zzaaa"
    assert numbers[codes[2]] == numbers[codes[1]]
    assert charset == [".notdef", codes[1], codes[2]]
