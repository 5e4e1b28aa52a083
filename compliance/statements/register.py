"""What the public register shows of one organisation and one year: a few queries, asked in one place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy

from compliance.organisations.models import Organisation
from compliance.statements.choices import DocumentKind, RenderState
from compliance.statements.models import Document, Listing, MemberApproval, Publication, Render

FIRST, LAST = 1, 9999
TAKEN_DOWN = gettext_lazy(
    "There were statements at this address. Our staff took them down, and have told those who published them why."
)
UNCONFIRMED = gettext_lazy(
    "There were statements at this address. We are no longer sure who speaks for the organisation that they name, "
    "so we do not show them. They come back if that is confirmed again."
)


@dataclass(frozen=True)
class Year:
    """All public versions of one year, the newest first; current is the one to show."""

    versions: list[Publication]

    @property
    def current(self) -> Publication:
        return next((one for one in self.versions if one.is_current), self.versions[0])

    def version(self, number: int) -> Publication | None:
        return next((one for one in self.versions if one.number == number), None)

    @property
    def changed_at(self) -> datetime:
        """When anything of what the public sees last changed."""
        moments = {moment for one in self.versions for moment in (one.published_at, one.withdrawn_at)}
        return max(moment for moment in moments | {self.left_at} if moment)

    @property
    def left_at(self) -> datetime | None:
        """When the organisation left the portal; what it published stays."""
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


def state_of(slug: str, year: int) -> tuple:
    """All that the pages of a year depend on; empty where the public may see nothing. Equal states, equal pages."""
    if not FIRST <= year <= LAST:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(STATE, [slug, year])
        return tuple(cursor.fetchall())


def year_of(slug: str, year: int) -> Year | None:
    """The year's versions, or None where the public may see nothing: one query."""
    rows = (
        Publication.objects.of_shown_organisations()
        .filter(organisation_slug=slug, year=year)
        .without_texts()
        .annotate(render_state=F("render__state"), left_at=F("organisation__closed_at"))
        .order_by("-published_at", "-pk")
    )
    versions = list(rows)
    return Year(versions) if versions else None


def why_hidden(slug: str) -> str:
    """The notice in the place of what was published (decision 17; domain guide 5.1); empty where nothing is hidden.

    It names nobody: the name may be what was wrong.
    """
    published = Publication.objects.filter(organisation_slug=slug)
    known = published.values_list("organisation__taken_down_at", "organisation__confirmed_at").first()
    if known is None:
        return ""
    taken_down_at, confirmed_at = known
    return str(TAKEN_DOWN if taken_down_at else UNCONFIRMED if confirmed_at is None else "")


def years_of(slug: str, *, with_facets: bool = False) -> list[Publication]:
    """What stands for each year of an organisation, the latest first; withdrawn ones too, for their notice."""
    found = (
        Publication.objects.of_shown_organisations()
        .current()
        .filter(organisation_slug=slug)
        .without_texts()
        .order_by("-year", "-published_at")
    )
    return list(found.prefetch_related("facets") if with_facets else found)


def latest(slug: str = "", *, most: int = 50) -> list[Publication]:
    """The versions that were published last, of all organisations or of one; not those withdrawn. One query."""
    found = Publication.objects.of_shown_organisations().filter(withdrawn_at=None).without_texts()
    found = found.filter(organisation_slug=slug) if slug else found
    return list(found.order_by("-published_at", "-pk")[:most])


def latest_of(slugs: Sequence[str]) -> list[Publication]:
    """The latest statement of each that has one in the register, whole, in the order given: two queries."""
    listed = Publication.objects.listed().filter(organisation_slug__in=slugs).order_by("-year", "-published_at")
    keys: dict[str, int] = {}
    for slug, key in listed.values_list("organisation_slug", "pk"):
        keys.setdefault(slug, key)
    found = Publication.objects.in_bulk(keys.values())
    return [found[keys[slug]] for slug in slugs if slug in keys]


def shown_organisation(slug: str) -> Organisation | None:
    """The organisation of the portal behind a page of the register, where the public may see it."""
    return Organisation.objects.public().filter(slug=slug).first()


def shown_by_number(company_number: str) -> Organisation | None:
    """The organisation of the portal with a number, where the public may see it."""
    found = Organisation.objects.public().filter(company_number=company_number)
    # One that left the portal stands behind the one that confirmed its number since.
    return found.order_by(F("closed_at").desc(nulls_first=True)).first() if company_number else None


def member_approvals(publication: Publication) -> list[MemberApproval]:
    """What the members of its group approved themselves: this very text."""
    given = MemberApproval.objects.filter(version=publication.version_id, content_hash=publication.content_hash)
    return list(given.filter(voided_at=None))


def listed_elsewhere(company_number: str, *, but: Collection[int]) -> list[Listing]:
    """What the latest file of the government's registry lists under a number, the latest year first: one query.

    but: years that are told of in another way.
    """
    if not company_number:
        return []
    found = Listing.objects.standing().filter(company_number=company_number).exclude(year__in=but)
    return list(found.select_related("edition").order_by("-year", "pk"))


def listed_years(organisations: Collection[int]) -> dict[int, list[int]]:
    """The years that each of the organisations has a statement for in the register, the latest first: one query."""
    found = Publication.objects.listed().filter(organisation__in=organisations).order_by("-year")
    years: dict[int, list[int]] = {}
    for organisation, year in found.values_list("organisation_id", "year"):
        years.setdefault(organisation, []).append(year)
    return years


def with_text(content_hash: str) -> list[Publication]:
    """What was published with this very text, the newest first: a version may change no word of it."""
    found = Publication.objects.of_shown_organisations().without_texts().filter(content_hash=content_hash)
    return list(found.order_by("-published_at", "-pk"))


def signoffs(year: Year) -> dict[int, dict[str, Any]]:
    """Who approved and signed each version: by its key, one query."""
    return dict(Publication.objects.filter(pk__in=[one.pk for one in year.versions]).values_list("pk", "signoff"))


def whole(publication: Publication) -> Publication:
    """The same row with its texts."""
    return Publication.objects.get(pk=publication.pk)


def document(publication: Publication, kind: str) -> tuple[str, bytes] | None:
    """Fingerprint and bytes of one form, or None while it is not made."""
    found = Document.objects.filter(publication=publication, kind=kind).values_list("sha256", "body").first()
    return (found[0], bytes(found[1])) if found else None


def figure(publication: Publication, number: int) -> tuple[str, str, bytes] | None:
    """Fingerprint, kind and bytes of a published figure."""
    found = publication.figures.filter(number=number).values_list("sha256", "content_type", "body").first()
    return (found[0], found[1], bytes(found[2])) if found else None


def document_hash(publication: Publication, kind: str) -> str:
    """The fingerprint alone, without fetching the bytes; empty while it is not made."""
    return Document.objects.filter(publication=publication, kind=kind).values_list("sha256", flat=True).first() or ""


@dataclass(frozen=True)
class Files:
    """Which PDFs of a publication are made; needs_attention: that nobody tries to make the rest any more."""

    has_pdf: bool
    has_certificate: bool
    needs_attention: bool


def files(publication: Publication) -> Files:
    kinds = set(Document.objects.filter(publication=publication).values_list("kind", flat=True))
    return Files(DocumentKind.PDF in kinds, DocumentKind.CERTIFICATE in kinds, pdf_needs_attention(publication))


def pdf_needs_attention(publication: Publication) -> bool:
    return Render.objects.filter(publication=publication, state=RenderState.NEEDS_ATTENTION).exists()
