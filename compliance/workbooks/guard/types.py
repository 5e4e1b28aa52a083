"""Define what the guard hands to the reader."""

from dataclasses import dataclass

from compliance.workbooks.guard.counters import SheetCounters
from compliance.workbooks.types import Unread


@dataclass(slots=True)
class Package:
    """Hold a checked workbook. body is a ZIP file of the parts that were checked and nothing else."""

    kind: str  # xlsx or ods
    body: bytes
    sheets: list[SheetCounters]
    unread: tuple[Unread, ...] = ()
    is_strict: bool = False  # ISO/IEC 29500 Strict, of which openpyxl sees no sheets
    is_plain: bool = True  # in UTF-8 throughout; calamine misreads other encodings
