"""The languages of the helpline's list, each by the name that its speakers know it by."""

from dataclasses import dataclass
from functools import cache

from portal.reference import helpline
from portal.reference.tables import read_table


@dataclass(frozen=True)
class Language:
    """code is the lang of a text, but for "other" and "unknown". own_name is None where the language writes none."""

    code: str
    name: str
    own_name: str | None
    is_rtl: bool

    @property
    def direction(self) -> str:
        """Return the text direction, for dir= beside lang=."""
        return "rtl" if self.is_rtl else "ltr"


@cache
def languages() -> dict[str, Language]:
    """Return the languages by code, in the list's order; "other" and "unknown" stand last."""
    names = helpline.get_labels("language")
    return {row["code"]: Language(name=names[row["code"]], **row) for row in read_table("languages")["languages"]}
