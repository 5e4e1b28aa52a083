"""Check a file before any parser meets it. Nothing here knows Django, a user or a database."""

from compliance.workbooks.guard import excel, opendocument
from compliance.workbooks.guard.archive import Archive
from compliance.workbooks.guard.first_bytes import is_zip
from compliance.workbooks.guard.refusals import damaged, not_a_workbook
from compliance.workbooks.guard.types import Package

__all__ = ["inspect"]


def inspect(body: bytes) -> Package | None:
    """Return the checked package, None for what may be CSV. Raises FileRefused: F001 to F008."""
    if not is_zip(body):
        return None
    archive = Archive(body)
    try:
        if excel.CONTENT_TYPES_PART in archive:
            return excel.inspect(archive)
        if "mimetype" in archive:
            return opendocument.inspect(archive)
    except ValueError:  # a number in the markup that is none
        raise damaged() from None
    raise not_a_workbook("a ZIP archive")
