"""Who may do what at the desk. Views ask here. What may not be known of answers 404.

See docs/requirements/helpline.md#need-to-know.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from compliance.casework.choices import LIFE_SAVING_KINDS, ApprovalState, Marking
from compliance.casework.hooks import saves_life
from compliance.casework.models import Approval, CallDraft, Case, CaseReader, Contact
from compliance.casework.models.case import CaseQuerySet
from compliance.casework.rules import open_calls
from compliance.casework.rules.open_calls import ABANDONED_AFTER
from compliance.casework.services.case_keys import Keys
from learning.training.models import Course
from learning.training.selectors import catalogue
from learning.training.selectors.completions import has_completed
from portal.accounts.models import User
from portal.accounts.remembered import recall
from portal.accounts.roles import DESK_ROLES, StaffRole, get_roles, has_role
from portal.vault.models import Unlock

STATISTICS_ROLES = DESK_ROLES | {StaffRole.HELPLINE_MANAGER, StaffRole.STATISTICIAN}


def get_desk_roles(user) -> frozenset[str]:
    """Return the person's roles at the desk, handler, lead, both or neither, in one query."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return get_roles(user) & DESK_ROLES


def can_work_at_desk(user) -> bool:
    return has_role(user, StaffRole.HANDLER, StaffRole.TRIAGE_LEAD)


def can_unlock_desk(user) -> bool:
    """Return whether somebody works at the desk and has completed the course that the settings demand, if they demand
    one.
    """
    return can_work_at_desk(user) and get_required_course(user) is None


def get_required_course(user) -> Course | None:
    """Return the course that keeps the desk shut for this person. One that is not offered keeps nobody out."""
    course = catalogue.find_course(settings.DESK_COURSE) if settings.DESK_COURSE else None
    return None if course is None or has_completed(user, course.slug) else course


def get_statistics_roles(user) -> frozenset[str]:
    """Return the roles through which the person reads counts of coded facts, in one query; none where they may not.

    The desk, managers and statisticians read them. The counts hold no content of a case.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return get_roles(user) & STATISTICS_ROLES


def has_lead_role(roles: frozenset[str]) -> bool:
    return StaffRole.TRIAGE_LEAD.value in roles


def is_at_desk(roles: frozenset[str]) -> bool:
    return bool(roles & DESK_ROLES)


def shows_small_numbers(roles: frozenset[str]) -> bool:
    """Return whether the roles read counts from 1 to 4; a statistician, who prepares what is published, does not.

    See docs/requirements/helpline.md#small-counts.
    """
    return bool(roles - {StaffRole.STATISTICIAN})


def shows_running_month(roles: frozenset[str]) -> bool:
    """Return whether the roles read figures of the month that has not ended: the desk, which opens its cases anyway.

    See docs/requirements/statistics.md#closed-months.
    """
    return is_at_desk(roles)


def can_read_overview(user) -> bool:
    """Return whether somebody has the home page of those who answer for the helpline's figures and read no case."""
    return has_role(user, StaffRole.HELPLINE_MANAGER, StaffRole.STATISTICIAN)


def is_lead(user) -> bool:
    return has_role(user, StaffRole.TRIAGE_LEAD)


def can_open_case(user, case: Case) -> bool:
    """Let in, restricted: its owner, people named for it, leads; sealed: people named for it. Never who is kept out.

    What was merged opens to whoever may open the case that goes on, and to nobody else.
    """
    if not can_work_at_desk(user):
        return False
    whole = case.goes_on_in
    named = recall(user, ("kept out", whole.pk), lambda: _read_word(user, whole))
    if named is not None:
        return not named
    if whole.marking == Marking.SEALED:
        return False
    return whole.marking == Marking.CASEWORK or whole.owner_id == user.pk or is_lead(user)


def openable_cases(cases: CaseQuerySet, user: User) -> CaseQuerySet:
    """Return those of the cases that the person may open, as can_open_case decides for one.

    What was merged has the marking, owner and readers of the case that goes on (services.merged_cases).
    """
    words = CaseReader.objects.filter(case=OuterRef("pk"), user=user)
    named, kept_out = Exists(words.filter(is_kept_out=False)), Exists(words.filter(is_kept_out=True))
    free = Q(marking=Marking.CASEWORK) | Q(marking=Marking.RESTRICTED, owner=user)
    if is_lead(user):
        free |= Q(marking=Marking.RESTRICTED)
    return cases.filter((free & ~kept_out) | named)


def can_ask_to_open(user, case: Case) -> bool:
    """Allow a lead who cannot open a sealed case, and who is not kept out because they know the people in it."""
    if case.marking != Marking.SEALED or not is_lead(user) or can_open_case(user, case):
        return False
    return not _is_kept_out(user, case)


def can_act_on_case(user, case: Case) -> bool:
    """Allow to refer, reply, log a call, name help, add to it, do what a child needs and raise the level.

    Everybody who may open it: what cannot wait waits for no owner.

    See docs/requirements/helpline.md#acting-on-a-case.
    """
    return can_open_case(user, case)


def can_change_case(user, case: Case) -> bool:
    """Allow the owner, and a lead for every case that they may open."""
    return can_open_case(user, case) and (case.owner_id == user.pk or is_lead(user))


def can_lower_level(user) -> bool:
    """Allow a lead to make a case with a child, or in immediate danger, calmer.

    See docs/requirements/helpline.md#lowering-a-level, docs/requirements/helpline.md#levels.
    """
    return is_lead(user)


def can_decide(user, approval: Approval) -> bool:
    """Allow a lead who has not asked for it; where a lead asked, a handler may be the second person."""
    return approval.state == ApprovalState.WAITING and _is_second_person(user, approval)


def _is_second_person(user, approval: Approval) -> bool:
    if user.pk in {approval.asked_by_id, approval.decided_by_id}:
        return False
    if not (is_lead(user) or (can_work_at_desk(user) and is_lead(approval.asked_by))):
        return False
    # Whoever decides on a sealed case need not be able to read it.
    case = approval.case
    if case is not None and case.marking == Marking.SEALED:
        return not _is_kept_out(user, case)
    return case is None or can_open_case(user, case)


def can_review(user, approval: Approval) -> bool:
    """Allow a colleague to review what went ahead without a second person.

    See docs/requirements/helpline.md#small-teams.
    """
    return approval.reviewed_at is None and _is_reviewer(user, approval)


def _is_reviewer(user, approval: Approval) -> bool:
    if approval.state != ApprovalState.WENT_AHEAD or user.pk == approval.asked_by_id or not can_work_at_desk(user):
        return False
    # As for a decision: a sealed case opens to few, and the review of what was done about it cannot wait for them.
    case = approval.case
    if case is not None and case.marking == Marking.SEALED:
        return not _is_kept_out(user, case)
    return case is None or can_open_case(user, case)


def is_answered_by_another(user, approval: Approval) -> bool:
    """Return whether somebody else has answered or reviewed what the person could have, had they been first."""
    if approval.state == ApprovalState.WAITING:
        return False
    if approval.state == ApprovalState.WENT_AHEAD:
        return approval.reviewed_at is not None and approval.reviewed_by_id != user.pk and _is_reviewer(user, approval)
    return _is_second_person(user, approval)


def can_go_ahead_alone(user, approval: Approval, keys: Keys) -> bool:
    """Allow who asked, while nobody has answered and where what they asked for saves a life."""
    is_own_question = approval.asked_by_id == user.pk and approval.state == ApprovalState.WAITING
    return is_own_question and approval.kind in LIFE_SAVING_KINDS and saves_life(approval, keys)


def can_review_contact(user, contact: Contact) -> bool:
    """Allow a lead who did not end the call; where a lead ended it, a handler may be the second person."""
    return contact.reviewed_at is None and _is_contact_reviewer(user, contact)


def is_contact_reviewed_by_another(user, contact: Contact) -> bool:
    """Return whether somebody else has reviewed what the person could have, had they been first."""
    is_by_another = contact.reviewed_at is not None and contact.reviewed_by_id != user.pk
    return is_by_another and _is_contact_reviewer(user, contact)


def _is_contact_reviewer(user, contact: Contact) -> bool:
    if contact.case_id is not None or contact.review_due_at is None or user.pk == contact.handler_id:
        return False
    return is_lead(user) or (can_work_at_desk(user) and contact.handler is not None and is_lead(contact.handler))


def can_take_over_call(user: User, draft: CallDraft, *, now: datetime) -> bool:
    """Allow what rules.open_calls.may_take_over says; a lead besides for a form that was left for a day.

    See docs/requirements/helpline.md#unfinished-calls.
    """
    if not can_work_at_desk(user):
        return False
    lead = is_lead(user)
    if lead and now - draft.saved_at >= ABANDONED_AFTER:
        return True
    is_owner_at_desk = Unlock.objects.valid(now).filter(handler_key__user=draft.handler_id).exists()
    return open_calls.may_take_over(
        level=draft.level,
        saved_at=draft.saved_at,
        now=now,
        is_own=draft.handler_id == user.pk,
        is_lead=lead,
        is_owner_at_desk=is_owner_at_desk,
    )


def can_see_approval(user, approval: Approval) -> bool:
    """Allow who asked, who may answer, and later on leads who may open the case."""
    if user.pk == approval.asked_by_id or can_decide(user, approval) or can_review(user, approval):
        return True
    return is_lead(user) and (approval.case is None or can_open_case(user, approval.case))


def can_know_of_approval(user, approval: Approval) -> bool:
    """Return whether its line may stand on a list: whoever is kept from a case does not learn that it exists."""
    return approval.case is None or not _is_kept_out(user, approval.case)


def exclude_kept_out[Rows: QuerySet](rows: Rows, user: User, case: str = "pk") -> Rows:
    """Return the rows that the person may know of: all but those of cases that they are kept out of.

    case: the column, or the way over relations, that names the case of a row; of rows without a case, all stay.
    """
    return rows.exclude(Exists(CaseReader.objects.filter(case=OuterRef(case), user=user, is_kept_out=True)))


def rows_counted_for[Rows: QuerySet](rows: Rows, user: User, case: str = "pk") -> Rows:
    """Return the rows that figures count for the person: at the desk of the cases that they may open, so that a count
    that changes tells nothing of another; elsewhere of all but those that they are kept out of.

    case: as for exclude_kept_out.
    """
    if not can_work_at_desk(user):
        return exclude_kept_out(rows, user, case)
    openable = openable_cases(Case.objects.filter(pk=OuterRef(case)), user)
    return rows.filter(Exists(openable) | Q(**{f"{case}__isnull": True}))


def get_cases_kept_out_of(user: User) -> frozenset[UUID]:
    return frozenset(CaseReader.objects.filter(user=user, is_kept_out=True).values_list("case_id", flat=True))


def _is_kept_out(user, case: Case) -> bool:
    return bool(recall(user, ("kept out", case.pk), lambda: _read_word(user, case)))


def _read_word(user, case: Case) -> bool | None:
    """Return whether the person is kept out of the case or named for it; None where neither."""
    return CaseReader.objects.filter(case=case, user=user).values_list("is_kept_out", flat=True).first()


def can_lead_desk(user) -> bool:
    """Return whether somebody has the page of leads: workload, what is overdue, approvals, keys."""
    return is_lead(user)
