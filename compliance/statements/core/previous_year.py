"""The statement before this year's: one that stands in public here, or one whose text was brought from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, Subquery, When

from compliance.organisations.models import Organisation
from compliance.statements.models import EarlierText, Publication


@dataclass(frozen=True)
class PreviousStatement:
    """content: of a brought one as far as it is known, which is its text and its goals.

    number, published_on: of the version that is public here; None for a brought one.
    """

    year: int
    content: Mapping[str, Any]
    number: int | None = None
    published_on: date | None = None
    brought: EarlierText | None = None

    def as_known(self, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return no more of another content than is known of this one, so that the two can be compared."""
        return get_texts(content) if self.brought else content


def get_texts(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the texts and the period of a content alone."""
    prefixes = ("narrative_", "period_", "extra_sections")
    answers = {name: value for name, value in content["answers"].items() if name.startswith(prefixes)}
    facts = {name: content[name] for name in ("organisation", "figures") if name in content}
    return facts | {"answers": answers}


@dataclass(frozen=True)
class PublishedYears:
    """Of an organisation up to one year, on whose first version first_published_on tells.

    earlier: current ones of the years before, newest first. Only the newest of them, and the newest that
    was not withdrawn, have their content, as told. is_public: whether the year stands in public now.
    """

    earlier: tuple[Any, ...]
    first_published_on: date | None
    is_public: bool = False


def get_published_years(organisation: Organisation, year: int) -> PublishedYears:
    """Return what is published up to a year. One query, whose rows do not carry the texts of all years."""
    before = Publication.objects.current().filter(organisation=organisation, year__lt=year).order_by("-year")
    newest, standing = before.values("pk")[:1], before.filter(withdrawn_at=None).values("pk")[:1]
    content_ = Case(When(Q(pk=Subquery(newest)) | Q(pk=Subquery(standing)), then=F("content")))
    publications = list(
        Publication.objects.filter(organisation=organisation)
        .filter(Q(is_current=True, year__lt=year) | Q(year=year))
        .annotate(told=content_)
        .defer("content", "signoff", "searched")
        .order_by("-year")
    )
    of_year = [publication for publication in publications if publication.year == year]
    first = min((publication.first_published_on for publication in of_year), default=None)
    is_public = any(publication.is_current and publication.withdrawn_at is None for publication in of_year)
    return PublishedYears(
        tuple(publication for publication in publications if publication.year < year), first, is_public
    )


def get_previous_statement(
    organisation: Organisation, year: int, known: PublishedYears | None = None
) -> PreviousStatement | None:
    """Return the latest statement of the years before; one that is public here goes before a text of the same year.

    known: what is published, where it was asked for already.
    """
    known = known or get_published_years(organisation, year)
    public = next((publication for publication in known.earlier if publication.withdrawn_at is None), None)
    if public is None or public.year < year - 1:
        newer = {"year__gt": public.year} if public else {}
        brought = EarlierText.objects.filter(organisation=organisation, year__lt=year, **newer).first()
        if brought:
            brought.organisation = organisation
            return PreviousStatement(brought.year, brought.content, brought=brought)
    return public and PreviousStatement(public.year, public.told, public.number, public.first_published_on)
