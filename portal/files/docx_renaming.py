"""Renames what a Word document's author or program could name freely: relations, bookmarks, styles, shapes, prefixes.

Pure; no Django here.
"""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from portal.files.docx_fields import rename_fields
from portal.files.docx_names import BOOKMARK, BUILT_IN_STYLE, MOVE, RELATION, SHAPE, STYLE, Names
from portal.files.docx_xml import OFFICE, OFFICE_NAMESPACES, RELATION_NAMESPACES, VML, WORD_NAMESPACES, drop

XML = "http://www.w3.org/XML/1998/namespace"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Elements whose value is the id of a style.
STYLED = frozenset(
    {"pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink", "clickAndTypeStyle"}
    | {"defaultTableStyle"}
)
# Elements of Word's own vocabulary that hold words for nobody who reads the document.
UNSEEN = frozenset(
    {"aliases", "statusText", "helpText", "entryMacro", "exitMacro", "activeWritingStyle", "captions", "autoCaptions"}
    | {"docPartCategory", "sectionTitle"}
)
# Of Word's own parts, in small letters.
GALLERIES = frozenset(
    {"cover pages", "table of contents", "page numbers", "page numbers (top of page)", "page numbers (bottom of page)"}
    | {"page numbers (margins)", "headers", "footers", "tables", "text boxes", "bibliographies", "equations"}
    | {"quick parts", "watermarks"}
)
USUAL_PREFIX = re.compile(
    r"[acmorvw]|wp|mc|pic|dgm|dsp|sl|wp14|w10|w1[456]|w16(cex|cid|se|du|sdtdh|sdtfl)|wp[cgis]|wne|cx\d?|aink|am3d"
    r"|a1[46]|asvg|thm15|oel|ve|mv|mo|c1[456]|c16r[23]|ns\d+"
)


def rename(roots: Iterable[etree._Element], relations: Iterable[etree._Element]) -> None:
    """Rename everything in the parts of a document. relations: the lists of their relations."""
    names, parts = Names(), list(roots)
    for root in parts:
        _collect(root, names)
    for listed in relations:
        for relation in listed:
            relation.set("Id", names.rename(RELATION, relation.get("Id") or ""))
    for root in parts:
        for element in list(root.iter(etree.Element)):
            _rename_in(element, names)
        rename_fields(root, names)


def _collect(root: etree._Element, names: Names) -> None:
    """Learn the names of bookmarks and styles, which fields go by."""
    for element in _word_elements(root, "bookmarkStart", "style"):
        if etree.QName(element).localname == "bookmarkStart":
            names.rename(BOOKMARK, _get(element, "name"))
        else:
            called = next(_word_elements(element, "name"), None)
            name = "" if called is None else _get(called, "val")
            new_name = names.set_style(_get(element, "styleId"), name)
            if called is not None:
                _set(called, "val", new_name)


def _word_elements(root: etree._Element, *locals_: str) -> Iterator[etree._Element]:
    return root.iter(*(f"{space}{local}" for space in WORD_NAMESPACES for local in locals_))


def _get(element: etree._Element, bare: str) -> str:
    return next((value for name, value in element.attrib.items() if etree.QName(name).localname == bare), "")


def _set(element: etree._Element, bare: str, value: str) -> None:
    for name in element.attrib:
        if etree.QName(name).localname == bare:
            element.set(name, value)


def _rename_in(element: etree._Element, names: Names) -> None:
    for name, value in element.attrib.items():
        if name.startswith(RELATION_NAMESPACES):
            element.set(name, names.rename(RELATION, value))
    local = etree.QName(element).localname
    if element.tag.startswith(WORD_NAMESPACES):
        _rename_word(element, local, names)
    elif element.tag.startswith((VML, OFFICE)):
        _rename_shape(element, names)
    elif local == "dataModelExt" and (related := _get(element, "relId")):
        _set(element, "relId", names.rename(RELATION, related))
    elif local in {"theme", "clrScheme", "fontScheme", "fmtScheme", "custClr"}:
        _set(element, "name", "Theme")
    elif local == "themeFamily":
        drop(element)


def _rename_word(element: etree._Element, local: str, names: Names) -> None:
    parent = element.getparent()
    within = "" if parent is None else etree.QName(parent).localname
    if local in UNSEEN or (local == "name" and within == "abstractNum") or _is_foreign(element, local):
        drop(element)
    elif local in STYLED:
        _set(element, "val", names.rename(STYLE, _get(element, "val")))
    elif local == "style":
        _set(element, "styleId", names.rename(STYLE, _get(element, "styleId")))
    elif local == "bookmarkStart":
        _set(element, "name", names.rename(BOOKMARK, _get(element, "name")))
    elif local in {"moveFromRangeStart", "moveToRangeStart"}:
        _set(element, "name", names.rename(MOVE, _get(element, "name")))
    elif local == "name" and within == "ffData":
        _set(element, "val", names.rename(BOOKMARK, _get(element, "val")))
    elif local == "hyperlink" and (anchor := _get(element, "anchor")):
        _set(element, "anchor", names.rename(BOOKMARK, anchor))
    elif local in {"customXml", "smartTag"}:
        _set(element, "element", "part")
        _set(element, "uri", "")
    elif local == "listItem" and (shown := _get(element, "displayText")):
        _set(element, "value", shown)
    elif local in {"dropDownList", "comboBox"}:
        _set(element, "lastValue", "")


def _is_foreign(element: etree._Element, local: str) -> bool:
    """Return whether it is a setting or a name of a list that Word gives no meaning to."""
    if local == "compatSetting":
        return not (_get(element, "uri").endswith("/office/word") and _get(element, "val").isdecimal())
    if local == "lsdException":
        return not BUILT_IN_STYLE.fullmatch(_get(element, "name").lower())
    return local == "docPartGallery" and _get(element, "val").lower() not in GALLERIES


def _rename_shape(element: etree._Element, names: Names) -> None:
    for name, value in element.attrib.items():
        bare = etree.QName(name).localname
        if bare in {"id", "spid"} and not name.startswith(RELATION_NAMESPACES):
            element.set(name, names.rename(SHAPE, value))
        elif bare in {"type", "idref"} and value.startswith("#"):
            element.set(name, f"#{names.rename(SHAPE, value[1:])}")
        elif bare == "style":
            element.set(name, re.sub(r"#([^;\s]+)", lambda match: f"#{names.rename(SHAPE, match[1])}", value))


def rewrite_prefixes(root: etree._Element) -> etree._Element:
    """Return the part with the prefixes that Word uses, where it has words for prefixes."""
    declared = [declaration for _event, declaration in etree.iterwalk(root, events=("start-ns",))]
    spaces = {uri for _prefix, uri in declared}
    if all(not prefix or USUAL_PREFIX.fullmatch(prefix) for prefix, _uri in declared):
        return root
    kept = sorted(uri for uri in spaces - {XML} if OFFICE_NAMESPACES.match(uri))
    new = {f"ns{number}": uri for number, uri in enumerate(kept)}
    prefixes = {uri: prefix for prefix, uri in new.items()}
    return _copied(root, prefixes, None, new)


def _copied(
    element: etree._Element, prefixes: dict[str, str], parent: etree._Element | None, spaces: dict[str, str]
) -> etree._Element:
    new = etree.Element(element.tag, nsmap=spaces) if parent is None else etree.SubElement(parent, element.tag)
    new.text, new.tail = element.text, element.tail
    for name, value in element.attrib.items():
        speaks_of_prefixes = name.startswith(COMPATIBILITY) or etree.QName(name).localname == "Requires"
        new.set(name, _new_prefixes(value, element, prefixes) if speaks_of_prefixes else value)
    for child in element.iterchildren(etree.Element):
        _copied(child, prefixes, new, spaces)
    return new


def _new_prefixes(value: str, element: etree._Element, prefixes: dict[str, str]) -> str:
    new = (prefixes.get(element.nsmap.get(word, ""), "") for word in value.split())
    return " ".join(word for word in new if word)
