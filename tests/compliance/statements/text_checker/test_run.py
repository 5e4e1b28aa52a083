"""Files that are scans, locked, damaged or made to do harm: each gets its code, and nothing is parsed here."""

import io
import json
import sys
import zipfile
import zlib
from io import StringIO

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from weasyprint import HTML

from compliance.statements.text_checker import parse_file, run, sandbox
from compliance.statements.text_checker.pdf_layout import Row, in_order
from compliance.statements.text_checker.rules.criteria import criteria, judge
from compliance.statements.text_checker.rules.dehyphenate import from_text
from tests.compliance.statements.text_checker import writers
from tests.compliance.statements.text_checker.written import STATEMENTS
from tests.support.work import count_steps

# A text of a thousand words takes millions.
MAX_STEPS_HERE = 20_000
WORD = writers.WORD


def pdf(page=None, **saved) -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(595, 842))
    if page:
        page(made, made.pages[0])
    out = io.BytesIO()
    made.save(out, **saved)
    return out.getvalue()


def scan() -> bytes:
    def draw(made, page):
        out = io.BytesIO()
        Image.new("RGB", (300, 400), "white").save(out, "JPEG")
        image = made.make_stream(out.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=300)
        image.Height, image.ColorSpace, image.BitsPerComponent = 400, pikepdf.Name.DeviceRGB, 8
        image.Filter = pikepdf.Name.DCTDecode
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        page.Contents = made.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")

    return pdf(draw)


def bomb_pdf() -> bytes:
    """400 MB of operators in half a megabyte."""

    def draw(made, page):
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(b"BT (x) Tj ET " * 80_000) for _ in range(400)) + packer.flush()
        stream = made.make_stream(b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        page.Contents = stream

    return pdf(draw)


def busy_pdf() -> bytes:
    """Forms within forms, each drawn ten times."""

    def draw(made, page):
        inner = made.make_stream(b"BT /F1 9 Tf (word) Tj ET " * 50)
        for _level in range(9):
            inner.Type, inner.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            inner.BBox = pikepdf.Array([0, 0, 600, 900])
            outer = made.make_stream(b"/X Do " * 10)
            outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
            inner = outer
        inner.Type, inner.Subtype, inner.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 600, 900])
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        page.Contents = made.make_stream(b"/X Do")

    return pdf(draw)


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO(writers.docx_of("<w:p/>"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return out.getvalue()


def docx(document: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", writers.TYPES)
        archive.writestr("word/document.xml", document)
    return out.getvalue()


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "'
    + "x" * 1000
    + '">'
    + "".join(f'<!ENTITY {chr(99 + n)} "{f"&{chr(98 + n)};" * 10}">' for n in range(8))
    + f']><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>'
)
COUNTLESS = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 999999/Kids[2 0 R]>>endobj "
    b"trailer<</Root 1 0 R>>"
)
HOSTILE = {
    "bomb.pdf": (bomb_pdf, {"refused", "damaged"}),
    "busy.pdf": (busy_pdf, {"refused", "no_text", "damaged"}),
    "cut.pdf": (lambda: writers.by_hand(STATEMENTS[0])[:400], {"damaged"}),
    "nothing.pdf": (lambda: b"%PDF-1.7\n" + b"\x00" * 5000, {"damaged"}),
    "many.pdf": (lambda: COUNTLESS, {"damaged", "too_big", "refused", "no_text"}),
    "locked.pdf": (lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")), {"locked"}),
    "entities.docx": (lambda: docx(ENTITIES), {"damaged"}),
    "bomb.docx": (lambda: packed(word__media__a_xml=b"\0" * 200_000_000), {"refused"}),
    "macro.docx": (lambda: packed(word__vbaProject_bin=b"x" * 100), {"refused"}),
    "deep.docx": (lambda: docx(f'<w:document xmlns:w="{WORD}">' + "<w:p>" * 300_000), {"damaged", "refused"}),
    "other.zip": (lambda: packed()[:60], {"damaged"}),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, {"refused"}),
    "program": (lambda: b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(32)) * 50, {"refused"}),
    "long.txt": (lambda: b"word " * 400_000, {"too_big"}),
    "slow.txt": (lambda: b"Director\n" * 80_000, {"refused", "too_big"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_do_harm_is_refused_in_another_process(name):
    make, codes = HOSTILE[name]
    body = make()
    refused, steps = count_steps(lambda: refuse(body))
    assert refused.code in codes
    assert steps < MAX_STEPS_HERE


def refuse(body: bytes) -> run.NotRead:
    with pytest.raises(run.NotRead) as refused:
        run.examine(body)
    return refused.value


def test_a_stuck_page_is_refused_within_two_seconds_of_work_and_any_file_within_ten():
    """What is hostile ends by time; what can be read ends by counts, far below these."""
    assert sandbox.STUCK < 2 and sandbox.READING < 10
    assert sandbox.READING < sandbox.ALL < run.SECONDS


def test_each_page_has_its_own_time():
    pages = []
    parse_file.read_marked(writers.by_hand(STATEMENTS[0]), at_page=lambda: pages.append(1))
    assert len(pages) == 1 + len(pikepdf.open(io.BytesIO(writers.by_hand(STATEMENTS[0]))).pages)


def test_a_text_of_a_hundred_thousand_words_is_answered_whole():
    """Counts decide, and no time: the sign-off stands behind 600,000 characters."""
    line = "We sell tea to shops in the north, and have done so for many years.\n"
    sign_off = "This statement was approved by the Board of Directors on 3 May 2024.\n"
    body = (line * 9_000 + sign_off).encode()
    assert 600_000 < len(body) < parse_file.MAX_CHARACTERS
    examined = run.examine(body)
    told = {one.criterion.code: one.sentence for one in examined.judged}
    assert told["law_approval"] == sign_off.strip()


def test_what_is_longer_than_five_hundred_pages_is_too_big(monkeypatch):
    assert refuse(b"word " * 160_001).code == "too_big"
    monkeypatch.setattr(parse_file, "MAX_LINES", 1)
    assert parse_file.read(b"We sell tea to shops.\n\nWe wash cups of them.\n")
    with pytest.raises(parse_file.Refused, match="too_big"):
        parse_file.read(b"We sell tea to shops.\n\nWe buy cups in the north.\n\nWe wash both of them.\n")


def test_a_scan_has_no_text():
    with pytest.raises(run.NotRead) as refused:
        run.examine(scan())
    assert refused.value.code == "no_text"


def test_the_command_prints_what_decisions_say(tmp_path, capsys):
    good, bad = tmp_path / "good.docx", tmp_path / "scan.pdf"
    good.write_bytes(writers.as_docx(STATEMENTS[0]))
    bad.write_bytes(scan())
    out, err = StringIO(), StringIO()
    call_command("check_statement", str(good), str(bad), "--json", stdout=out, stderr=err)
    told = json.loads(out.getvalue())
    assert [one["file"] for one in told] == [str(good), str(bad)]
    assert told[0]["error"] is None and told[1]["criteria"] == []
    assert told[1]["error"]["code"] == "no_text" and told[1]["error"]["message"]
    assert [one["id"] for one in told[0]["criteria"]] == [one.code for one in criteria()]
    for one in told[0]["criteria"]:
        assert set(one) == {"id", "result", "sentence", "status", "doubt"} and one["result"] in {
            "found",
            "not_found",
            "unclear",
        }
        assert (one["sentence"] is not None) == (one["result"] == "found")
    assert err.getvalue().count(" s\n") == 2
    call_command("check_statement", str(good), str(bad), stdout=out, stderr=err)
    assert "law_approval: found “This statement was approved" in out.getvalue()


def test_a_file_that_is_not_there_ends_with_2():
    with pytest.raises(CommandError) as error:
        call_command("check_statement", "/nowhere/at/all.pdf")
    assert error.value.returncode == 2 and "cannot be read" in str(error.value)


def test_forty_pages_are_judged_in_few_steps():
    """Each word is looked at some 80 times, so a statement twice as long takes twice as many."""
    one = STATEMENTS[0]
    inner = "".join(
        f"<h2>Part {n}</h2>" + f"<p>We reviewed supplier {n} and its risks of slavery.</p>" * 40 for n in range(39)
    )
    made = HTML(string=f"<style>h2{{break-before:page}}</style>{inner}{writers.as_html(one)}").write_pdf()
    assert len(pikepdf.open(io.BytesIO(made)).pages) >= 40
    examined = run.examine(made)
    assert {one.criterion.code: one.result for one in examined.judged}["law_approval"] == "found"
    _, steps = count_steps(lambda: judge(examined.words))
    assert steps < 250 * len(examined.words.split())


def test_no_library_of_files_works_in_this_process(monkeypatch):
    """The parsers are made to fail here; the other process has its own."""
    import pypdfium2

    monkeypatch.setattr(pypdfium2, "PdfDocument", None)
    assert run.examine(writers.by_hand(STATEMENTS[0])).words
    assert sys.modules["compliance.statements.text_checker.parse_file"]


def test_a_table_is_not_taken_for_columns():
    cells = (("Name", 60), ("4", 300))
    rows = [Row(text, left, left + 60, 700 - 15 * n, 710 - 15 * n) for n in range(6) for text, left in cells]
    assert [text for text, _, _ in in_order(rows)] == ["Name 4"] * 6


def test_every_found_names_its_sentence():
    for one in STATEMENTS[:10]:
        words = from_text(writers.as_text(one).decode())
        for judged in judge(words):
            assert (judged.sentence is not None) == (judged.result == "found"), judged.criterion.code
            assert judged.sentence is None or judged.sentence in " ".join(words.split())
