"""Number formats that change what a value means: 00000 shows noughts before it, % shows a hundredfold."""

import re

from compliance.workbooks.guard import markup

BUILT_IN = {9: "0%", 10: "0.00%"}
ZEROS = re.compile(r"0{2,64}")
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def find_changing_formats(styles: bytes) -> dict[int, str]:
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
    first = code.partition(";")[0]
    return "%" in LITERAL.sub("", first) or ZEROS.fullmatch(first) is not None


def format_value(value: float, code: str) -> str | float:
    """The value under a format that changes_value, as people see it: 00123 for 123, 25 for a quarter."""
    if not ZEROS.fullmatch(code.partition(";")[0]):
        return round(value * 100, 10)
    return f"{value:0{len(code.partition(';')[0])}.0f}" if value >= 0 and float(value).is_integer() else value
