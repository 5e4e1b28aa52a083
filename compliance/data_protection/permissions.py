"""Who may answer a request about personal data, and who releases the answer."""

from compliance.casework.permissions import can_work_at_desk, is_lead
from compliance.data_protection.models import SubjectAccess


def can_answer_request(user, request: SubjectAccess) -> bool:
    """Allow the desk, and leads alone where it is held apart, since it may come from an exploiter."""
    return is_lead(user) if request.is_held_apart else can_work_at_desk(user)


def can_release_answer(user, request: SubjectAccess) -> bool:
    """Allow a lead who did not write the answer; where a lead wrote it, a handler may be the second person."""
    if request.first_by is None or request.first_by_id == user.pk or not can_answer_request(user, request):
        return False
    return is_lead(user) or is_lead(request.first_by)
