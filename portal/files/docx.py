"""Checks a Word document part by part; portal.files.docx_cleaning writes it anew.

Only in a process of its own (portal.core.sandbox). No Django here.

See docs/requirements/security.md#sandbox.
"""

import codecs
import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

# A later import would find no file to open.
codecs.lookup("cp437")

MEGABYTE = 1024 * 1024
MAX_ENTRIES, MAX_BYTES, MAX_PART_BYTES = 2000, 200 * MEGABYTE, 100 * MEGABYTE
MAX_RATIO, MAX_TOTAL_RATIO = 100, 50
# A short part packs well by chance: only what grows large is asked for its ratio.
RATIO_FROM = MEGABYTE
MAIN = "word/document.xml"
# What acts, or carries another file. A document with any of it is not taken.
REFUSED = re.compile(
    r"vbaProject|vbaData|/activeX/|/embeddings/|/ctrlProps/|/externalLinks/|\.bin$|\.exe$|/attachedToolbars|/afchunk",
    re.I,
)
MACROS = re.compile(r"macroEnabled|vbaProject|application/vnd\.ms-office\.activeX|oleObject", re.I)
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
HYPERLINK = "/hyperlink"
# Word names the template on the writer's own disk. It fetches nothing, and cleaning drops it.
LOCAL_TEMPLATE = re.compile(r"(file:/{2,3})?([A-Za-z]:[\\/]|[^\\/:]+$)")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A field of these fetches or starts something when the document is opened.
FETCHING = frozenset({"DDEAUTO", "DDE", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "DATABASE"})


class Unsafe(ValueError):
    """The document is not taken. The message is a key of portal.files.file_types.SENTENCES."""


def check(body: bytes) -> str:
    """Return the name of a problem, or an empty string."""
    try:
        read_parts(body)
    except Unsafe as problem:
        return str(problem)
    except (BadZipFile, etree.XMLSyntaxError, OSError, ValueError, RuntimeError, NotImplementedError):
        return "damaged"
    return ""


def read_parts(body: bytes) -> dict[str, bytes]:
    """Return every part by its name. Declared sizes are checked first and never trusted. Raises Unsafe."""
    with ZipFile(BytesIO(body)) as packed:
        entries = packed.infolist()
        _must_be_modest(entries)
        names = {entry.filename for entry in entries}
        if len(names) != len(entries) or any(_leads_out(name) for name in names) or MAIN not in names:
            raise Unsafe("damaged")
        if any(REFUSED.search(f"/{name}") for name in names):
            raise Unsafe("acts")
        parts = {entry.filename: _read(packed, entry) for entry in entries if not entry.is_dir()}
    if MACROS.search(parts.get("[Content_Types].xml", b"").decode("utf-8", "replace")):
        raise Unsafe("acts")
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            _must_be_plain(name, _parsed(content))
    return parts


def _must_be_modest(entries: list[ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unsafe("locked")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise Unsafe("too_much")
    packed = sum(entry.compress_size for entry in entries) or 1
    total = sum(entry.file_size for entry in entries)
    if total > RATIO_FROM and total / packed > MAX_TOTAL_RATIO:
        raise Unsafe("too_much")
    for entry in entries:
        is_steep = entry.file_size > RATIO_FROM and entry.file_size / (entry.compress_size or 1) > MAX_RATIO
        if entry.file_size > MAX_PART_BYTES or is_steep:
            raise Unsafe("too_much")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name


def _read(packed: ZipFile, entry: ZipInfo) -> bytes:
    with packed.open(entry) as opened:
        content = opened.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise Unsafe("too_much")
    return content


def _parsed(content: bytes) -> etree._Element:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
        raise Unsafe("damaged")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unsafe("damaged")
    return root


def _must_be_plain(name: str, root: etree._Element) -> None:
    """Require that no connection leads outwards but a link to click, and that no field fetches. Raises Unsafe."""
    for relation in root.iter(RELATIONSHIPS):
        if relation.get("TargetMode") == "External" and not _is_harmless(relation):
            raise Unsafe("acts")
    if name.startswith("word/") and any(FETCHING & set(text.upper().split()[:1]) for text in _fields(root)):
        raise Unsafe("acts")


def _is_harmless(relation: etree._Element) -> bool:
    kind = relation.get("Type") or ""
    is_template = kind.endswith("/attachedTemplate") and LOCAL_TEMPLATE.match(relation.get("Target") or "")
    return kind.endswith(HYPERLINK) or bool(is_template)


def _fields(root: etree._Element) -> list[str]:
    """Return the instruction of each field, put together from its runs; a field may stand within another."""
    instructions: list[str] = []
    within: list[int] = []
    for element in root.iter(f"{WORD}fldSimple", f"{WORD}fldChar", f"{WORD}instrText"):
        if element.tag == f"{WORD}fldSimple":
            instructions.append(element.get(f"{WORD}instr") or "")
        elif element.tag == f"{WORD}instrText":
            if not within:
                within.append(len(instructions))
                instructions.append("")
            instructions[within[-1]] += element.text or ""
        elif element.get(f"{WORD}fldCharType") == "begin":
            within.append(len(instructions))
            instructions.append("")
        elif element.get(f"{WORD}fldCharType") == "end" and within:
            within.pop()
    return instructions
