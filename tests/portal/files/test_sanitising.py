"""What is taken out of files that strangers made and colleagues open.

See docs/requirements/security.md#file-checks, docs/requirements/security.md#file-metadata.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.core import sandbox
from portal.files import docx, docx_cleaning, file_types, pdf_cleaning, sanitising

SECRET = "Margaret Hidden"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# --- PDF -----------------------------------------------------------------------------------------------------------


def armed_pdf() -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.Root.AA = pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x"))
        made.Root.AcroForm = pikepdf.Dictionary(XFA="x", Fields=pikepdf.Array([]))
        made.docinfo["/Author"] = SECRET
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = [SECRET]
        made.attachments["hidden.txt"] = b"hidden"
        link = pikepdf.Dictionary(
            Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://a.example")
        )
        far = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=made.make_indirect(launch))
        clip = pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Contents="hidden")
        made.pages[0].obj["/Annots"] = pikepdf.Array([link, far, clip])
        made.save(out)
    return out.getvalue()


def everything_in(body: bytes) -> str:
    with pikepdf.open(BytesIO(body)) as opened:
        return "\n".join(str(dict(one)) if isinstance(one, pikepdf.Dictionary) else str(one) for one in opened.objects)


@pytest.mark.parametrize(
    "word", ["JavaScript", "Launch", "OpenAction", "/AA", "XFA", "EmbeddedFile", "FileAttachment", "Metadata", SECRET]
)
def test_nothing_of_a_pdf_acts_or_says_who_made_it(word):
    body = armed_pdf()
    assert word.strip("/") in everything_in(body) + body.decode("latin-1")
    clean = pdf_cleaning.clean(body)
    assert word not in everything_in(clean)
    assert word.encode() not in clean


def test_a_pdf_keeps_its_pages_and_links():
    with pikepdf.open(BytesIO(pdf_cleaning.clean(armed_pdf()))) as opened:
        assert len(opened.pages) == 1
        assert str(opened.pages[0].Annots[0].A.URI) == "https://a.example"


# --- Pictures ------------------------------------------------------------------------------------------------------


def test_a_photo_loses_where_it_was_taken_and_stands_upright():
    out = BytesIO()
    image = Image.new("RGB", (8, 4), "red")
    exif = image.getexif()
    exif[0x0112], exif[0x013B] = 6, SECRET  # turned by 90 degrees; the artist
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    image.save(out, "JPEG", exif=exif, comment=SECRET)
    assert SECRET.encode() in out.getvalue()
    clean = sanitising.clean_picture(out.getvalue())
    with Image.open(BytesIO(clean)) as opened:
        assert opened.size == (4, 8)
        assert not opened.getexif()
    assert SECRET.encode() not in clean


def test_a_png_loses_its_texts_and_keeps_what_is_transparent():
    texts, out = PngInfo(), BytesIO()
    texts.add_text("Author", SECRET)
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(out, "PNG", pnginfo=texts)
    clean = sanitising.clean_picture(out.getvalue())
    assert SECRET.encode() not in clean
    with Image.open(BytesIO(clean)) as opened:
        assert opened.getpixel((0, 0))[3] == 0


# --- Word ----------------------------------------------------------------------------------------------------------


def document(parts: dict[str, str] | None = None, *, text: str = "<w:p/>", without: str = "") -> bytes:
    """A small honest document, and what a test adds to it."""
    whole = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships {RELS}><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        f'Target="word/document.xml"/><Relationship Id="r2" Type="{OFFICE}/core" Target="docProps/core.xml"/>'
        "</Relationships>",
        "docProps/core.xml": f"<p>{SECRET}</p>",
        "word/comments.xml": f"<w:comments {WORD}><w:comment>{SECRET}</w:comment></w:comments>",
        "word/_rels/document.xml.rels": f'<Relationships {RELS}><Relationship Id="r1" Type="{OFFICE}/comments" '
        f'Target="comments.xml"/><Relationship Id="r2" Type="{OFFICE}/hyperlink" Target="https://a.example" '
        'TargetMode="External"/></Relationships>',
        "word/document.xml": f"<w:document {WORD}><w:body>{text}</w:body></w:document>",
        **(parts or {}),
    }
    whole.pop(without, None)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in whole.items():
            packed.writestr(name, content)
    return out.getvalue()


def relation(kind: str, target: str) -> dict[str, str]:
    line = f'<Relationship Id="x" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": f"<Relationships {RELS}>{line}</Relationships>"}


SPLIT = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>'
    '<w:r><w:instrText>AUTO c:\\\\cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (document(), ""),
        (document({"word/vbaProject.bin": "x"}), "acts"),
        (document({"word/activeX/activeX1.xml": "<a/>"}), "acts"),
        (document({"word/embeddings/oleObject1.bin": "x"}), "acts"),
        (document({"[Content_Types].xml": '<a b="application/vnd.ms-word.document.macroEnabled.main+xml"/>'}), "acts"),
        (document(relation("attachedTemplate", "https://a.example/t.dotm")), "acts"),
        (document(relation("image", "https://a.example/pixel.png")), "acts"),
        (document(text=SPLIT), "acts"),
        (document(text='<w:fldSimple w:instr=" INCLUDETEXT file "/>'), "acts"),
        (document(text='<w:fldSimple w:instr=" HYPERLINK https://a.example/database "/>'), ""),
        (document({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "damaged"),
        (document({"word/document.xml": '<?xml version="1.0" encoding="utf-16"?><a/>'}), "damaged"),
        (document({"../out.xml": "<a/>"}), "damaged"),
        (document(without="word/document.xml"), "damaged"),
        (document({"word/media/big.xml": f"<a>{' ' * 30_000_000}</a>"}), "too_much"),
        (b"PK\x03\x04 and nothing else", "damaged"),
    ],
)
def test_a_document_that_acts_or_reaches_out_is_not_taken(body, problem):
    assert docx.check(body) == problem


def test_a_document_loses_authors_comments_and_properties_and_keeps_its_words():
    text = (
        f'<w:p w:rsidR="00AA11BB"><w:commentRangeStart w:id="0"/><w:ins w:author="{SECRET}" w:date="2026-01-01">'
        "<w:r><w:t>Kept words</w:t></w:r></w:ins></w:p>"
    )
    with ZipFile(BytesIO(docx_cleaning.clean(document(text=text)))) as packed:
        assert set(packed.namelist()) == {
            "[Content_Types].xml",
            "_rels/.rels",
            "word/_rels/document.xml.rels",
            "word/document.xml",
        }
        whole = b"".join(packed.read(name) for name in packed.namelist()).decode()
    assert "Kept words" in whole
    assert "https://a.example" in whole
    for gone in (SECRET, "rsid", "comment", "2026-01-01", "core.xml"):
        assert gone not in whole


def test_each_cleaner_works_shut_in_a_process_of_its_own():
    by_name = {kind.name: kind for kind in file_types.CLEANED}
    assert set(by_name) == {"PDF", "JPG", "PNG", "DOCX"}
    for name, body in (("PDF", armed_pdf()), ("DOCX", document())):
        assert sandbox.run_in_sandbox(by_name[name].read, body, seconds=20, megabytes=512) == ""
        assert file_types.clean_file(by_name[name], body)
