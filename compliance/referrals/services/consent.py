"""What people agreed to, by recipient. The newest word of each person counts, and one no outweighs a yes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from compliance.casework.models import Case, Reporter
from compliance.casework.selectors import tellers
from compliance.casework.services import merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.transitions import lock_open_case, lock_row, record_act
from compliance.referrals.choices import ConsentState, Pathway
from compliance.referrals.models import Consent, NrmPack
from portal.accounts.models import User

REFUSALS = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})
FIRST_RESPONDER = "first_responder"
YES = frozenset({ConsentState.GIVEN, ConsentState.LACKS_CAPACITY})


@dataclass(frozen=True)
class InForce:
    """state: of a recipient. row: what it rests on; None of a tick in the web form."""

    state: ConsentState
    row: Consent | None = None


NOT_ASKED = InForce(ConsentState.NOT_ASKED)


def get_consents_in_force(case: Case, keys: Keys) -> dict[str, InForce]:
    """Return the consents by recipient; recipients that nobody was asked about are left out."""
    consents = {recipient: InForce(ConsentState.GIVEN) for recipient in tellers.get_agreed_recipients(case, keys)}
    newest: dict[tuple[Any, ...], Consent] = {}
    for row in merged_cases.read_rows(Consent.objects.order_by("on", "recorded_at"), case):
        newest[row.recipient, *_whose(row)] = row
    by_recipient: dict[str, list[Consent]] = {}
    for row in newest.values():
        by_recipient.setdefault(row.recipient, []).append(row)
    return consents | {recipient: _together(rows) for recipient, rows in by_recipient.items()}


def get_reporters(case: Case) -> list[Reporter]:
    """Return the callers whose answers can be written down."""
    return merged_cases.read_rows(Reporter.objects.order_by("uuid"), case)


def _whose(row: Consent) -> tuple[Any, ...]:
    """Of whoever told us by the site only the case says who: two of a merged case are two people."""
    return row.reporter_id or row.group_id or row.case_id, row.reporter_id, row.group_id


def get_consent_for(case: Case, keys: Keys, recipient: str) -> InForce:
    return get_consents_in_force(case, keys).get(recipient, NOT_ASKED)


def _together(rows: Iterable[Consent]) -> InForce:
    """Several people of one case: whoever said no is heard."""
    ordered = sorted(rows, key=lambda row: (row.state not in REFUSALS, row.state not in YES))
    return InForce(ConsentState(ordered[0].state), ordered[0])


@transaction.atomic
# Any: the arguments of save_consent.
def record_consents(*, recipients: Iterable[str], **answer: Any) -> list[Consent]:
    """Write down the same answer about each recipient, or about none of them. Raises ActionRefused as keep does."""
    return [save_consent(recipient=recipient, **answer) for recipient in recipients]


@transaction.atomic
# Any: values of columns of Consent.
def save_consent(*, case: Case, actor: User, keys: Keys, at: datetime, words: str = "", **facts: Any) -> Consent:
    """Write down one answer of one person. facts: columns of Consent. Raises ActionRefused where the case is closed,
    RowGone where the people it is about were removed meanwhile.
    """
    current = lock_open_case(case)
    if facts.get("group") is not None:
        lock_row(facts["group"])
    row = Consent(case=current, recorded_by=actor, recorded_at=at, **facts)
    if row.state in REFUSALS:
        theirs = Consent.objects.filter(recipient=row.recipient, reporter=row.reporter, group=row.group)
        merged_cases.rows_of_case(theirs, current).filter(state__in=YES, withdrawn_at=None).update(withdrawn_at=at)
        if row.recipient == FIRST_RESPONDER and row.group:
            NrmPack.objects.filter(group=row.group, pathway=Pathway.ADULT_CONSENT_YES).drop_links()
    keys.seal(row, words=words)
    row.save(force_insert=True)
    record_act(current, actor, "casework.consent.kept", at, recipient=row.recipient, state=row.state)
    return row
