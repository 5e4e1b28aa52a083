"""What a new year's statement begins with: what changed in the law and in the registers, and what was promised."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from compliance.audits.models import Audit, Finding
from compliance.organisations.models import Organisation
from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode
from compliance.statements.core.previous_year import PreviousStatement, get_previous_statement
from compliance.statements.core.selectors import get_answers
from compliance.statements.editor.rules.goals import Promise, get_promises
from compliance.statements.models import Version
from compliance.statements.vocabulary import LawChange
from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import Site, Supplier


@dataclass(frozen=True)
class Register:
    """One register: how many rows now, and how many came since."""

    code: str
    now: int
    came: int


@dataclass(frozen=True)
class Opening:
    """since: the day last year's statement was published here; None where none was. year: of that statement."""

    since: date | None
    year: int | None
    law: tuple[LawChange, ...]
    registers: tuple[Register, ...]
    promises: tuple[Promise, ...]


def get_opening(version: Version, *, today: date) -> Opening:
    """Return what the page of a new year shows; seven queries at most for registers of any size.

    Without an earlier statement here, the year before today counts.
    """
    organisation = version.statement.organisation
    last = get_previous_statement(organisation, version.statement.year)
    since = last.published_on if last else None
    begins = since or date(today.year - 1, today.month, min(today.day, 28))
    return Opening(
        since=since,
        year=last.year if last else None,
        law=vocabulary.law_changes(since=begins),
        registers=_registers(organisation, begins),
        promises=tuple(get_promised(version, last)),
    )


def get_promised(version: Version, last: PreviousStatement | None) -> list[Promise]:
    if last is None:
        return []
    now = get_answers(version).get(SectionCode.MONITORING, {}).get("goals") or []
    return get_promises(last.content["answers"].get("goals") or [], now)


def _registers(organisation: Organisation, since: date) -> tuple[Register, ...]:
    """Rows that are there and rows that came: what was put in since, or of audits, what was held since."""
    moment = datetime.combine(since, time(), tzinfo=timezone.get_current_timezone())
    suppliers = Supplier.objects.for_organisation(organisation).exclude(status=SupplierStatus.ENDED)
    sites = Site.objects.for_organisation(organisation).exclude(supplier__status=SupplierStatus.ENDED)
    audits = Audit.objects.for_organisation(organisation)
    findings = Finding.objects.for_organisation(organisation)
    return (
        _register("suppliers", suppliers, Q(created_at__gt=moment)),
        _register("sites", sites, Q(created_at__gt=moment)),
        _register("audits", audits, Q(ended_on__gt=since)),
        _register("findings", findings, Q(audit__ended_on__gt=since)),
    )


def _register(code: str, match: QuerySet, is_new: Q) -> Register:
    return Register(code, **match.aggregate(now=Count("pk"), came=Count("pk", filter=is_new)))
