"""Removes from a Word document who made it, when and where, and what they said beside the text.

A part is written again only when a relation that shows something leads to it: body, headers, notes, styles, pictures,
diagrams. Runs only in a sandbox process (portal.core.sandbox). No Django here.

See docs/requirements/security.md#file-metadata.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from portal.files import docx_renaming, docx_xml
from portal.files.docx import MAIN, RELATIONSHIPS, read_parts
from portal.files.docx_images import CONTENT_TYPES, clean_image
from portal.files.image_metadata import Unclean

TYPES = "[Content_Types].xml"
TYPE_NAMESPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
IMAGE, HYPERLINK = "image", "hyperlink"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawingml"
# The parts that show something, and their content types. Comments, people, properties, custom XML, glossary, printers,
# ink, fonts, workbooks, styles for the web and extensions are not here, so they are dropped.
PART_TYPES = {
    "officeDocument": f"{WORD_TYPE}.document.main+xml",
    **{
        kind: f"{WORD_TYPE}.{kind}+xml"
        for kind in ("styles", "numbering", "settings", "fontTable", "footnotes", "endnotes", "header", "footer")
    },
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "themeOverride": "application/vnd.openxmlformats-officedocument.themeOverride+xml",
    "chart": f"{DRAWING_TYPE}.chart+xml",
    "chartUserShapes": f"{DRAWING_TYPE}.chartshapes+xml",
    "chartEx": "application/vnd.ms-office.chartex+xml",
    "diagramData": f"{DRAWING_TYPE}.diagramData+xml",
    "diagramLayout": f"{DRAWING_TYPE}.diagramLayout+xml",
    "diagramQuickStyle": f"{DRAWING_TYPE}.diagramStyle+xml",
    "diagramColors": f"{DRAWING_TYPE}.diagramColors+xml",
    "diagramDrawing": "application/vnd.ms-office.drawingml.diagramDrawing+xml",
}
# The addresses that begin a relation's type: of both editions of the standard, and of Microsoft for two kinds.
STANDARD_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
)
MICROSOFT_RELATIONS = {
    "diagramDrawing": "http://schemas.microsoft.com/office/2007/relationships/",
    "chartEx": "http://schemas.microsoft.com/office/2014/relationships/",
}
SHOWN_RELATIONS = frozenset(
    {
        f"{start}{kind}"
        for kind in {*PART_TYPES, IMAGE, HYPERLINK} - MICROSOFT_RELATIONS.keys()
        for start in STANDARD_RELATIONS
    }
    | {f"{start}{kind}" for kind, start in MICROSOFT_RELATIONS.items()}
)
RELATION_ATTRIBUTES = frozenset({"Id", "Type", "Target", "TargetMode"})
PACKAGE_TYPES = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
EMPTY_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
EMPTY_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
# Kinds of picture that stand beside another one, which is the one that is shown.
SPARE_PICTURES = (".svg", ".wdp")


@dataclass
class _Package:
    """The parts of a document. kept, relations, kinds: by the part's old name. renamed: old name to new one."""

    parts: Mapping[str, bytes]
    kept: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    relations: dict[str, etree._Element] = field(default_factory=dict)


def clean(body: bytes) -> bytes:
    """Return the cleaned document. Raises docx.Unsafe, and Unclean for a picture that cannot be cleaned."""
    package = _Package(read_parts(body))
    pictures = _walk(package)
    roots = {name: docx_xml.parse(package.parts[name]) for name in package.kept if name.endswith(".xml")}
    for name, root in roots.items():
        docx_xml.clean_part(root, _relation_ids(package, name))
    _clean_pictures(package, pictures, roots)
    docx_renaming.rename(roots.values(), package.relations.values())
    roots = {name: docx_renaming.rewrite_prefixes(root) for name, root in roots.items()}
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as written:
        _write(written, TYPES, docx_xml.serialise(_content_types(package)))
        for source, root in package.relations.items():
            _write(written, _relations_name(package.renamed.get(source, source)), docx_xml.serialise(root))
        for name, content in package.kept.items():
            _write(
                written,
                package.renamed.get(name, name),
                docx_xml.serialise(roots[name]) if name in roots else content,
            )
    return out.getvalue()


def _write(written: ZipFile, name: str, content: bytes) -> None:
    # Pictures are packed already.
    how = ZIP_STORED if name.startswith("word/media/") else ZIP_DEFLATED
    written.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, how)


def _walk(package: _Package) -> set[str]:
    """Keep every part that a shown relation leads to; return the names of the pictures among them."""
    pictures: set[str] = set()
    waiting, seen = [""], {""}
    while waiting:
        source = waiting.pop()
        body = package.parts.get(_relations_name(source))
        if body is None:
            continue
        # Written anew: words may stand between the relations, too.
        root = package.relations[source] = etree.fromstring(EMPTY_RELATIONS)
        root.extend(docx_xml.parse(body).iterchildren(RELATIONSHIPS))
        for relation in list(root):
            _clean_relation(relation)
            kind, target = _kind(relation), _target(source, relation)
            if not _is_shown(package, relation, kind, target):
                root.remove(relation)
                continue
            if relation.get("TargetMode") == "External":
                continue
            package.kept[target] = package.parts[target]
            if kind == IMAGE:
                pictures.add(target)
            else:
                package.kinds[target] = kind
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    if MAIN not in package.kept:
        package.kept[MAIN] = package.parts[MAIN]
    package.kinds[MAIN] = "officeDocument"
    # People name files after what they show.
    others = sorted(package.kinds.keys() - {MAIN} - pictures)
    package.renamed |= {name: f"word/{package.kinds[name]}{n}.xml" for n, name in enumerate(others, start=1)}
    return pictures


def _clean_relation(relation: etree._Element) -> None:
    for child in list(relation):
        relation.remove(child)
    relation.text = relation.tail = None
    for name in set(relation.attrib) - RELATION_ATTRIBUTES:
        del relation.attrib[name]


def _is_shown(package: _Package, relation: etree._Element, kind: str, target: str) -> bool:
    if relation.get("Type") not in SHOWN_RELATIONS:
        return False
    if relation.get("TargetMode") == "External":
        # A link to the writer's own disk or network names them.
        return kind == HYPERLINK and (relation.get("Target") or "").strip().lower().startswith(docx_xml.LINK_SCHEMES)
    if kind == HYPERLINK or target not in package.parts:
        return False
    if kind == IMAGE:
        return not target.lower().endswith(SPARE_PICTURES)
    return target.endswith(".xml")


def _kind(relation: etree._Element) -> str:
    return (relation.get("Type") or "").rpartition("/")[2]


def _target(source: str, relation: etree._Element) -> str:
    """Return the name of the part that the relation leads to; targets are named from the source's folder."""
    target = relation.get("Target") or ""
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _relations_name(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation_ids(package: _Package, source: str) -> set[str]:
    root = package.relations.get(source)
    return set() if root is None else {relation.get("Id") or "" for relation in root}


def _clean_pictures(package: _Package, pictures: set[str], roots: dict[str, etree._Element]) -> None:
    """Strip each picture, and call it by a number."""
    for number, name in enumerate(sorted(pictures), start=1):
        uses = [use for source in roots for use in _uses(package, source, roots[source], name)]
        may_turn = not any(docx_xml.is_rotated(use) for use in uses)
        cleaned = clean_image(package.parts[name], may_turn=may_turn)
        package.kept[name] = cleaned.body
        package.renamed[name] = f"word/media/image{number}.{cleaned.extension}"
        if cleaned.is_sideways:
            for use in uses:
                docx_xml.swap_sides(use)
    for source, root in package.relations.items():
        for relation in root:
            new_name = package.renamed.get(_target(source, relation))
            if new_name and relation.get("TargetMode") != "External":
                relation.set("Target", f"/{new_name}")


def _uses(package: _Package, source: str, root: etree._Element, picture: str) -> list[etree._Element]:
    relations = package.relations.get(source)
    if relations is None:
        return []
    ids = {
        relation.get("Id")
        for relation in relations
        if _kind(relation) == IMAGE and _target(source, relation) == picture
    }
    return docx_xml.pictures_by_relation(root, ids)


def _content_types(package: _Package) -> etree._Element:
    if TYPES not in package.parts:
        raise Unclean("no content types")
    root = etree.fromstring(EMPTY_TYPES)
    extensions = {name.rpartition(".")[2] for name in package.renamed.values()} | {"rels", "xml"}
    for extension, content_type in (PACKAGE_TYPES | CONTENT_TYPES).items():
        if extension in extensions:
            etree.SubElement(root, f"{TYPE_NAMESPACE}Default", Extension=extension, ContentType=content_type)
    for name, kind in package.kinds.items():
        part = f"/{package.renamed.get(name, name)}"
        etree.SubElement(root, f"{TYPE_NAMESPACE}Override", PartName=part, ContentType=PART_TYPES[kind])
    return root
