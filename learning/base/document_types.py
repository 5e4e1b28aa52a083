"""What a file for readers really is, told by its bytes: its name alone is not believed.

See docs/requirements/experience.md#document-types.
"""

from codecs import BOM_UTF8
from collections.abc import Callable
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from portal.files import file_types
from portal.files.attachment_types import M4A, MOV, MP3, MP4, TXT
from portal.files.file_types import PDF, Kind

ZIP = b"PK\x03\x04"
MAX_MIMETYPE = 100


def _holds(part: str) -> Callable[[bytes], bool]:
    """Return a check for a file of Office: its main part is there, and no macro."""

    def look(body: bytes) -> bool:
        names = _names(body)
        return part in names and not any(name.lower().endswith("vbaproject.bin") for name in names)

    return look


def _says(mimetype: str) -> Callable[[bytes], bool]:
    """Return a check for an OpenDocument file, which says itself what it is."""

    def look(body: bytes) -> bool:
        if "mimetype" not in _names(body):
            return False
        with ZipFile(BytesIO(body)) as archive, archive.open("mimetype") as said:
            return said.read(MAX_MIMETYPE).decode("ascii", "replace").strip() == mimetype

    return look


def _names(body: bytes) -> set[str]:
    if not body.startswith(ZIP):
        return set()
    try:
        with ZipFile(BytesIO(body)) as archive:
            return set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return set()


def _kind(name: str, extension: str, content_type: str, looks: Callable[[bytes], bool]) -> Kind:
    return Kind(name, (extension,), content_type, ZIP, None, None, looks)


OFFICE, OPEN = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
DOCUMENT_KINDS = (
    PDF,
    _kind("DOCX", "docx", f"{OFFICE}wordprocessingml.document", _holds("word/document.xml")),
    _kind("XLSX", "xlsx", f"{OFFICE}spreadsheetml.sheet", _holds("xl/workbook.xml")),
    _kind("PPTX", "pptx", f"{OFFICE}presentationml.presentation", _holds("ppt/presentation.xml")),
    _kind("ODT", "odt", f"{OPEN}text", _says(f"{OPEN}text")),
    _kind("ODS", "ods", f"{OPEN}spreadsheet", _says(f"{OPEN}spreadsheet")),
    # Sound and film of a course, with its captions.
    MP3,
    M4A,
    Kind("MP4", ("mp4",), "video/mp4", b"", None, None, lambda body: MP4.fits(body) and not MOV.fits(body)),
    Kind("VTT", ("vtt",), "text/vtt", b"", None, None, lambda body: body.removeprefix(BOM_UTF8).startswith(b"WEBVTT")),
    # Anything readable is text, and comes last.
    Kind("TXT or CSV", ("txt", "csv"), TXT.content_type, b"", None, None, TXT.looks),
)


def check_document(name: str, body: bytes) -> None:
    """Return where name and bytes agree on a kind that readers may be given. Raises ValidationError."""
    file_types.identify_kind(name, body, DOCUMENT_KINDS)
