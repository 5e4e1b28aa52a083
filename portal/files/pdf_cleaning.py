"""Removes from a PDF what could act, and who made it, when and where.

Only what a page needs to be shown is written again: pictures without their metadata, annotations without their
authors, and of the catalogue and the pages the keys listed here. Runs only in a sandbox process (portal.core.sandbox).
No Django here.

See docs/requirements/security.md#file-checks, docs/requirements/security.md#file-metadata.
"""

from collections.abc import Iterator, Set
from io import BytesIO

import pikepdf

from portal.files import pdf_images
from portal.files.image_metadata import Unclean

MAX_DEPTH = 50
# Of a document that somebody waits for: ninety pages with tags have some 7,000.
MAX_QUICK_OBJECTS = 100_000
# Keys that start something, carry another file, or say who, when and where: dropped wherever they stand.
ACTIVE_KEYS = frozenset({"/OpenAction", "/AA", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EF", "/XFA", "/AF"})
PERSONAL_KEYS = frozenset({"/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/OPI", "/CreatorInfo", "/Alternates"})
DROPPED_KEYS = ACTIVE_KEYS | PERSONAL_KEYS
ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Sound", "/Movie"}
)
CATALOGUE_KEYS = frozenset(
    {"/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences"}
    | {"/PageLayout", "/PageMode", "/Outlines", "/AcroForm", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OCProperties"}
)
PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents"}
    | {"/Rotate", "/Group", "/Annots", "/StructParents", "/UserUnit", "/Tabs", "/B", "/Dur", "/Trans"}
)
# Notes in the margin are comments, as those of a Word document are; the others carry files, sound or film.
DROPPED_ANNOTATIONS = frozenset(
    {"/Text", "/Popup", "/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Sound", "/Screen", "/Projection"}
)
ANNOTATION_PERSONAL_KEYS = ("/M", "/CreationDate", "/NM", "/Subj", "/Popup", "/IRT", "/RT", "/ExData", "/State", "/TU")
# One of them is in each dictionary that may say something of a person.
TYPE_KEYS = frozenset({"/Rect", "/FT", "/Type", "/S", "/ByteRange", "/Subtype"})
NOTHING: frozenset[str] = frozenset()
LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")


def clean_quickly(body: bytes) -> bytes:
    """Return the cleaned file, while somebody waits for it. Raises Unclean, also for too many objects, and
    pikepdf.PdfError.
    """
    return clean(body, max_objects=MAX_QUICK_OBJECTS)


def clean(body: bytes, *, max_objects: int | None = None) -> bytes:
    """Return the cleaned file. Raises Unclean, pikepdf.PdfError."""
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as opened:
        if max_objects is not None and len(opened.objects) > max_objects:
            raise Unclean("too many objects")
        # A colour profile that pictures share is cleaned once.
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
                _clean_object(thing)
        pages = list(opened.pages)
        for page in pages:
            _clean_page(page)
        _clean_catalogue(opened.Root)
        for key in set(opened.trailer.keys()) - {"/Root", "/Size"}:
            del opened.trailer[key]
        pdf_images.clean_streams(opened)
        # What an earlier revision of the file still held is not written again.
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def _clean_object(thing: pikepdf.Object, depth: int = 0) -> None:
    """Clean what is written in place within the object, too; its neighbours are objects of their own."""
    if depth > MAX_DEPTH:
        raise Unclean("nested too deeply")
    if not isinstance(thing, pikepdf.Array):
        _clean_keys(thing)
    for value in _values(thing):
        is_container = isinstance(value, pikepdf.Dictionary | pikepdf.Array)
        if is_container and not value.is_indirect:
            _clean_object(value, depth + 1)


def _values(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    return iter(list(thing)) if isinstance(thing, pikepdf.Array) else iter([value for _, value in thing.items()])


def _clean_keys(thing: pikepdf.Object) -> None:
    # Asked once: each question to the object costs more than all the sets here, and a file has very many objects.
    keys = set(thing.keys())
    # An action that acts is left empty: others may point at it.
    dropped = keys if _is_unsafe_action(thing, keys) else keys & (DROPPED_KEYS | _personal_keys(thing, keys))
    for key in dropped:
        del thing[key]


def _personal_keys(thing: pikepdf.Object, keys: set[str]) -> Set[str]:
    """Return the keys that say something of a person in a dictionary of this type."""
    if not keys & TYPE_KEYS:
        return NOTHING
    if "/Rect" in keys and "/Subtype" in keys:
        is_field = thing.get("/Subtype") == "/Widget"
        words = set() if thing.get("/Subtype") == "/FreeText" or is_field else {"/Contents"}
        return {*ANNOTATION_PERSONAL_KEYS, *words, "/RC"} | (set() if is_field else {"/T"}) | _signature_keys(thing)
    if "/FT" in keys:
        return {"/TU"} | _signature_keys(thing)
    kind = thing.get("/Type") if "/Type" in keys else None
    if kind == "/StructElem" or {"/S", "/P", "/K"} <= keys:
        return {"/Alt", "/T", "/Ref"}
    # A signature no longer fits the file, and says who signed, when and where.
    if "/ByteRange" in keys or kind in {"/Sig", "/DocTimeStamp"}:
        return keys
    if "/Subtype" in keys and thing.get("/Subtype") == "/Form":
        return {"/Ref", "/PtData", "/Measure"}
    return NOTHING


def _signature_keys(thing: pikepdf.Object) -> set[str]:
    return {"/V", "/Lock", "/SV"} if thing.get("/FT") == "/Sig" else set()


def _is_unsafe_action(thing: pikepdf.Object, keys: set[str]) -> bool:
    if "/S" not in keys:
        return False
    kind = thing.get("/S")
    if kind == "/URI" and isinstance(thing.get("/URI"), pikepdf.String):
        return not bytes(thing.URI).decode("latin-1").strip().lower().startswith(LINK_SCHEMES)
    return kind in ACTIONS


def _clean_page(page: pikepdf.Page) -> None:
    for key in set(page.obj.keys()) - PAGE_KEYS:
        del page.obj[key]
    notes = page.obj.get("/Annots")
    if isinstance(notes, pikepdf.Array):
        shown_notes = [note for note in notes if isinstance(note, pikepdf.Dictionary) and _is_shown(note)]
        page.obj["/Annots"] = pikepdf.Array(shown_notes)


def _is_shown(note: pikepdf.Object) -> bool:
    return note.get("/Subtype") not in DROPPED_ANNOTATIONS


def _clean_catalogue(root: pikepdf.Object) -> None:
    for key in set(root.keys()) - CATALOGUE_KEYS:
        del root[key]
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for key in set(names.keys()) - {"/Dests"}:
            del names[key]
