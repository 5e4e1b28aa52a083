"""The statement before this year's: one that stands in public here, or one whose text was brought from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.organisations.models import Organisation
from compliance.statements.models import EarlierText, Publication


@dataclass(frozen=True)
class LastStatement:
    """content: of a brought one as far as it is known, which is its text and its goals.

    number, published_on: of the version that is public here; None for a brought one.
    """

    year: int
    content: Mapping[str, Any]
    number: int | None = None
    published_on: date | None = None
    brought: EarlierText | None = None

    def as_known(self, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """No more of another content than is known of this one, so that the two can be compared."""
        return texts_of(content) if self.brought else content


def texts_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Of a content its texts and its period alone."""
    kept = ("narrative_", "period_", "extra_sections")
    answers = {name: value for name, value in content["answers"].items() if name.startswith(kept)}
    told = {name: content[name] for name in ("organisation", "figures") if name in content}
    return told | {"answers": answers}


def last_statement(organisation: Organisation, year: int) -> LastStatement | None:
    """The latest of the years before. One that is public here goes before a text of the same year."""
    here = Publication.objects.current().filter(organisation=organisation, withdrawn_at=None, year__lt=year)
    public = here.order_by("-year").first()
    if public is None or public.year < year - 1:
        newer = {"year__gt": public.year} if public else {}
        brought = EarlierText.objects.filter(organisation=organisation, year__lt=year, **newer).first()
        if brought:
            brought.organisation = organisation
            return LastStatement(brought.year, brought.content, brought=brought)
    return public and LastStatement(public.year, public.content, public.number, public.first_published_on)
