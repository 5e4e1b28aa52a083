"""The page of one section, as stored answers or what was posted make it."""

from datetime import date

from django.http import QueryDict

from compliance.statements.core.forms.section import SectionContext, SectionInput
from compliance.statements.models import Section

TODAY = date(2026, 11, 24)


def around(**changes) -> SectionContext:
    return SectionContext("Acme Limited", "01234567", TODAY, **changes)


def page(code: str, data: dict | None = None, answers: dict | None = None, **changes) -> SectionInput:
    section = Section(code=code, answers=answers or {})
    posted = None
    if data is not None:
        posted = QueryDict(mutable=True)
        for name, value in ({"is_complete": "no"} | data).items():
            posted.setlist(name, value if isinstance(value, list) else [value])
    return SectionInput(section, around(**changes), data=posted)


def saved(code: str, data: dict, **changes) -> dict:
    one = page(code, data, **changes)
    assert one.is_valid(), {**one.form.errors, **{k: v.errors for k, v in one.lists.items()}}
    return one.answers


def errors(code: str, data: dict, **changes) -> dict:
    one = page(code, data, **changes)
    assert not one.is_valid()
    return dict(one.form.errors)
