"""A row of the government registry's open file: its columns, and what each cell may say. Pure.

See docs/requirements/statements.md#registry-export.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from compliance.organisations.rules.company_numbers import parse_company_number
from compliance.organisations.rules.names import split_words
from compliance.suppliers.rules.similarity import normalise

REQUIRED_COLUMNS = ("OrganisationName", "StatementYear")
# Files from before the registry hosted PDFs do not have them.
OPTIONAL_COLUMNS = frozenset({"PDFURL", "PDFDate"})
AREAS = {
    "structure": "StatementIncludesOrgStructure",
    "policies": "StatementIncludesPolicies",
    "risk": "StatementIncludesRisksAssessment",
    "due_diligence": "StatementIncludesDueDiligence",
    "training": "StatementIncludesTraining",
    "monitoring": "StatementIncludesGoals",
}
COLUMNS = (
    *(
        *REQUIRED_COLUMNS,
        "CompanyNumber",
        "StatementURL",
        "PDFURL",
        "PDFDate",
        "StatementSummaryURL",
        "StatementStartDate",
        "StatementEndDate",
    ),
    *("GroupSubmission", "ParentName", "OrganisationSectors", "Turnover", "YearsProducingStatements", "LastUpdated"),
    *AREAS.values(),
)
FIRST_YEAR = 2015
NAME_LENGTH, ADDRESS_LENGTH = 160, 1024
MAX_TEXT_LENGTH = 40
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_QUOTED = re.compile(r"[\"“'‘][^\"“”]+[\"”'’]")
_DAY = re.compile(r"(?:(\d{4})-(\d\d)-(\d\d)|(\d\d?)/(\d\d?)/(\d{4}))(?:[ T][\d:.]+Z?)?")


class BadRow(ValueError):
    """Why a row cannot be loaded, as a clause after its number."""


@dataclass(frozen=True)
class Lists:
    """Codes by folded label, as the registry words them."""

    sectors: Mapping[str, str]
    turnover: Mapping[str, str]
    years: Mapping[str, str]


@dataclass(frozen=True)
class Listed:
    """What is kept of a row. notes: what was left out of it, as clauses; no part of the row itself."""

    organisation_name: str
    year: int
    company_number: str
    period_start: date | None
    period_end: date | None
    statement_url: str
    summary_url: str
    pdf_url: str
    pdf_on: date | None
    is_group: bool | None
    parent_name: str
    turnover_band: str
    years_band: str
    sectors: tuple[str, ...]
    areas: tuple[tuple[str, bool], ...]
    updated_on: date | None
    notes: tuple[str, ...] = field(default=(), compare=False, repr=False)

    @property
    def identity(self) -> str:
        who = self.company_number or folded(self.organisation_name)
        return _digest(str(self.year), who, folded(self.parent_name))

    @property
    def fingerprint(self) -> str:
        return _digest(repr(self))

    @property
    def facets(self) -> str:
        tokens = [f"sector:{code}" for code in self.sectors] + [
            f"area:{code}" for code, covered in self.areas if covered
        ]
        return f" {' '.join(tokens)} " if tokens else ""

    @property
    def name_key(self) -> str:
        return normalise(self.organisation_name)[:160]

    @property
    def searched(self) -> str:
        names = (self.organisation_name, self.company_number, self.parent_name)
        return f" {' '.join(word for name in names for word in split_words(name))} "


@lru_cache(4096)
def folded(text: str) -> str:
    return " ".join(split_words(text)) or text.casefold()


def codes_by_label(choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {folded(str(label)): code for code, label in choices}


def parse_row(cells: Mapping[str, str], lists: Lists, *, today: date) -> Listed:
    """Parse a row. cells: by column, those that the file has. Raises BadRow."""
    reader = _Reader(cells)
    name, year = reader.name(), reader.text("StatementYear")
    if not name:
        raise BadRow("OrganisationName is empty")
    if not re.fullmatch(r"\d{4}", year) or not FIRST_YEAR <= int(year) <= today.year + 2:
        raise BadRow(f"StatementYear is not the year of a statement: {_read_text(year)}")
    start, end = reader.day("StatementStartDate"), reader.day("StatementEndDate")
    if start and end and end < start:
        reader.notes.append("the period ends before it begins; its dates are left out")
        start = end = None
    return Listed(
        organisation_name=name,
        year=int(year),
        company_number=reader.number("CompanyNumber"),
        period_start=start,
        period_end=end,
        statement_url=reader.address("StatementURL"),
        summary_url=reader.address("StatementSummaryURL"),
        pdf_url=reader.address("PDFURL"),
        pdf_on=reader.day("PDFDate"),
        is_group=reader.yes("GroupSubmission"),
        parent_name=reader.text("ParentName"),
        turnover_band=lists.turnover.get(folded(reader.text("Turnover")), ""),
        years_band=lists.years.get(folded(reader.text("YearsProducingStatements")), ""),
        sectors=reader.codes("OrganisationSectors", lists.sectors),
        areas=tuple((area, answer) for area, column in AREAS.items() if (answer := reader.yes(column)) is not None),
        updated_on=reader.day("LastUpdated"),
        notes=tuple(reader.notes),
    )


class _Reader:
    """The cells of one row, each cleaned and kept within its limit; what was left out is noted."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells, self.notes = cells, list[str]()

    def text(self, column: str) -> str:
        text = clean_row(self.cells.get(column, ""))
        if len(text) > NAME_LENGTH:
            self.notes.append(f"{column} is longer than {NAME_LENGTH} characters; the rest is left out")
        return text[:NAME_LENGTH].rstrip()

    def name(self) -> str:
        """Return the organisation's name: without quotes around it, and the parent's where a number is in its place."""
        name = self.text("OrganisationName")
        if name.isdecimal() and (parent := self.text("ParentName")):
            self.notes.append(f"OrganisationName is the number {name}; the name of the parent is taken")
            name = parent
        return name[1:-1].strip() if _QUOTED.fullmatch(name) else name

    def number(self, column: str) -> str:
        text = clean_row(self.cells.get(column, ""))
        try:
            return parse_company_number(text) if text else ""
        except ValueError:
            return self._left_out(column, text)

    def address(self, column: str) -> str:
        """Return only what may be a link: the web address of a page, without a name and password in it."""
        text = clean_row(self.cells.get(column, ""))
        return text if not text or is_web_address(text) else self._left_out(column, text)

    def day(self, column: str) -> date | None:
        text = clean_row(self.cells.get(column, ""))
        matched = _DAY.fullmatch(text)
        try:
            if matched:
                year, month, day = (int(matched[n]) for n in ((1, 2, 3) if matched[1] else (6, 5, 4)))
                return date(year, month, day)
        except ValueError:
            pass
        if text:
            self._left_out(column, text)
        return None

    def yes(self, column: str) -> bool | None:
        return YES_NO.get(clean_row(self.cells.get(column, "")).casefold())

    def codes(self, column: str, known: Mapping[str, str]) -> tuple[str, ...]:
        """Return the codes of a list with a line for each, in order; what is no name of a code is left out."""
        matched = [known.get(folded(line)) for line in self.cells.get(column, "")[:10_000].splitlines()]
        return tuple(sorted({code for code in matched if code}))

    def _left_out(self, column: str, text: str) -> str:
        self.notes.append(f"{column} is left out: {_read_text(text)}")
        return ""


def clean_row(text: str) -> str:
    """Return text on one line, without control characters and those that turn the direction of writing."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    signs = (" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join("".join(sign for sign in signs if unicodedata.category(sign) not in ("Cf", "Cs")).split())


def is_web_address(text: str) -> bool:
    if len(text) > ADDRESS_LENGTH or re.search(r"[\s\\<>\"]", text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host and "@" not in parts.netloc


def _read_text(text: str) -> str:
    return f"“{text[:MAX_TEXT_LENGTH]}…”" if len(text) > MAX_TEXT_LENGTH else f"“{text}”"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
