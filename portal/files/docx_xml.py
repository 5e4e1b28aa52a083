"""Removes names, times, paths and hidden descriptions from the XML of a Word document's parts. Pure; no Django here."""

import re
from collections.abc import Container

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD_NAMESPACES = (
    WORD,
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
VML = "{urn:schemas-microsoft-com:vml}"
RELATION_NAMESPACES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
# Vocabularies that a program shows. Elements and attributes of others are somebody's own.
OFFICE_NAMESPACES = re.compile(
    r"(http://schemas\.openxmlformats\.org/(officeDocument|wordprocessingml|drawingml|markup-compatibility|schemaLibrary)/"
    r"|http://schemas\.microsoft\.com/(office|ink)/[\w./]+$|http://purl\.oclc\.org/ooxml/"
    r"|urn:schemas-microsoft-com:(office|vml)|http://www\.w3\.org/XML/1998/namespace$)"
)
# Word writes this when somebody asks it to remove personal information: the schema wants an author.
ANONYMOUS = "Author"
LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")
# Local names, for Word has several namespaces for the same things.
DROPPED_ELEMENTS = frozenset(
    {"commentRangeStart", "commentRangeEnd", "commentReference", "rsids", "docVars", "attachedTemplate", "mailMerge"}
    | {"printerSettings", "fldData", "smartTagPr", "customXmlPr", "dataBinding", "permStart", "permEnd"}
    | {"tblCaption", "tblDescription", "docId", "attachedSchema", "schemaLibrary", "saveThroughXslt", "externalData"}
    | {"hlinkClick", "hlinkHover", "hlinkMouseOver", "writeProtection"}
    | {"documentProtection", "webVideoPr", "contentPart", "pivotSource", "printSettings"}
    | {"embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "fullRef", "levelRef", "formulaRef"}
    | {"filteredSeriesTitle", "filteredCategoryTitle", "filteredAreaSeries", "filteredBarSeries", "filteredLineSeries"}
    | {"filteredPieSeries", "filteredRadarSeries", "filteredScatterSeries", "filteredSurfaceSeries"}
    | {"filteredBubbleSeries", "categoryFilterExceptions", "sampData"}
)
# Charts say here in which workbook, on whose disk, their numbers are. The numbers stand beside it.
CHARTS = re.compile(
    r"\{http://(schemas\.(openxmlformats|microsoft)\.[a-z/0-9]*/(2006|\d{4}(/\d+)?)/|purl\.oclc\.org/.*/)[a-zA-Z]*chart"
)
FORMULAS = frozenset({"f", "nf", "sqref"})
# Of a diagram, what its author called it.
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
DIAGRAM_NAMES = frozenset({"title", "desc"})
# Names of Word's content controls; other vocabularies use these words for what is shown.
CONTROL_ELEMENTS = frozenset({"alias", "tag", "placeholder"})
DROPPED_ATTRIBUTES = frozenset(
    {"date", "initials", "dateUtc", "paraId", "textId", "anchorId", "editId", "gfxdata", "userId", "providerId"}
    | {"descr", "tooltip", "docLocation", "base", "providerid", "href", "presenceInfo"}
)
# Titles and names that are shown nowhere but in a picture's properties; those of other elements mean something.
PICTURE_PROPERTIES = frozenset({"docPr", "cNvPr"})
SESSION = re.compile(r"rsid", re.IGNORECASE)


def parse(content: bytes) -> etree._Element:
    """Return the root, without comments and processing instructions."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(content, parser)


def serialise(root: etree._Element) -> bytes:
    """Return the XML of a part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def clean_part(root: etree._Element, relation_ids: Container[str]) -> None:
    """Clean one part in place. relation_ids: the relations that it still has."""
    for number, element in enumerate(list(root.iter(etree.Element)), start=1):
        local = etree.QName(element).localname
        if element.getparent() is not None and _is_dropped(element, local):
            drop(element)
        else:
            _clean_attributes(element, local, number, relation_ids)
            if local in FORMULAS and CHARTS.match(element.tag):
                element.text = ""
    etree.cleanup_namespaces(
        root, keep_ns_prefixes=[prefix for prefix, uri in root.nsmap.items() if prefix and OFFICE_NAMESPACES.match(uri)]
    )


def _is_dropped(element: etree._Element, local: str) -> bool:
    """Return whether the element goes: an extension of a picture carries another copy of it, or the steps that made
    it.
    """
    if local == "extLst":
        return etree.QName(element.getparent()).localname in {"blip", *PICTURE_PROPERTIES}
    if local in CONTROL_ELEMENTS:
        return element.tag.startswith(WORD)
    if local in DIAGRAM_NAMES:
        return element.tag.startswith(DIAGRAM)
    if not OFFICE_NAMESPACES.match(etree.QName(element).namespace or ""):
        return True
    return local in DROPPED_ELEMENTS


def _clean_attributes(element: etree._Element, local: str, number: int, relation_ids: Container[str]) -> None:
    for name in list(element.attrib):
        space, bare = etree.QName(name).namespace, etree.QName(name).localname
        if space and not OFFICE_NAMESPACES.match(space):
            del element.attrib[name]
        elif bare == "author":
            element.set(name, ANONYMOUS)
        elif bare in DROPPED_ATTRIBUTES or SESSION.match(bare) or name == f"{OFFICE}title":
            del element.attrib[name]
        elif local in PICTURE_PROPERTIES and bare in {"name", "title"}:
            _set_or_drop(element, name, f"Picture {number}" if bare == "name" else "")
        elif _is_dangling(name, element, relation_ids) or (element.tag.startswith(VML) and bare in {"alt", "title"}):
            del element.attrib[name]


def _is_dangling(name: str, element: etree._Element, relation_ids: Container[str]) -> bool:
    return name.startswith(RELATION_NAMESPACES) and element.get(name) not in relation_ids


def _set_or_drop(element: etree._Element, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    else:
        del element.attrib[name]


def drop(element: etree._Element) -> None:
    """Take the element out, and keep the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


# --- Where a picture is placed ---------------------------------------------------------------------------------------


def pictures_by_relation(root: etree._Element, ids: Container[str | None]) -> list[etree._Element]:
    """Return the elements that show one of the relations: a blip of a drawing, or the image data of an old shape."""
    return [
        element
        for element in root.iter(f"{DRAWING}blip", f"{VML}imagedata")
        if any(name.startswith(RELATION_NAMESPACES) and value in ids for name, value in element.attrib.items())
    ]


def is_rotated(blip: etree._Element) -> bool:
    """Say whether the document turns the picture itself. An old shape's size is in a style, so it is left alone."""
    if blip.tag == f"{VML}imagedata":
        return True
    frame = _frame(blip)
    return frame is None or any(int(transform.get("rot") or 0) for transform in frame.iter(f"{DRAWING}xfrm"))


def swap_sides(blip: etree._Element) -> None:
    """Exchange width and height of the place where the picture stands."""
    frame = _frame(blip)
    if frame is None:
        return
    for size in [*frame.iter(f"{DRAWING}ext"), *frame.iter(f"{PLACED}extent")]:
        if size.get("cx") and size.get("cy"):
            width, height = size.get("cx"), size.get("cy")
            size.set("cx", height)
            size.set("cy", width)


def _frame(blip: etree._Element) -> etree._Element | None:
    return next(blip.iterancestors(f"{PLACED}inline", f"{PLACED}anchor"), None)
