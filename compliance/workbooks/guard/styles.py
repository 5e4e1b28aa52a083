"""Find number formats that change what a value means: 00000 shows zeros, % a hundredfold, € another currency."""

import re

from compliance.workbooks.currencies import find_format_currency
from compliance.workbooks.guard import markup

BUILT_IN = {9: "0%", 10: "0.00%"}
ZEROS = re.compile(r"0{2,64}")
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def find_changing_formats(styles: bytes) -> dict[int, str]:
    """Return the numbers of cell styles in styles.xml with their format, where it changes values."""
    formats, changing = dict(BUILT_IN), {}
    is_cell, number = False, 0
    for name, attributes in markup.elements(styles):
        if name == "numFmt":
            formats[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            is_cell, number = name == "cellXfs", 0
        elif name == "xf" and is_cell:
            code = formats.get(int(attributes.get("numFmtId", 0)), "")
            if changes_value(code):
                changing[number] = code
            number += 1
    return changing


def changes_value(code: str) -> bool:
    """Return whether a format changes what a value means."""
    first = code.partition(";")[0]
    return "%" in LITERAL.sub("", first) or ZEROS.fullmatch(first) is not None or bool(find_format_currency(code))


def format_value(value: float, code: str) -> str | float:
    """Return the value under a format that changes_value, as people see it: 00123, 25% for a quarter, 1250.00 EUR."""
    if currency := find_format_currency(code):
        return f"{value:.2f} {currency}"
    if not ZEROS.fullmatch(code.partition(";")[0]):
        return f"{round(value * 100, 10):.10f}".rstrip("0").rstrip(".") + "%"
    return f"{value:0{len(code.partition(';')[0])}.0f}" if value >= 0 and float(value).is_integer() else value
