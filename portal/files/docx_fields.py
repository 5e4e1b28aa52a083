"""Writes the instructions of a Word document's fields again: the kind, its switches, and arguments under new names.

Pure; no Django here.
"""

import re
from collections.abc import Iterator

from lxml import etree

from portal.files.docx_names import BUILT_IN_STYLE, Names
from portal.files.docx_xml import LINK_SCHEMES, WORD_NAMESPACES

# Fields that a reader's program works out anew. Others are shown as they were.
REFERENCES = frozenset({"REF", "PAGEREF", "NOTEREF"})
WORKED_OUT = REFERENCES | frozenset(
    {"TOC", "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "HYPERLINK", "SEQ", "STYLEREF", "DATE", "TIME", "FORMTEXT"}
    | {"FORMCHECKBOX", "FORMDROPDOWN", "INDEX", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT"}
)
# Those whose instruction is what they show.
SHOWN = frozenset({"EQ", "SYMBOL", "ADVANCE", "DISPLAYBARCODE", "BARCODE", "MACROBUTTON", "GOTOBUTTON"})
FROZEN = " ADDIN "
BUTTON = re.compile(r"(?i)^(\s*(?:MACRO|GOTO)BUTTON\s+)(\S+)")
WORD = re.compile(r'"([^"]*)"|[^\s"]+')
FORMATS = frozenset(
    {"MERGEFORMAT", "CHARFORMAT", "ARABIC", "ROMAN", "ALPHABETIC", "ORDINAL", "UPPER", "LOWER", "FIRSTCAP", "CAPS"}
    | {"CARDTEXT", "ORDTEXT", "HEX", "DOLLARTEXT", "ARABICDASH"}
)
DATE_FORMAT = re.compile(r"(?:d{1,4}|M{1,4}|y{2,4}|h{1,2}|H{1,2}|m{1,2}|s{1,2}|AM/PM|am/pm|[\W\d_])*")
SHORT = re.compile(r"\d+-\d+|.{1,3}")


def rename_fields(root: etree._Element, names: Names) -> None:
    """Write the instruction of each field again."""
    for simple in _word_elements(root, "fldSimple"):
        for name in simple.attrib:
            if etree.QName(name).localname == "instr":
                simple.set(name, renamed_instruction(simple.get(name) or "", names))
    for runs in _instructions(root):
        text = "".join(run.text or "" for run in runs)
        renamed = renamed_instruction(text, names)
        if renamed != text:
            for run in runs:
                run.text = ""
            runs[0].text = renamed


def _instructions(root: etree._Element) -> list[list[etree._Element]]:
    """Return the runs that spell each field's instruction; a field may stand within another."""
    found: list[list[etree._Element]] = []
    within: list[list[etree._Element]] = []
    for element in _word_elements(root, "fldChar", "instrText"):
        kind = next((value for name, value in element.attrib.items() if name.endswith("}fldCharType")), "")
        if element.tag.endswith("}instrText"):
            if not within:
                found.append([element])
            else:
                within[-1].append(element)
        elif kind == "begin":
            within.append([])
            found.append(within[-1])
        elif kind == "end" and within:
            within.pop()
    return [runs for runs in found if runs]


def _word_elements(root: etree._Element, *kinds: str) -> Iterator[etree._Element]:
    return root.iter(*(f"{space}{kind}" for space in WORD_NAMESPACES for kind in kinds))


def renamed_instruction(text: str, names: Names) -> str:
    """Return the instruction with new names; of a field that is not worked out anew, none."""
    kind = next(iter(text.split()), "").upper()
    if kind.endswith("BUTTON") and kind in SHOWN:
        return BUTTON.sub(r"\1NoMacro", text)
    if kind in SHOWN or kind.startswith("="):
        return text
    if kind not in WORKED_OUT:
        return FROZEN
    words, switch = [kind], ""
    for match in list(WORD.finditer(text))[1:]:
        word, is_quoted = (match[0], False) if match[1] is None else (match[1], True)
        if not is_quoted and word.startswith("\\"):
            switch = word[:2].lower()
            words.append(word if word[2:].upper() in FORMATS else word[:2])
            continue
        new = _renamed_argument(kind, switch, word, names)
        words += [f'"{new}"' if is_quoted else new] if new else []
        switch = ""
    return f" {' '.join(words)} "


def _renamed_argument(kind: str, switch: str, word: str, names: Names) -> str:
    """Return the argument as it may stay; empty for one that goes."""
    if (kind in REFERENCES and not switch) or (kind, switch) in {("HYPERLINK", "\\l"), ("TOC", "\\b")}:
        return names.rename_bookmark(word)
    if (kind == "SEQ" and not switch) or (kind == "TOC" and switch in {"\\c", "\\s", "\\a"}):
        return names.rename_sequence(word)
    if (kind == "STYLEREF" and not switch) or (kind, switch) == ("TOC", "\\t"):
        return re.sub(r"[^,;]+", lambda match: _style(match[0], names), word)
    if kind == "HYPERLINK" and not switch:
        return word if word.lower().startswith(LINK_SCHEMES) else ""
    known = {"\\*": word.upper() in FORMATS, "\\@": bool(DATE_FORMAT.fullmatch(word))}
    return word if known.get(switch, bool(SHORT.fullmatch(word))) else ""


def _style(name: str, names: Names) -> str:
    is_known = BUILT_IN_STYLE.fullmatch(name.lower()) or name.isdecimal()
    return names.styles.get(name, name if is_known else "S0")
