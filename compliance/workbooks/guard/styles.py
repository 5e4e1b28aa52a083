"""Number formats that change what a value means: 00000 shows noughts before it, % shows a hundredfold."""

import re

from compliance.workbooks.guard import markup

BUILT_IN = {9: "0%", 10: "0.00%"}
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def changing_formats(styles: bytes) -> dict[int, str]:
    """Numbers of cell styles with their format, of styles.xml."""
    formats, found = dict(BUILT_IN), {}
    is_cell, number = False, 0
    for name, attributes in markup.elements(styles):
        if name == "numFmt":
            formats[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            is_cell, number = name == "cellXfs", 0
        elif name == "xf" and is_cell:
            code = formats.get(int(attributes.get("numFmtId", 0)), "")
            if changes_value(code):
                found[number] = code
            number += 1
    return found


def changes_value(code: str) -> bool:
    shown = LITERAL.sub("", code.partition(";")[0]).strip()
    return "%" in shown or re.fullmatch(r"0{2,}", shown) is not None
