"""What somebody asks about their own data: checked, looked for, written by one person and released by another.

Who asks may be an exploiter who wants to know whether somebody spoke to us. Such a request is held apart, and its
answer is the same whether or not anything was found.

See docs/requirements/helpline.md#data-requests.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import reference_numbers
from compliance.casework.models import Case, Contact
from compliance.casework.reference_numbers import make_unused_reference
from compliance.casework.services import erasure, merged_cases, sealed_search
from compliance.casework.services.case_keys import Keys, seal_columns, seal_with_own_key
from compliance.casework.services.sealed_search import Found, Hit
from compliance.data_protection import permissions
from compliance.data_protection.choices import REQUEST_STEPS, RequestKind, RequestStatus
from compliance.data_protection.models import SubjectAccess
from compliance.data_protection.rules import data_rights
from compliance.data_protection.services import erasure as services_erasure
from portal.accounts.models import User
from portal.core import locks
from portal.core.exceptions import ActionRefused
from portal.history.services import record

CONFIRMED, ASKED_MORE, CANNOT = "confirmed", "asked_more", "cannot"


@dataclass
class Answer:
    """found: what the person is in, by reference. gives: the words they get. left_out: why the rest is not given.

    erases: what was found is erased when the answer goes out.
    """

    found: list[dict[str, str]] = field(default_factory=list)
    gives: str = ""
    left_out: str = ""
    erases: bool = False
    sent_back: str = ""


@transaction.atomic
def record_request(
    *, kind: RequestKind, who: str, how: str, wants: str, received_on: date, is_held_apart: bool, by: User, at: datetime
) -> SubjectAccess:
    access_request = SubjectAccess(
        reference=make_unused_reference(reference_numbers.make_request_reference, SubjectAccess),
        kind=kind,
        is_held_apart=is_held_apart,
        received_on=received_on,
        due_on=data_rights.get_request_due_date(received_on),
    )
    seal_with_own_key(access_request, request={"who": who, "how": how, "wants": wants}).save(force_insert=True)
    record(by, "casework.request.taken", access_request, {"kind": str(kind), "apart": is_held_apart}, at=at)
    return access_request


@transaction.atomic
def save_identity_check(
    *, access_request: SubjectAccess, outcome: str, how: str, by: User, keys: Keys, at: datetime
) -> SubjectAccess:
    """Save whether they are who they say. outcome: CONFIRMED, ASKED_MORE, or CANNOT, which ends it.

    Raises ActionRefused.
    """
    current = _locked(access_request)
    seal_columns(keys.get_key(current), current, request=keys.facts(current, "request") | {"checked": how})
    if current.status == RequestStatus.RECEIVED:
        _step(current, RequestStatus.IDENTITY_CHECK)
    if outcome == CONFIRMED:
        _step(current, RequestStatus.SEARCHING)
        current.identity_checked_by, current.identity_checked_at = by, at
    elif outcome == CANNOT:
        _step(current, RequestStatus.REFUSED)
        current.first_by, current.answered_at = by, at
    elif current.status != RequestStatus.IDENTITY_CHECK:
        raise ActionRefused(_("The person’s identity has already been confirmed."))
    return _save(current, by, "casework.request.checked", at, outcome=outcome)


def hold_apart(*, access_request: SubjectAccess, by: User, at: datetime) -> SubjectAccess:
    """Keep it for leads only from now on."""
    with transaction.atomic():
        current = _locked(access_request)
        current.is_held_apart = True
        return _save(current, by, "casework.request.held_apart", at)


def search_for_request(*, access_request: SubjectAccess, words: str, by: User, keys: Keys, at: datetime) -> Found:
    """Search all that the person may open. The history says that they searched, and not for what.

    Raises ActionRefused.
    """
    if access_request.status != RequestStatus.SEARCHING:
        raise ActionRefused(_("Confirm the person’s identity before you search."))
    hits = sealed_search.search_sealed_texts(words, user=by, unlocked=keys.unlocked)
    counts = {"scanned": hits.scanned, "hits": len(hits.hits)}
    record(by, "casework.request.searched", access_request, counts, at=at)
    return hits


@transaction.atomic
def save_findings(
    *, access_request: SubjectAccess, hits: Sequence[Hit], by: User, keys: Keys, at: datetime
) -> SubjectAccess:
    """Add what is about the person to what was found before. Of a merged case, that which goes on.

    Raises ActionRefused.
    """
    current = _locked(access_request)
    if current.status != RequestStatus.SEARCHING:
        raise ActionRefused(_("You cannot search for this request any more."))
    answer = read_answer(current, keys)
    known = {entry["uuid"]: entry for entry in answer.found}
    for hit in map(_in_whole, hits):
        known.setdefault(str(hit.uuid), {"kind": hit.kind, "uuid": str(hit.uuid), "reference": hit.reference})
    answer.found = list(known.values())
    _put(current, answer, keys)
    return _save(current, by, "casework.request.found", at, count=len(answer.found))


@transaction.atomic
def write_answer(
    *,
    access_request: SubjectAccess,
    gives: str,
    left_out: str,
    exemptions: list[str],
    erases: bool,
    review_on: date | None,
    by: User,
    keys: Keys,
    at: datetime,
) -> SubjectAccess:
    """Save the answer, for a second person to release. Raises ActionRefused."""
    current = _locked(access_request)
    _step(current, RequestStatus.REVIEW)
    answer = read_answer(current, keys)
    answer.gives, answer.left_out, answer.sent_back = gives, left_out, ""
    answer.erases = erases and current.kind == RequestKind.ERASURE
    _put(current, answer, keys)
    current.first_by, current.exemptions, current.review_on = by, exemptions, review_on
    return _save(current, by, "casework.request.written", at)


@transaction.atomic
def send_back(*, access_request: SubjectAccess, why: str, by: User, keys: Keys, at: datetime) -> SubjectAccess:
    """Send the answer back, since the second person wants something else. Raises ActionRefused."""
    current = _for_second(access_request, by)
    answer = read_answer(current, keys)
    answer.sent_back = why
    _put(current, answer, keys)
    _step(current, RequestStatus.SEARCHING)
    current.first_by = None
    return _save(current, by, "casework.request.sent_back", at)


@transaction.atomic
def release_answer(*, access_request: SubjectAccess, by: User, keys: Keys, at: datetime) -> SubjectAccess:
    """Let the answer go out; what is to be erased goes. Raises ActionRefused for the person who wrote it."""
    current = _for_second(access_request, by)
    answer = read_answer(current, keys)
    silent = data_rights.is_silent(is_held_apart=current.is_held_apart, gives=answer.gives)
    _step(current, RequestStatus.REFUSED if silent and answer.found else RequestStatus.ANSWERED)
    if answer.erases:
        _erase(answer, by, at)
    current.second_by, current.answered_at = by, at
    return _save(current, by, "casework.request.released", at)


def _in_whole(hit: Hit) -> Hit:
    """Nothing of a merged case goes without the one that it went into."""
    case = Case.objects.filter(pk=hit.uuid).first() if hit.kind == "case" else None
    return Hit(hit.kind, case.goes_on_in.pk, case.goes_on_in.reference) if case else hit


def read_answer(access_request: SubjectAccess, keys: Keys) -> Answer:
    """Return the answer as it was written. Raises encryption.DecryptionError."""
    return Answer(**keys.facts(access_request, "answer"))


@transaction.atomic
def render_letter(*, access_request: SubjectAccess, by: User, keys: Keys, at: datetime) -> dict[str, object]:
    """Return what the letter says, once it may go out. Taking it is a line of history. Raises ActionRefused."""
    if access_request.answered_at is None:
        raise ActionRefused(_("A second person must approve the answer first."))
    record(by, "casework.request.letter_taken", access_request, at=at)
    gives = read_answer(access_request, keys).gives
    silent = data_rights.is_silent(is_held_apart=access_request.is_held_apart, gives=gives)
    return {
        "reference": access_request.reference,
        "received_on": access_request.received_on,
        "asked_for": access_request.get_kind_display(),
        "written_on": timezone.localdate(access_request.answered_at),
        "created": access_request.answered_at.isoformat(timespec="seconds"),
        "gives": "" if silent else gives,
    }


def _put(access_request: SubjectAccess, answer: Answer, keys: Keys) -> None:
    seal_columns(keys.get_key(access_request), access_request, answer=asdict(answer))


def _locked(access_request: SubjectAccess) -> SubjectAccess:
    return locks.lock_row(access_request, "data_key")


def _for_second(access_request: SubjectAccess, by: User) -> SubjectAccess:
    current = _locked(access_request)
    if current.first_by_id == by.pk:
        raise ActionRefused(_("You wrote this answer, so another person must approve it."))
    if current.status != RequestStatus.REVIEW or not permissions.can_release_answer(by, current):
        raise ActionRefused(_("This answer no longer needs your decision. Check it again."))
    return current


def _step(access_request: SubjectAccess, status: RequestStatus) -> None:
    if status not in REQUEST_STEPS[RequestStatus(access_request.status)]:
        raise ActionRefused(_("A colleague has changed this request. Check it again."))
    access_request.status = status


def _save(access_request: SubjectAccess, by: User, action: str, at: datetime, **data: object) -> SubjectAccess:
    access_request.version += 1
    access_request.save()
    record(by, action, access_request, data, at=at)
    return access_request


def _erase(answer: Answer, by: User, at: datetime) -> None:
    """Raises ActionRefused where a hold keeps one of them, or where work on it goes on; then none of them goes."""
    for entry in answer.found:
        uuid = UUID(entry["uuid"])
        if entry["kind"] == "case":
            case = Case.objects.select_for_update(of=("self",)).filter(pk=uuid, data_key__isnull=False).first()
            if case is not None:
                _must_be_free(case)
                services_erasure.erase_case(case, by=by, at=at)
        elif contact := Contact.objects.select_for_update(of=("self",)).filter(pk=uuid, case=None).first():
            erasure.erase_contact(contact, by=by, at=at)


def _must_be_free(case: Case) -> None:
    if case.merged_into:
        raise ActionRefused(
            _("%(case)s has been merged into %(other)s, so we have not erased anything. Erase that one instead.")
            % {"case": case, "other": case.goes_on_in}
        )
    if case.pk in merged_cases.get_cases_on_hold():
        raise ActionRefused(
            _("%(case)s is on a legal hold, so we have not erased anything. Return the answer.") % {"case": case}
        )
    if case.is_open:
        raise ActionRefused(
            _("%(case)s is still open, so we have not erased anything. Close it first.") % {"case": case}
        )
