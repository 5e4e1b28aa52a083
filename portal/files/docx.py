"""Checks a Word document part by part; portal.files.docx_cleaning writes it anew.

Only in a process of its own (portal.core.sandbox). No Django here.

See docs/requirements/security.md#sandbox.
"""

import re
from io import BytesIO

from lxml import etree

from portal.files.zip_guard import Flaw, GuardedZip, Limits

MEGABYTE = 1024 * 1024
LIMITS = Limits(
    entries=2000,
    total_bytes=200 * MEGABYTE,
    entry_bytes=100 * MEGABYTE,
    held_bytes=100 * MEGABYTE,
    ratio=100,
    total_ratio=50,
)
# What the person reads; every other flaw is damage.
PROBLEMS = {
    Flaw.LOCKED: "locked",
    Flaw.TOO_MANY_PARTS: "too_much",
    Flaw.BOMB: "too_much",
    Flaw.LIES: "too_much",
}
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
    except (etree.XMLSyntaxError, OSError, ValueError, RuntimeError):
        return "damaged"
    return ""


def read_parts(body: bytes) -> dict[str, bytes]:
    """Return every part by its name. Raises Unsafe."""
    packed = GuardedZip(BytesIO(body), LIMITS, refuse=lambda flaw, name: Unsafe(PROBLEMS.get(flaw, "damaged")))
    if MAIN not in packed or any("\\" in info.orig_filename for info in packed.entries.values()):
        raise Unsafe("damaged")
    if any(REFUSED.search(f"/{name}") for name in packed.entries):
        raise Unsafe("acts")
    parts = {name: packed.read(name) for name in packed.entries}
    if MACROS.search(parts.get("[Content_Types].xml", b"").decode("utf-8", "replace")):
        raise Unsafe("acts")
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            _must_be_plain(name, _parsed(content))
    return parts


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
