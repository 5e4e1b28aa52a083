"""What somebody asks about their own data: checked, looked for, written by one person and released by another.

Who asks may be an exploiter who wants to know whether somebody spoke to us. Such a request is held apart, and its
answer is the same whether or not anything was found (helpline 2.8).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import permissions, references
from compliance.casework.choices_sharing import REQUEST_STEPS, RequestKind, RequestStatus
from compliance.casework.models import Case, Contact, SubjectAccess
from compliance.casework.rules import rights
from compliance.casework.services import erasing, search, whole
from compliance.casework.services.keys import Keys, put, with_own_key
from compliance.casework.services.numbering import free
from compliance.casework.services.search import Found, Hit
from compliance.casework.services.steps import Refusal, locked
from portal.accounts.models import User
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
def take(
    *, kind: RequestKind, who: str, how: str, wants: str, received_on: date, is_held_apart: bool, by: User, at: datetime
) -> SubjectAccess:
    asked = SubjectAccess(
        reference=free(references.request_reference, SubjectAccess),
        kind=kind,
        is_held_apart=is_held_apart,
        received_on=received_on,
        due_on=rights.due_on(received_on),
    )
    with_own_key(asked, request={"who": who, "how": how, "wants": wants}).save(force_insert=True)
    record(by, "casework.request.taken", asked, {"kind": str(kind), "apart": is_held_apart}, at=at)
    return asked


@transaction.atomic
def check(*, asked: SubjectAccess, outcome: str, how: str, by: User, keys: Keys, at: datetime) -> SubjectAccess:
    """Whether they are who they say. outcome: CONFIRMED, ASKED_MORE, or CANNOT, which ends it. Raises Refusal."""
    current = _locked(asked)
    put(keys.of(current), current, request=keys.facts(current, "request") | {"checked": how})
    if current.status == RequestStatus.RECEIVED:
        _step(current, RequestStatus.IDENTITY_CHECK)
    if outcome == CONFIRMED:
        _step(current, RequestStatus.SEARCHING)
        current.identity_checked_by, current.identity_checked_at = by, at
    elif outcome == CANNOT:
        _step(current, RequestStatus.REFUSED)
        current.first_by, current.answered_at = by, at
    elif current.status != RequestStatus.IDENTITY_CHECK:
        raise Refusal(_("Who asks is confirmed already."))
    return _save(current, by, "casework.request.checked", at, outcome=outcome)


def hold_apart(*, asked: SubjectAccess, by: User, at: datetime) -> SubjectAccess:
    """From now on for leads only."""
    with transaction.atomic():
        current = _locked(asked)
        current.is_held_apart = True
        return _save(current, by, "casework.request.held_apart", at)


def look_for(*, asked: SubjectAccess, words: str, by: User, keys: Keys, at: datetime) -> Found:
    """Through all that the person may open. The history says that they searched, and not for what. Raises Refusal."""
    if asked.status != RequestStatus.SEARCHING:
        raise Refusal(_("Confirm who asks before you search."))
    found = search.scan(words, user=by, unlocked=keys.unlocked)
    counts = {"scanned": found.scanned, "hits": len(found.hits)}
    record(by, "casework.request.searched", asked, counts, at=at)
    return found


@transaction.atomic
def keep_found(*, asked: SubjectAccess, hits: Sequence[Hit], by: User, keys: Keys, at: datetime) -> SubjectAccess:
    """These are about the person; they are added to what was found before. Of a merged case, that which goes on.

    Raises Refusal.
    """
    current = _locked(asked)
    if current.status != RequestStatus.SEARCHING:
        raise Refusal(_("Nothing is searched for any more."))
    answer = answer_of(current, keys)
    known = {one["uuid"]: one for one in answer.found}
    for hit in map(_in_whole, hits):
        known.setdefault(str(hit.uuid), {"kind": hit.kind, "uuid": str(hit.uuid), "reference": hit.reference})
    answer.found = list(known.values())
    _put(current, answer, keys)
    return _save(current, by, "casework.request.found", at, count=len(answer.found))


@transaction.atomic
def write(
    *,
    asked: SubjectAccess,
    gives: str,
    left_out: str,
    exemptions: list[str],
    erases: bool,
    review_on: date | None,
    by: User,
    keys: Keys,
    at: datetime,
) -> SubjectAccess:
    """The answer, for a second person to release. Raises Refusal."""
    current = _locked(asked)
    _step(current, RequestStatus.REVIEW)
    answer = answer_of(current, keys)
    answer.gives, answer.left_out, answer.sent_back = gives, left_out, ""
    answer.erases = erases and current.kind == RequestKind.ERASURE
    _put(current, answer, keys)
    current.first_by, current.exemptions, current.review_on = by, exemptions, review_on
    return _save(current, by, "casework.request.written", at)


@transaction.atomic
def send_back(*, asked: SubjectAccess, why: str, by: User, keys: Keys, at: datetime) -> SubjectAccess:
    """The second person wants something else. Raises Refusal."""
    current = _for_second(asked, by)
    answer = answer_of(current, keys)
    answer.sent_back = why
    _put(current, answer, keys)
    _step(current, RequestStatus.SEARCHING)
    current.first_by = None
    return _save(current, by, "casework.request.sent_back", at)


@transaction.atomic
def release(*, asked: SubjectAccess, by: User, keys: Keys, at: datetime) -> SubjectAccess:
    """The answer may go out; what is to be erased goes. Raises Refusal for the person who wrote it."""
    current = _for_second(asked, by)
    answer = answer_of(current, keys)
    silent = rights.is_silent(is_held_apart=current.is_held_apart, gives=answer.gives)
    _step(current, RequestStatus.REFUSED if silent and answer.found else RequestStatus.ANSWERED)
    if answer.erases:
        _erase(answer, by, at)
    current.second_by, current.answered_at = by, at
    return _save(current, by, "casework.request.released", at)


def _in_whole(hit: Hit) -> Hit:
    """Nothing of a merged case goes without the one that it went into."""
    case = Case.objects.filter(pk=hit.uuid).first() if hit.kind == "case" else None
    return Hit(hit.kind, case.goes_on_in.pk, case.goes_on_in.reference) if case else hit


def answer_of(asked: SubjectAccess, keys: Keys) -> Answer:
    """Raises boxes.CannotOpen."""
    return Answer(**keys.facts(asked, "answer"))


@transaction.atomic
def letter(*, asked: SubjectAccess, by: User, keys: Keys, at: datetime) -> dict[str, object]:
    """What the letter says, once it may go out. Taking it is a line of history. Raises Refusal."""
    if asked.answered_at is None:
        raise Refusal(_("A second person has to release the answer first."))
    record(by, "casework.request.letter_taken", asked, at=at)
    gives = answer_of(asked, keys).gives
    silent = rights.is_silent(is_held_apart=asked.is_held_apart, gives=gives)
    return {
        "reference": asked.reference,
        "received_on": asked.received_on,
        "asked_for": asked.get_kind_display(),
        "written_on": timezone.localdate(asked.answered_at),
        "created": asked.answered_at.isoformat(timespec="seconds"),
        "gives": "" if silent else gives,
    }


def _put(asked: SubjectAccess, answer: Answer, keys: Keys) -> None:
    put(keys.of(asked), asked, answer=asdict(answer))


def _locked(asked: SubjectAccess) -> SubjectAccess:
    locked(asked)
    return SubjectAccess.objects.select_related("data_key").get(pk=asked.pk)


def _for_second(asked: SubjectAccess, by: User) -> SubjectAccess:
    current = _locked(asked)
    if current.first_by_id == by.pk:
        raise Refusal(_("You wrote this answer. Another person has to release it."))
    if current.status != RequestStatus.REVIEW or not permissions.can_release(by, current):
        raise Refusal(_("This answer does not wait for you. Look at it again."))
    return current


def _step(asked: SubjectAccess, status: RequestStatus) -> None:
    if status not in REQUEST_STEPS[RequestStatus(asked.status)]:
        raise Refusal(_("A colleague has gone on with this request. Look at it again."))
    asked.status = status


def _save(asked: SubjectAccess, by: User, action: str, at: datetime, **data: object) -> SubjectAccess:
    asked.version += 1
    asked.save()
    record(by, action, asked, data, at=at)
    return asked


def _erase(answer: Answer, by: User, at: datetime) -> None:
    """Raises Refusal where a hold keeps one of them, or where work on it goes on; then none of them goes."""
    for one in answer.found:
        uuid = UUID(one["uuid"])
        if one["kind"] == "case":
            case = Case.objects.select_for_update(of=("self",)).filter(pk=uuid, data_key__isnull=False).first()
            if case is not None:
                _must_be_free(case)
                erasing.case(case, by=by, at=at)
        elif contact := Contact.objects.select_for_update(of=("self",)).filter(pk=uuid, case=None).first():
            erasing.contact(contact, by=by, at=at)


def _must_be_free(case: Case) -> None:
    if case.merged_into:
        raise Refusal(
            _("%(case)s was merged into %(other)s, so nothing was erased. Erase that one instead.")
            % {"case": case, "other": case.goes_on_in}
        )
    if case.pk in whole.held():
        raise Refusal(_("%(case)s is on a legal hold, so nothing was erased. Send the answer back.") % {"case": case})
    if case.is_open:
        raise Refusal(_("%(case)s is still open, so nothing was erased. Close it first.") % {"case": case})
