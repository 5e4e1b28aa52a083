"""A file without what could act, and without who made it, when and where (security 3.9, 3.10).

Only in a process of its own (portal.core.apart), as the reading is. Each answers with the new bytes, and raises
Unclean for what cannot be cleaned. No Django here.
"""

from io import BytesIO

import pikepdf
from PIL import Image, ImageOps

from portal.files.parsing import MOST_PIXELS

# Keys of a PDF that start something, or carry another file: dropped wherever they stand.
ACTIVE = frozenset({"/OpenAction", "/AA", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EF", "/XFA", "/AF"})
ACTING = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Sound", "/Movie"}
)
WHO_AND_WHEN = frozenset({"/Metadata", "/PieceInfo", "/LastModified", "/Thumb"})
DROPPED = ACTIVE | WHO_AND_WHEN
ATTACHED = frozenset({"/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"})


class Unclean(ValueError):
    """It cannot be cleaned; nothing of it is kept."""


def pdf(body: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                _disarm(thing)
        _disarm(opened.trailer)
        if "/Info" in opened.trailer:
            del opened.trailer["/Info"]
        for page in opened.pages:
            _drop_attachments(page)
        # What an earlier revision of the file still held is not written again.
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def _disarm(thing: pikepdf.Object) -> None:
    """Also what is written in place, within the object. An action that acts is left empty: others may point at it."""
    if thing.get("/S") in ACTING:
        for key in list(thing.keys()):
            del thing[key]
    for key, value in list(thing.items()):
        if key in DROPPED:
            del thing[key]
        else:
            _disarm_value(thing, key, value, depth=0)


def _disarm_value(holder: pikepdf.Object, key: str, value: pikepdf.Object, *, depth: int) -> None:
    if depth > 50 or getattr(value, "is_indirect", False):
        return
    if isinstance(value, pikepdf.Dictionary):
        if value.get("/S") in ACTING:
            del holder[key]
            return
        for inner, deeper in list(value.items()):
            if inner in DROPPED:
                del value[inner]
            else:
                _disarm_value(value, inner, deeper, depth=depth + 1)
    elif isinstance(value, pikepdf.Array):
        for item in list(value):
            if isinstance(item, pikepdf.Dictionary) and not item.is_indirect:
                _disarm(item)


def _drop_attachments(page: pikepdf.Page) -> None:
    notes = page.obj.get("/Annots")
    if isinstance(notes, pikepdf.Array):
        kept = [note for note in notes if note.get("/Subtype") not in ATTACHED]
        page.obj["/Annots"] = pikepdf.Array(kept)


def picture(body: bytes) -> bytes:
    """Drawn anew from its pixels, upright: EXIF, XMP, IPTC, comments, thumbnails and text chunks are gone."""
    out = BytesIO()
    with Image.open(BytesIO(body), formats=("JPEG", "PNG")) as image:
        kind = "PNG" if image.format == "PNG" else "JPEG"
        if image.width * image.height > MOST_PIXELS:
            raise Unclean("too many pixels")
        upright = ImageOps.exif_transpose(image)
        if kind == "JPEG" and upright.mode not in {"L", "RGB", "CMYK"}:
            upright = upright.convert("RGB")
        bare = Image.new(upright.mode, upright.size)
        if palette := upright.getpalette():
            bare.putpalette(palette)
        bare.paste(upright)
        keep = {"transparency": upright.info["transparency"]} if "transparency" in upright.info else {}
        bare.save(out, kind, **({"quality": 90} if kind == "JPEG" else keep))
    return out.getvalue()
