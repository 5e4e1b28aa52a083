"""Pictures that carry a marker, a place and a time wherever such a picture can carry them."""

import struct
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

MARKER = "Margaret-Quimby-4711"
RED, BLUE = (220, 20, 20), (20, 20, 220)
SIZE = (24, 12)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f'<rdf:Description exif:GPSLatitude="51,30N" dc:creator="{MARKER}"/></rdf:RDF></x:xmpmeta>'
).encode()

pillow_heif.register_heif_opener(thumbnails=False)


def drawing(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture that is red on its left and blue on its right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return image.convert(mode)


def profile() -> bytes:
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    body = bytearray(made.tobytes())
    at = body.find("sRGB".encode("utf-16-be"))
    assert at > 0
    text = MARKER[:12].encode("utf-16-be")
    body[at : at + len(text)] = text
    return bytes(body)


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x0112], made[0x013B], made[0x0110], made[0x0132] = orientation, MARKER, MARKER, "2026:01:02 03:04:05"
    made.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0), 29: "2026:01:02"})
    return made


def photo(
    kind: str = "JPEG", mode: str = "RGB", orientation: int = 1, shown: Image.Image | None = None, **options
) -> bytes:
    out = BytesIO()
    more = {"xmp": XMP} if kind in {"JPEG", "WEBP"} else {}
    if kind == "JPEG":
        more["comment"] = MARKER
    if kind == "PNG":
        more["pnginfo"] = png_texts()
    if kind in {"JPEG", "PNG", "WEBP"} and mode == "RGB":
        more["icc_profile"] = profile()
    (drawing(mode) if shown is None else shown).save(out, kind, exif=exif(orientation), **more, **options)
    body = out.getvalue()
    if kind == "JPEG":
        segment = b"Photoshop 3.0\x008BIM\x04\x04" + MARKER.encode()
        body = body[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + body[2:] + MARKER.encode()
    return body + MARKER.encode() if kind == "PNG" else body


def png_texts() -> PngInfo:
    texts = PngInfo()
    texts.add_text("Author", MARKER)
    texts.add_text("Comment", MARKER, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return texts


def heic(**options) -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(drawing(size=(64, 64))).save(out, exif=exif().tobytes(), xmp=XMP, **options)
    return out.getvalue()


def jpeg2000(*, with_boxes: bool = True) -> bytes:
    out = BytesIO()
    drawing().save(out, "JPEG2000", no_jp2=not with_boxes, comment=MARKER)
    body = out.getvalue()
    if not with_boxes:
        return body
    box = struct.pack(">I", 8 + len(XMP)) + b"xml " + XMP
    uuid = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + MARKER.encode()
    return body + box + struct.pack(">I", 8 + len(uuid)) + b"uuid" + uuid


def other(kind: str, **options) -> bytes:
    out = BytesIO()
    drawing("P" if kind == "GIF" else "RGB").save(out, kind, **options)
    return out.getvalue()
