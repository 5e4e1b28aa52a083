"""Who may do what with a statement. A person is known by the membership that the fence found.

See docs/requirements/security.md#role-matrix.
"""

from compliance.organisations.choices import Role
from compliance.organisations.models import Membership
from compliance.organisations.permissions import (
    can_publish_for,
    can_see_alert_details,
    is_active,
    is_administrator,
    is_approver,
    is_writer,
)
from compliance.statements.choices import FROZEN, OPEN, SectionCode, State
from compliance.statements.models import Comment, Version
from portal.accounts.roles import StaffRole, has_role

REVIEWERS = frozenset({Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR})


def can_start(membership: Membership) -> bool:
    return is_writer(membership)


def can_edit(membership: Membership, version: Version) -> bool:
    return is_writer(membership) and version.is_editable


def can_edit_section(membership: Membership, version: Version, code: str) -> bool:
    """Tell whether a section may be edited. Web addresses are not part of what is approved: open until publication."""
    if code == SectionCode.WEB:
        return is_writer(membership) and version.state in OPEN
    return can_edit(membership, version)


def may_use_evidence_ever(membership: Membership) -> bool:
    """Tell by role, whatever the state: those who write the text use evidence for it, and take it away."""
    return is_writer(membership)


def can_see_alerted_evidence(membership: Membership) -> bool:
    """Tell whether the person sees what rests on findings under an open A-alert.

    See docs/requirements/statements.md#evidence-under-alert.
    """
    return can_see_alert_details(membership)


def can_discard(membership: Membership, version: Version) -> bool:
    return is_writer(membership) and version.state == State.DRAFTING


def can_comment(membership: Membership, version: Version) -> bool:
    """Tell whether the person may ask: every member, until the text is frozen."""
    return is_active(membership) and version.state in OPEN - FROZEN


def may_resolve_ever(membership: Membership, comment: Comment) -> bool:
    """Tell by role: the author, approvers and administrators; writers do not wave a review's question away."""
    is_own = is_active(membership) and comment.author_id == membership.user_id
    return is_own or is_approver(membership) or is_administrator(membership)


def can_send_for_review(membership: Membership, version: Version) -> bool:
    return can_edit(membership, version)


def may_review_ever(membership: Membership) -> bool:
    """Tell by role, whatever the state."""
    return is_active(membership) and membership.role in REVIEWERS


def can_review(membership: Membership, version: Version) -> bool:
    """Tell whether the person is a second pair of eyes: never the only one who wrote it."""
    if not may_review_ever(membership) or version.state != State.INTERNAL_REVIEW:
        return False
    return set(version.editors.values_list("pk", flat=True)) != {membership.user_id}


def can_approve(membership: Membership, version: Version) -> bool:
    return version.state == State.READY_FOR_APPROVAL and is_free_approver(membership, version)


def can_sign(membership: Membership, version: Version) -> bool:
    """Tell whether this member may sign. Whether an approval must come first is for the rules of sign-off to say."""
    return version.state in {State.READY_FOR_APPROVAL, State.APPROVED} and is_free_approver(membership, version)


def can_decline(membership: Membership, version: Version) -> bool:
    return version.state in FROZEN and is_free_approver(membership, version)


def is_free_approver(membership: Membership, version: Version) -> bool:
    """Tell whether an approver wrote none of this version: editor and approver differ.

    See docs/requirements/statements.md#editor-is-not-approver.
    """
    return is_approver(membership) and not version.editors.filter(pk=membership.user_id).exists()


def has_free_approver(version: Version) -> bool:
    """Tell whether anybody in the organisation may approve and sign what others wrote."""
    approvers = Membership.objects.for_organisation(version.statement.organisation).active().filter(role=Role.APPROVER)
    return approvers.exclude(user__in=version.editors.all()).exists()


def may_record_member_approval_ever(membership: Membership) -> bool:
    """Tell by role: whoever approves or administers records what the members of the group decided."""
    return is_approver(membership) or is_administrator(membership)


def can_record_member_approval(membership: Membership, version: Version) -> bool:
    """Tell whether the text is frozen or public: nothing else can have been approved."""
    return may_record_member_approval_ever(membership) and version.state in FROZEN | {State.PUBLISHED}


def can_reopen(membership: Membership, version: Version) -> bool:
    return is_writer(membership) and version.state in FROZEN


def can_publish(membership: Membership, version: Version) -> bool:
    """Tell whether the organisation may publish: only those that have proved who they are.

    See docs/requirements/statements.md#verified-organisations.
    """
    return version.state == State.SIGNED and can_publish_for(membership, membership.organisation)


def can_amend(membership: Membership, version: Version) -> bool:
    return is_writer(membership) and version.state == State.PUBLISHED


def can_begin_again(membership: Membership, version: Version) -> bool:
    """Tell whether a withdrawn year may be published once more: a new version, approved and signed anew."""
    return is_writer(membership) and version.state == State.WITHDRAWN


def can_record_registry(membership: Membership, version: Version) -> bool:
    """Tell whether a version of the year is public; a draft of the next version may be in progress."""
    return is_writer(membership) and version.statement.versions.filter(state=State.PUBLISHED).exists()


def can_log_copies(membership: Membership) -> bool:
    """Tell whether the person may log requests for a copy: those who write the statement answer its readers."""
    return is_writer(membership)


def can_add_earlier_years(membership: Membership) -> bool:
    """Tell whether the person may add earlier years: they are public at once, as what they publish."""
    return is_administrator(membership)


def can_look(membership: Membership) -> bool:
    """Have the own website's address opened once more."""
    return is_writer(membership)


def can_withdraw(membership: Membership, version: Version) -> bool:
    return is_administrator(membership) and version.state == State.PUBLISHED


def can_withdraw_as_staff(user) -> bool:
    """Tell whether the person is a site administrator, who withdraws what must not be public, with a reason."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR)


def can_see_signed_page(membership: Membership) -> bool:
    """Tell whether the person sees signed pages, which are private: those who write, approve or administer."""
    return is_active(membership) and membership.role in REVIEWERS
