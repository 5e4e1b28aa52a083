"""What the public register shows of one organisation and one year: a few queries, asked in one place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy

from compliance.organisations.models import Organisation
from compliance.statements.models import EarlierYear, Listing, MemberApproval, Publication
from compliance.statements.types import PublicSignoff
from portal.core import row_security

FIRST, LAST = 1, 9999
TAKEN_DOWN = gettext_lazy(
    "There were statements at this address. Our staff took them down, and have told the people who published them why."
)
UNCONFIRMED = gettext_lazy(
    "There were statements at this address. We are no longer sure who represents the organisation they name, so we "
    "do not show them. They will return if this is confirmed again."
)


@dataclass(frozen=True)
class Year:
    """All public versions of one year, the newest first; current is the one to show."""

    versions: list[Publication]

    @property
    def current(self) -> Publication:
        return next((version for version in self.versions if version.is_current), self.versions[0])

    @property
    def standing(self) -> Publication | None:
        """Return the version that the public may read as the current one, None where it was withdrawn."""
        return None if self.current.withdrawn_at else self.current

    def version(self, number: int) -> Publication | None:
        return next((version for version in self.versions if version.number == number), None)

    def get_replaced_at(self, version: Publication) -> datetime | None:
        """Return when the next version was published, None of the last one."""
        return min((one.published_at for one in self.versions if one.number > version.number), default=None)

    @property
    def changed_at(self) -> datetime:
        """Return when anything of what the public sees last changed."""
        moments = {moment for version in self.versions for moment in (version.published_at, version.withdrawn_at)}
        return max(moment for moment in moments | {self.left_at} if moment)

    @property
    def left_at(self) -> datetime | None:
        """Return when the organisation left the portal; what it published stays."""
        return self.versions[0].left_at  # type: ignore[attr-defined]  # year_of asks for it


# By hand, for the page that is asked for most: building this query costs several times what it takes to run it.
STATE = """
    SELECT p.id, p.number, p.is_current, p.withdrawn_at, r.state, o.closed_at
    FROM statements_publication p
    JOIN organisations_organisation o ON o.id = p.organisation_id
    LEFT JOIN statements_render r ON r.publication_id = p.id
    WHERE p.organisation_slug = %s AND p.year = %s AND o.confirmed_at IS NOT NULL AND o.taken_down_at IS NULL
    ORDER BY p.id
"""


def get_page_state(slug: str, year: int) -> tuple:
    """Return all that the pages of a year depend on; empty where hidden. Equal states, equal pages."""
    if not FIRST <= year <= LAST:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(STATE, [slug, year])
        return tuple(cursor.fetchall())


def get_year(slug: str, year: int) -> Year | None:
    """Return the year's versions, or None where the public may see nothing: one query."""
    rows = (
        Publication.objects.of_shown_organisations()
        .filter(organisation_slug=slug, year=year)
        .without_texts()
        .annotate(render_state=F("render__state"), left_at=F("organisation__closed_at"))
        .order_by("-published_at", "-pk")
    )
    versions = list(rows)
    return Year(versions) if versions else None


def get_hidden_notice(slug: str) -> str:
    """Return the notice in place of what was published; empty where nothing is hidden.

    It names nobody: the name may be what was wrong.

    See docs/requirements/statements.md#hidden-statements.
    """
    published = Publication.objects.filter(organisation_slug=slug)
    known = published.values_list("organisation__taken_down_at", "organisation__confirmed_at").first()
    if known is None:
        return ""
    taken_down_at, confirmed_at = known
    return str(TAKEN_DOWN if taken_down_at else UNCONFIRMED if confirmed_at is None else "")


def get_years(slug: str, *, with_facets: bool = False) -> list[Publication]:
    """Return what is current for each year, the latest first; withdrawn ones too, for their notice."""
    publications = (
        Publication.objects.of_shown_organisations()
        .current()
        .filter(organisation_slug=slug)
        .without_texts()
        .order_by("-year", "-published_at")
    )
    return list(publications.prefetch_related("facets") if with_facets else publications)


def get_latest(slug: str = "", *, most: int = 50) -> list[Publication]:
    """Return the versions published last, of all organisations or of one; not those withdrawn. One query."""
    publications = Publication.objects.of_shown_organisations().filter(withdrawn_at=None).without_texts()
    publications = publications.filter(organisation_slug=slug) if slug else publications
    return list(publications.order_by("-published_at", "-pk")[:most])


def get_latest_statements(slugs: Sequence[str]) -> list[Publication]:
    """Return the latest statement of each that is in the register, whole, in the order given: two queries."""
    listed = Publication.objects.listed().filter(organisation_slug__in=slugs).order_by("-year", "-published_at")
    keys: dict[str, int] = {}
    for slug, key in listed.values_list("organisation_slug", "pk"):
        keys.setdefault(slug, key)
    statements = Publication.objects.in_bulk(keys.values())
    return [statements[keys[slug]] for slug in slugs if slug in keys]


def get_public_organisation(slug: str) -> Organisation | None:
    """Return the organisation of the portal behind a page of the register, where the public may see it."""
    return Organisation.objects.public().filter(slug=slug).first()


def get_public_organisation_by_number(company_number: str) -> Organisation | None:
    """Return the organisation of the portal with a number, where the public may see it."""
    organisations = Organisation.objects.public().filter(company_number=company_number)
    # One that left the portal stands behind the one that confirmed its number since.
    return organisations.order_by(F("closed_at").desc(nulls_first=True)).first() if company_number else None


def get_member_approvals(publication: Publication) -> list[MemberApproval]:
    """Return what the members of its group approved themselves: this very text."""
    member_approvals = MemberApproval.objects.filter(
        version=publication.version_id, content_hash=publication.content_hash
    )
    with row_security.see_all():
        return list(member_approvals.filter(voided_at=None))


def get_listings(company_number: str, *, but: Collection[int]) -> list[Listing]:
    """Return what the latest file of the government's registry lists under a number, latest year first: one query.

    but: years that are told of in another way.
    """
    if not company_number:
        return []
    listings = Listing.objects.standing().filter(company_number=company_number).exclude(year__in=but)
    return list(listings.select_related("edition").order_by("-year", "pk"))


def get_listed_years(organisations: Collection[int]) -> dict[int, list[int]]:
    """Return each organisation's years with a statement in the register, the latest first: one query."""
    publications = Publication.objects.listed().filter(organisation__in=organisations).order_by("-year")
    years: dict[int, list[int]] = {}
    for organisation, year in publications.values_list("organisation_id", "year"):
        years.setdefault(organisation, []).append(year)
    return years


def get_with_text(content_hash: str) -> list[Publication]:
    """Return what was published with this very text, the newest first: a version may change no word of it."""
    publications = Publication.objects.of_shown_organisations().without_texts().filter(content_hash=content_hash)
    return list(publications.order_by("-published_at", "-pk"))


def get_signoffs(year: Year) -> dict[int, PublicSignoff]:
    """Return who approved and signed each version, by its key: one query."""
    return dict(
        Publication.objects.filter(pk__in=[version.pk for version in year.versions]).values_list("pk", "signoff")
    )


def get_whole(publication: Publication) -> Publication:
    """Return the same row with its texts."""
    return Publication.objects.get(pk=publication.pk)


def get_external_years(organisation: Organisation) -> list[EarlierYear]:
    """Return what the public sees, the latest first, without years that a statement published here took over."""
    published = Publication.objects.current().filter(organisation=organisation)
    earlier_years = EarlierYear.objects.filter(organisation=organisation).exclude(year__in=published.values("year"))
    return list(earlier_years.select_related("file"))
