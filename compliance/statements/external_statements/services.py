"""Earlier years that were published elsewhere: added and taken away again, each with its line of history."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.organisations.rules.publication_deadline import get_statement_year
from compliance.statements.models import EarlierYear, Listing, Publication
from compliance.statements.register import selectors as register
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.files.models import StoredFile
from portal.history.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierYearDetails:
    """What an organisation says of a statement that was published elsewhere; body is a code of approving_body."""

    period_start: date
    period_end: date
    published_on: date | None = None
    url: str = ""
    body: str = ""
    approved_on: date | None = None
    signatory: str = ""
    job_title: str = ""
    signed_on: date | None = None


@transaction.atomic
def add(
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    file: StoredFile | None,
    details: EarlierYearDetails,
) -> EarlierYear:
    """Add an earlier year with its file, if there is one. Raises ActionRefused where the year exists."""
    year = get_statement_year(details.period_end)
    try:
        with transaction.atomic():
            earlier = EarlierYear.objects.create(
                organisation=organisation, year=year, file=file, added_by=actor, added_at=at, **asdict(details)
            )
    except IntegrityError:
        raise ActionRefused(_("Your statement for that year is already here.")) from None
    detail = {"year": year, "url": earlier.url}
    record(actor, "statements.earlier_year.added", earlier, detail, scope=organisation.uuid, at=at)
    return earlier


@transaction.atomic
def remove(*, earlier: EarlierYear, actor: User, at: datetime) -> None:
    """Remove an earlier year; nothing of it was published here. A second press finds nothing."""
    standing = EarlierYear.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=earlier.pk)
    if current := standing.first():
        scope = current.organisation.uuid
        record(actor, "statements.earlier_year.removed", current, {"year": current.year}, scope=scope, at=at)
        current.delete()


def get_taken_years(organisation: Organisation) -> set[int]:
    """Return the statement years that are public here, or were added."""
    published = Publication.objects.current().filter(organisation=organisation, withdrawn_at=None)
    added = EarlierYear.objects.filter(organisation=organisation)
    return set(published.values_list("year", flat=True)) | set(added.values_list("year", flat=True))


def get_claimable_listings(organisation: Organisation) -> list[Listing]:
    """Return the years that the government's registry lists under its number and that nothing here tells of.

    Only once it has confirmed itself: until then the number may be somebody else's.

    See docs/requirements/statements.md#verified-organisations.
    """
    if organisation.confirmed_at is None:
        return []
    return register.get_listings(organisation.company_number, but=get_taken_years(organisation))
