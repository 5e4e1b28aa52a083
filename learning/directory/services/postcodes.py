"""Loads the ONS's directory of postcodes line by line: again without harm, and never the whole of it in memory.

Columns are found by their names, which change with each edition: those of the ONS Postcode Directory and of the
National Statistics Postcode Lookup from 2011 to 2025. Of each postcode in use its council and degrees are kept.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Final, TextIO
from zipfile import BadZipFile, ZipFile, is_zipfile

from django.db.models import Max

from learning.directory.models import Location, Postcode
from portal.history.services import record
from portal.reference import places
from portal.reference.postcodes import POSTCODE_PATTERN, compact

BATCH, MAX_MESSAGES = 5000, 5
COLUMNS: Final = {
    "postcode": re.compile(r"pcds|pcd8|pcd7|pcd2|pcd|postcode"),
    "council": re.compile(r"oslaua|laua|lad\d\dcd|local_authority_code"),
    "latitude": re.compile(r"lat|latitude"),
    "longitude": re.compile(r"long|longitude"),
}
END_DATE_COLUMNS: Final = re.compile(r"doterm|terminated")
# The Channel Islands and the Isle of Man, which have no council of the United Kingdom.
ISLAND_COUNTRIES: Final = ("L99999999", "M99999999")
# What the ONS writes for a postcode without a place: 99.999999, 0.000000.
NORTHMOST, SOUTHMOST = 62.0, 49.0


class UnreadableFile(Exception):
    """Nothing of the file can be read; the message is one line that says what to do."""


@dataclass
class LoadReport:
    """How many rows of each kind. told: the first that could not be read, with their lines."""

    kept: int = 0
    ended: int = 0
    islands: int = 0
    wrong: int = 0
    gone: int = 0
    told: list[str] = field(default_factory=list)

    def tell(self, line: int, why: str) -> None:
        self.wrong += 1
        if len(self.told) < MAX_MESSAGES:
            self.told.append(f"Line {line}: {why}.")


def load_postcodes(path: Path, *, at: datetime, is_part: bool = False) -> LoadReport:
    """Load the file, each batch by itself, so that nobody waits for a lock. Interrupted, it is begun again.

    is_part: the file is not the whole country, and postcodes that it does not name stay. Raises UnreadableFile and
    OSError.
    """
    report = LoadReport()
    edition = (Postcode.objects.aggregate(last=Max("edition"))["last"] or 0) + 1
    with _open_table(path) as text:
        for batch in batched(_rows(text, report), BATCH, strict=False):
            _put(batch, edition)
            report.kept += len(batch)
    if not report.kept:
        raise UnreadableFile("The file has no postcodes in use. Check that it is the ONS Postcode Directory.")
    if not is_part:
        report.gone = Postcode.objects.filter(edition__lt=edition).delete()[0]
    _locate()
    record("operator", "directory.postcodes.loaded", None, {"kept": report.kept, "gone": report.gone}, at=at)
    return report


@contextmanager
def _open_table(path: Path) -> Iterator[TextIO]:
    """Open a CSV file, or the longest one of a ZIP file."""
    if not is_zipfile(path):
        with path.open(encoding="utf-8-sig", newline="") as text:
            yield text
        return
    try:
        with ZipFile(path) as archive:
            tables = [member for member in archive.infolist() if member.filename.lower().endswith(".csv")]
            if not tables:
                raise UnreadableFile("The ZIP file does not contain a CSV file.")
            longest = max(tables, key=lambda member: member.file_size)
            with archive.open(longest) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
                yield text
    except (BadZipFile, RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(f"We could not open the ZIP file: {error}.") from error


def _rows(text: TextIO, report: LoadReport) -> Iterator[tuple[str, str, float | None, float | None]]:
    """Yield code, council and degrees of each postcode in use."""
    lines = csv.reader(text)
    try:
        at, ended = _columns(next(lines, []))
        for row in lines:
            if len(row) <= max(*at, ended):
                if row:
                    report.tell(lines.line_num, "it has too few columns")
            elif ended >= 0 and row[ended].strip():
                report.ended += 1
            elif postcode := _row([row[index].strip() for index in at], lines.line_num, report):
                yield postcode
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"The file is not text in UTF-8 after line {lines.line_num}.") from error
    except csv.Error as error:
        raise UnreadableFile(f"The file is not valid CSV at line {lines.line_num}: {error}.") from error


def _columns(header: list[str]) -> tuple[list[int], int]:
    """Return where the columns are, in the order of COLUMNS; and that of the end of a postcode, -1 where there is
    none.
    """
    names = [name.strip().lower() for name in header]
    places_of = {
        wanted: next((number for number, name in enumerate(names) if pattern.fullmatch(name)), None)
        for wanted, pattern in COLUMNS.items()
    }
    if missing := [name for name, index in places_of.items() if index is None]:
        raise UnreadableFile(
            f"The first line does not have a column {', '.join(missing)}. Use the CSV or ZIP file of the ONS Postcode "
            "Directory unchanged."
        )
    ended = next((number for number, name in enumerate(names) if END_DATE_COLUMNS.fullmatch(name)), -1)
    return [index for index in places_of.values() if index is not None], ended


def _row(values: list[str], line: int, report: LoadReport) -> tuple[str, str, float | None, float | None] | None:
    typed, area, *written = values
    code = compact(typed)
    council = places.get_council(area)
    if not POSTCODE_PATTERN.fullmatch(code):
        report.tell(line, "it has no postcode")
    elif area in ISLAND_COUNTRIES:
        report.islands += 1
    elif council is None:
        report.tell(line, "its council is not known")
    else:
        degrees = _degrees(*written)
        return code, council.code, *degrees
    return None


def _degrees(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Return the degrees; None and None where the ONS knows no place."""
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        return None, None
    return point if SOUTHMOST < point[0] < NORTHMOST else (None, None)


def _put(batch: Iterable[tuple[str, str, float | None, float | None]], edition: int) -> None:
    rows = {
        code: Postcode(code=code, council=council, latitude=latitude, longitude=longitude, edition=edition)
        for code, council, latitude, longitude in batch
    }
    Postcode.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["council", "latitude", "longitude", "edition"],
    )


def _locate() -> None:
    """Locate entries that were written down before their postcode was known."""
    waiting = list(Location.objects.exclude(postcode=""))
    known = Postcode.objects.in_bulk({compact(service.postcode) for service in waiting})
    services = [service for service in waiting if compact(service.postcode) in known]
    for service in services:
        there = known[compact(service.postcode)]
        service.council, service.latitude, service.longitude = there.council, there.latitude, there.longitude
    Location.objects.bulk_update(services, ["council", "latitude", "longitude"], batch_size=500)
