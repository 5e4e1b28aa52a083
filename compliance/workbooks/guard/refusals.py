"""Build the refusals of the guard, with the words their messages need."""

from compliance.workbooks.guard import limits
from compliance.workbooks.types import FileRefused
from portal.files.zip_guard import Flaw

# How F007 ends: "This file was refused for safety: …".
BOMB = "it unpacks to a much larger size than a workbook needs"
BY_FLAW = {
    Flaw.TOO_MANY_PARTS: "it contains too many parts",
    Flaw.BAD_NAME: "part of it has a name that points outside the file",
    Flaw.SAME_NAME: "two parts of it have the same name",
    Flaw.LINK: "part of it is a link to another file",
    Flaw.PACKING: "it is compressed in a way that Excel does not use",
    Flaw.BOMB: BOMB,
    Flaw.LIES: "its size is not what it says",
    Flaw.OVERLAP: "parts of it overlap",
}
DTD = "it defines its own XML entities, which a workbook never needs"
STRINGS = "it contains more text than a workbook needs"


def unsafe(reason: str) -> FileRefused:
    """Return F007 with its reason."""
    return FileRefused("F007", reason=reason)


def damaged() -> FileRefused:
    """Return F006."""
    return FileRefused("F006")


def not_a_workbook(actual: str) -> FileRefused:
    """Return F002; actual: what the file is instead."""
    return FileRefused("F002", found=actual)


def too_many_rows(sheet: str | None, rows: int) -> FileRefused:
    """Return F008 for a sheet with too many rows."""
    return FileRefused("F008", sheet=sheet or "CSV", rows=f"{rows:,}", limit=f"{limits.ROWS:,}")


def too_many(what: str, sheet: str | None, count: int) -> FileRefused:
    """Return F008 for too many columns, cells or characters (what)."""
    most = {"columns": limits.COLUMNS, "cells": limits.CELLS, "characters": limits.CELL_CHARACTERS}[what]
    values = {"sheet": sheet or "CSV", "rows": f"{count:,}", "limit": f"{most:,}"}
    return FileRefused("F008", wording=f"F008 {what}", **values)
