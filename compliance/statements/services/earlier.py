"""Earlier years that were published elsewhere: added and taken away again, each with its line of history."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.statements import register
from compliance.statements.models import EarlierYear, Listing, Publication
from compliance.statements.periods import statement_year
from compliance.statements.services.steps import Refusal
from portal.files.models import StoredFile
from portal.history.services import record


@transaction.atomic
def add(
    *, organisation: Organisation, actor: Any, at: datetime, file: StoredFile | None, given: dict[str, Any]
) -> EarlierYear:
    """given: the columns of the row but for these. Raises Refusal where the year is here already."""
    year = statement_year(given["period_end"])
    try:
        with transaction.atomic():
            earlier = EarlierYear.objects.create(
                organisation=organisation, year=year, file=file, added_by=actor, added_at=at, **given
            )
    except IntegrityError:
        raise Refusal(_("Your statement for that year is here already.")) from None
    detail = {"year": year, "url": earlier.url}
    record(actor, "statements.earlier_year.added", earlier, detail, scope=organisation.uuid, at=at)
    return earlier


@transaction.atomic
def remove(*, earlier: EarlierYear, actor: Any, at: datetime) -> None:
    """It is said to stand elsewhere and nothing of it was published here: it can go. A second press finds nothing."""
    standing = EarlierYear.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=earlier.pk)
    if current := standing.first():
        scope = current.organisation.uuid
        record(actor, "statements.earlier_year.removed", current, {"year": current.year}, scope=scope, at=at)
        current.delete()


def taken(organisation: Organisation) -> set[int]:
    """Statement years that are in public here, or were added."""
    here = Publication.objects.current().filter(organisation=organisation, withdrawn_at=None)
    added = EarlierYear.objects.filter(organisation=organisation)
    return set(here.values_list("year", flat=True)) | set(added.values_list("year", flat=True))


def shown(organisation: Organisation) -> list[EarlierYear]:
    """What the public sees, the latest first: years that a statement published here has taken over are left out."""
    here = Publication.objects.current().filter(organisation=organisation)
    found = EarlierYear.objects.filter(organisation=organisation).exclude(year__in=here.values("year"))
    return list(found.select_related("file"))


def listed(organisation: Organisation) -> list[Listing]:
    """Years that the government's registry lists under its number and nothing here tells of, to be claimed.

    Only once it has confirmed itself: until then the number may be somebody else's (decision 17).
    """
    if organisation.confirmed_at is None:
        return []
    return register.listed_elsewhere(organisation.company_number, but=taken(organisation))
