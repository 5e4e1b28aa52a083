"""Files as phones and offices make them, with marks of who made them, and files that mean harm."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pillow_heif
from PIL import ExifTags, Image, PngImagePlugin

MARK = "Marker-Person-71f3"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

pillow_heif.register_heif_opener()


def exif() -> Image.Exif:
    said = Image.Exif()
    said[ExifTags.Base.Artist] = MARK
    said[ExifTags.Base.Make] = "Camera"
    said[ExifTags.Base.DateTime] = "2026:03:01 10:00:00"
    place = said.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (51.0, 30.0, 0.0)
    return said


def photo(kind: str = "JPEG") -> bytes:
    out = BytesIO()
    Image.effect_mandelbrot((64, 48), (-3, -2.5, 2, 2.5), 20).convert("RGB").save(out, kind, exif=exif())
    return out.getvalue()


def png_with_text() -> bytes:
    out, said = BytesIO(), PngImagePlugin.PngInfo()
    said.add_text("Author", MARK)
    Image.new("RGB", (8, 8), "red").save(out, "PNG", pnginfo=said)
    return out.getvalue()


def pdf(**extra: object) -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Author"] = MARK
        for key, value in extra.items():
            made.Root[f"/{key}"] = value
        made.save(out)
    return out.getvalue()


def pdf_with_script() -> bytes:
    return pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def locked_pdf() -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    ),
    "word/document.xml": (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:ins w:author="{MARK}" w:date="2026-03-01T10:00:00Z">'
        "<w:r><w:t>They keep the passports.</w:t></w:r></w:ins></w:p></w:body></w:document>"
    ),
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{MARK}</dc:creator></cp:coreProperties>'
    ),
}


def docx() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, text in PARTS.items():
            packed.writestr(name, text)
    return out.getvalue()


def docx_with(name: str, body: bytes) -> bytes:
    out = BytesIO(docx())
    with ZipFile(out, "a") as packed:
        packed.writestr(name, body)
    return out.getvalue()


def big_pixels() -> bytes:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def mp3() -> bytes:
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + MARK.encode() + b"\xff\xfb\x90\x00" + bytes(400)


def mp4(brand: bytes = b"isom") -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00isomiso2" + bytes(200)
