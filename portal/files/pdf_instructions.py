"""Cleans the instructions that draw a page: each keeps the operands that it has by the standard, and resources go by
their new names.

From ISO 32000-2:2020, annex A. Runs only in a sandbox process (portal.core.sandbox). No Django here.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pikepdf

from portal.files import pdf_images
from portal.files.pdf_kinds import NAMES, TAGS
from portal.files.pdf_names import Names, name_text

# The instructions that have numbers alone, by how many.
COUNTED = {
    0: "q Q h S s f F f* B B* b b* n W W* BT ET T* EMC BX EX",
    1: "w J j M i Tc Tw Tz TL Tr Ts g G",
    2: "m l Td TD d0",
    3: "rg RG",
    4: "v y re k K",
    6: "cm c Tm d1",
}
NUMBERS = {operator: count for count, operators in COUNTED.items() for operator in operators.split()}
# Those that have one name: of a resource, by the kind of its dictionary.
NAMED = {"gs": "states", "Do": "xobjects", "sh": "shadings", "cs": "colours", "CS": "colours"}
PLAIN = re.compile(
    b"|".join(
        rb"(?:[-+]?[\d.]+ ){%d}(?:%b)" % (count, re.escape(operators).replace(rb"\ ", b"|"))
        for count, operators in ((count, operators.encode()) for count, operators in COUNTED.items())
    )
)
COLOURS = frozenset({"sc", "SC", "scn", "SCN"})
MAX_COLOURS = 32
MARKS = frozenset({"BDC", "BMC", "DP", "MP"})
# A number as no standard writes it, which readers take for one all the same.
ODD_NUMBER = re.compile(rb"[-+.\d][-+.\deE]*")
Instruction = pikepdf.ContentStreamInstruction
Picture = pikepdf.ContentStreamInlineImage
# What pikepdf returns: numbers and booleans as Python's own, all else as its objects.
Operands = list[Any]  # Any: see above


def clean_instructions(opened: pikepdf.Pdf, instructions: Sequence[Instruction | Picture], names: Names) -> bytes:
    """Return the instructions as a reader understands them, and nothing else. Raises Unclean."""
    pieces: list[bytes] = []
    odd: list[bytes] = []
    for one, line in zip(instructions, _unparse_each(instructions), strict=True):
        if PLAIN.fullmatch(line):
            pieces += [*odd, line]
        elif isinstance(one, Picture):
            pieces.append(pdf_images.clean_inline(opened, one, names))
        elif ODD_NUMBER.fullmatch(line.split()[-1]):
            odd += [word for word in line.split() if ODD_NUMBER.fullmatch(word)]
            continue
        elif (cleaned := _clean(one, str(one.operator), names)) is not None:
            pieces += [*odd, pikepdf.unparse_content_stream([cleaned])]
        odd = []
    return b"\n".join(pieces)


def _unparse_each(instructions: Sequence[Instruction | Picture]) -> list[bytes]:
    """Return each instruction as it is written; all at once takes a tenth of the time."""
    lines = pikepdf.unparse_content_stream(instructions).split(b"\n")
    if len(lines) == len(instructions):
        return lines
    return [pikepdf.unparse_content_stream([one]) for one in instructions]


def _clean(instruction: Instruction, operator: str, names: Names) -> Instruction | None:
    """Return the instruction as it may stay; none for one that no reader knows."""
    operands: Operands = list(instruction.operands)
    number = NUMBERS.get(operator)
    if number is not None:
        if len(operands) <= number and all(map(_is_number, operands)):
            return instruction
        last = operands[len(operands) - number :] if len(operands) > number else operands
        return _build(last, operator) if all(map(_is_number, last)) else None
    if operator in MARKS:
        return _clean_mark(operands, operator, names)
    if operator in COLOURS:
        return _clean_colour(operands, operator, names)
    kept = _clean_operands(operands, operator, names)
    return None if kept is None else _build(kept, operator)


def _clean_operands(operands: Operands, operator: str, names: Names) -> Operands | None:
    last = operands[-1] if operands else None
    if operator in NAMED and isinstance(last, pikepdf.Name):
        return [names.rename_name(NAMED[operator], last)]
    if operator == "Tf" and len(operands) > 1 and isinstance(operands[-2], pikepdf.Name) and _is_number(last):
        return [names.rename_name("fonts", operands[-2]), last]
    if operator in {"Tj", "'"} and isinstance(last, pikepdf.String):
        return [last]
    if operator == '"' and isinstance(last, pikepdf.String) and all(map(_is_number, operands[-3:-1])):
        return operands[-3:]
    if operator == "TJ" and isinstance(last, pikepdf.Array):
        return [pikepdf.Array([one for one in list(last) if _is_number(one) or isinstance(one, pikepdf.String)])]
    if operator == "d" and len(operands) > 1 and isinstance(operands[-2], pikepdf.Array) and _is_number(last):
        return [pikepdf.Array([one for one in list(operands[-2]) if _is_number(one)]), last]
    if operator == "ri" and isinstance(last, pikepdf.Name) and f"/{name_text(last)}" in NAMES:
        return [last]
    return None


def _clean_colour(operands: Operands, operator: str, names: Names) -> Instruction | None:
    pattern = operands[-1:] if operands and isinstance(operands[-1], pikepdf.Name) else []
    parts = operands[: len(operands) - len(pattern)][-MAX_COLOURS:]
    if not all(map(_is_number, parts)):
        return None
    return _build([*parts, *(names.rename_name("patterns", one) for one in pattern)], operator)


def _clean_mark(operands: Operands, operator: str, names: Names) -> Instruction:
    """Return a mark with a tag that readers know, and its number or its layer."""
    if operator in {"DP", "MP"}:
        return _build([pikepdf.Name.Span], "MP")
    # The tag is the first of two, or the only one.
    place = -2 if operator == "BDC" else -1
    tag = operands[place] if len(operands) >= -place else None
    known = isinstance(tag, pikepdf.Name) and f"/{name_text(tag)}" in TAGS
    new_tag = tag if known else pikepdf.Name.Span
    properties = operands[-1] if operator == "BDC" and operands else None
    if isinstance(properties, pikepdf.Name):
        return _build([new_tag, names.rename_name("properties", properties)], "BDC")
    number = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
    if isinstance(number, int):
        return _build([new_tag, pikepdf.Dictionary(MCID=number)], "BDC")
    return _build([new_tag], "BMC")


def _build(operands: Operands, operator: str) -> Instruction:
    return Instruction(operands, pikepdf.Operator(operator))


def _is_number(value: Any) -> bool:  # Any: what pikepdf returns
    return isinstance(value, int | Decimal)
