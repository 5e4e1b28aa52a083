"""Build the refusals of the guard, with the words their messages need."""

from compliance.workbooks.guard import limits
from compliance.workbooks.types import FileRefused

# How F007 ends: "This file was refused for safety: …".
TOO_MANY_PARTS = "it is made of too many parts"
BAD_NAME = "a part inside it has a name that leads outside the file"
SAME_NAME = "two parts inside it have the same name"
LINK = "a part inside it is a link to another file"
PACKING = "it is packed in a way that Excel does not use"
BOMB = "it unpacks to far more than a workbook needs"
LIES = "it says one thing about its size and holds another"
OVERLAP = "parts inside it lie over one another"
DTD = "it defines its own XML entities, which a workbook never needs"
STRINGS = "it holds more pieces of text than a workbook needs"


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
