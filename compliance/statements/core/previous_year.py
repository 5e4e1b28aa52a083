"""The statement before this year's: one that stands in public here, or one whose text was brought from elsewhere."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Subquery, When

from compliance.organisations.models import Organisation
from compliance.statements.models import EarlierText, Publication
from compliance.statements.types import KnownContent
from portal.core.prepared import prepared


@dataclass(frozen=True)
class PreviousStatement:
    """content: of a brought one as far as it is known, which is its text and its goals.

    number, published_on: of the version that is public here; None for a brought one.
    """

    year: int
    content: KnownContent
    number: int | None = None
    published_on: date | None = None
    brought: EarlierText | None = None

    @classmethod
    def from_publication(cls, publication: Publication) -> "PreviousStatement":
        """Return a version that was published, of whatever year."""
        return cls(publication.year, publication.content, publication.number, publication.first_published_on)

    def as_known(self, content: KnownContent) -> KnownContent:
        """Return no more of another content than is known of this one, so that the two can be compared."""
        return get_texts(content) if self.brought else content


def get_texts(content: KnownContent) -> KnownContent:
    """Return the texts and the period of a content alone."""
    prefixes = ("narrative_", "period_", "extra_sections")
    answers = {name: value for name, value in content["answers"].items() if name.startswith(prefixes)}
    texts: KnownContent = {"organisation": content["organisation"], "answers": answers}
    if "figures" in content:
        texts["figures"] = content["figures"]
    return texts


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
    publications = _fetch_publications(organisation.pk, year)
    of_year = [publication for publication in publications if publication.year == year]
    first = min((publication.first_published_on for publication in of_year), default=None)
    is_public = any(publication.is_current and publication.withdrawn_at is None for publication in of_year)
    return PublishedYears(
        tuple(publication for publication in publications if publication.year < year), first, is_public
    )


@prepared
def _fetch_publications(organisation: int, year: int) -> QuerySet[Publication, Any]:  # Any: named tuples
    before = Publication.objects.current().filter(organisation=organisation, year__lt=year).order_by("-year")
    newest, standing = before.values("pk")[:1], before.filter(withdrawn_at=None).values("pk")[:1]
    told = Case(When(Q(pk=Subquery(newest)) | Q(pk=Subquery(standing)), then=F("content")))
    return (
        Publication.objects.filter(organisation=organisation)
        .filter(Q(is_current=True, year__lt=year) | Q(year=year))
        .annotate(told=told)
        .order_by("-year")
        .values_list("year", "number", "first_published_on", "is_current", "withdrawn_at", "told", named=True)
    )


@prepared
def _fetch_earlier_texts(organisation: int, after: int, before: int) -> QuerySet[EarlierText]:
    """Return the latest text of the years between these, as a list of one at most."""
    return EarlierText.objects.filter(organisation=organisation, year__gt=after, year__lt=before)[:1]


def get_previous_statement(
    organisation: Organisation, year: int, known: PublishedYears | None = None
) -> PreviousStatement | None:
    """Return the latest statement of the years before; one that is public here goes before a text of the same year.

    known: what is published, where it was asked for already.
    """
    known = known or get_published_years(organisation, year)
    public = next((publication for publication in known.earlier if publication.withdrawn_at is None), None)
    if public is None or public.year < year - 1:
        for brought in _fetch_earlier_texts(organisation.pk, public.year if public else 0, year):
            brought.organisation = organisation
            return PreviousStatement(brought.year, brought.content, brought=brought)
    return public and PreviousStatement(public.year, public.told, public.number, public.first_published_on)
