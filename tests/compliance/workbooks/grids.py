"""Sheets as people keep them, said once for every program that writes them. Cells are (row, column), from 1."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Error:
    text: str


@dataclass(frozen=True)
class Formula:
    """result None: it was never worked out."""

    text: str
    result: object = None


@dataclass(frozen=True)
class Shown:
    """A number under a format that changes what people see, and what they see."""

    value: float
    format: str
    seen: object


@dataclass
class Grid:
    cells: dict[tuple[int, int], object]
    merges: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    is_hidden: bool = False


def table(*rows, top=1, left=1) -> dict[tuple[int, int], object]:
    return {
        (top + down, left + across): value
        for down, row in enumerate(rows)
        for across, value in enumerate(row)
        if value is not None
    }


HEADER = ("supplier_ref", "supplier_name", "country", "tier")
MILLS = (
    ("S-1", "Made Up Mill Ltd", "Bangladesh", 1),
    ("S-2", "Invented Yarns plc", "India", 2),
    ("S-3", "No Such Dyers", "Türkiye", 3),
)


def one(cells, **more) -> dict[str, Grid]:
    return {"Suppliers": Grid(cells, **more)}


moment = datetime.fromisoformat  # Excel knows no time zones
GRIDS: dict[str, dict[str, Grid]] = {
    "plain": one(table(HEADER, *MILLS)),
    "one_cell": one({(1, 1): "supplier_name"}),
    "starts_low": one(table(HEADER, *MILLS, top=7)),
    "starts_right": one(table(HEADER, *MILLS, top=3, left=4)),
    "with_gaps": one(table(HEADER, *MILLS) | table(*MILLS, top=40) | {(120, 2): "the last one"}),
    "holes": one({(1, 1): "a", (2, 3): "b", (4, 2): 5, (4, 6): 6, (9, 1): "c"}),
    "dates": one(
        table(
            ("audit_end", "seen_at"),
            (date(2026, 5, 14), moment("2026-05-14 13:30:00")),
            (date(1999, 12, 31), moment("2020-02-29 00:00:01")),
            (date(2026, 1, 1), "31/12/2026"),
        )
    ),
    "durations": one(table(("shift",), (timedelta(hours=30, minutes=15),), (timedelta(hours=8),))),
    "numbers": one(
        table(("n",), (0,), (-1,), (12345,), (0.1,), (1e-7,), (123456789012345,), (1.5e20,), (-273.15,), (1000000.01,))
    ),
    "booleans": one(table(("recruits_from_abroad",), (True,), (False,), ("yes",))),
    "texts": one(
        table(
            ("supplier_name", "notes"),
            ("007", "00123"),
            ("  spaces kept  ", "two\nlines"),
            ("<b>&amp;</b> \"quoted\" 'so'", "=1+1"),
            ("শ্রমিক", "עובדים"),
            ("🧵 thread", "e\u0301 and é"),
            ("#N/A", "as text"),
            ("1 < 2 && 3 > 2", "]]>"),
        )
    ),
    "long_text": one(table(("description",), ("x" * 32_767,), ("y",))),
    "errors": one(
        table(
            HEADER,
            ("S-1", Error("#N/A"), "India", 1),
            (Error("#REF!"), Error("#DIV/0!"), Error("#VALUE!"), Error("#NAME?")),
            ("S-3", "#N/A", "India", Error("#NUM!")),
        )
    ),
    "error_at_the_end": one(table(HEADER, *MILLS) | {(9, 3): Error("#N/A")}),
    "formulas": one(
        table(
            ("a", "b", "sum", "word"),
            (1, 2, Formula("A2+B2", 3), Formula('IF(A2=1,"one","more")', "one")),
            (3, 4, Formula("A3+B3", 7), Formula("A3>B3", False)),
        )
    ),
    "formula_errors": one(table(("a", "b"), (1, 0), (Formula("A2/B2", Error("#DIV/0!")), "after"))),
    "never_worked_out": one(
        table(HEADER, ("S-1", Formula('"Made "&"Up"'), "India", 1), ("S-2", "Yarns", Formula("C2"), 2))
    ),
    "last_row_never_worked_out": one(table(HEADER, *MILLS) | {(7, 2): Formula("B2"), (8, 4): Formula("D2")}),
    "formats": one(
        table(
            ("ref", "share", "plain"),
            (Shown(123, "00000", "00123"), Shown(0.25, "0%", "25%"), 0.25),
            (Shown(7, "00000000", "00000007"), Shown(0.075, "0.00%", "7.5%"), 7),
        )
    ),
    "merged": one(
        table(("audit_ref", "finding"), ("A-1", "first"), (None, "second"), (None, "third")) | {(6, 1): "across"},
        merges=["A2:A4", "A6:C6"],
    ),
    "hidden_parts": one(table(HEADER, *MILLS), hidden_rows=[3], hidden_columns=[2, 3]),
    "hidden_sheet": {
        "Notes": Grid(table(("for us only",)), is_hidden=True),
        "Suppliers": Grid(table(HEADER, *MILLS)),
    },
    "many_sheets": {
        "Read me": Grid(table(("Fill in the next sheet.",))),
        "Suppliers & sites": Grid(table(HEADER, *MILLS)),
        "Empty": Grid({}),
        "O'Hara <2026>": Grid(table(("x",), (1,))),
        "Ünïcödé": Grid(table(("y",), (2,))),
    },
    "wide": one(table([f"c{number}" for number in range(300)], range(300))),
    "five_hundred_rows": one(
        table(HEADER, *[(f"S-{number}", f"Made Up Mill {number}", "India", number % 3 + 1) for number in range(500)])
    ),
}
