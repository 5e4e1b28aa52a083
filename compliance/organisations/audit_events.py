"""The event labels of organisations; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "organisations.organisation.created": (_("Organisation created"), _("created {object}")),
    "organisations.organisation.changed": (_("Settings changed"), _("changed the settings of {object}")),
    "organisations.organisation.unconfirmed": (
        _("Verification removed"),
        _("removed the verification. Reason: {reason}"),
    ),
    "organisations.organisation.taken_down": (
        _("Public pages replaced with a notice"),
        _("replaced the public pages with a notice. Reason: {reason}"),
    ),
    "organisations.organisation.given_back": (
        _("Public pages restored"),
        _("restored the public pages. Reason: {reason}"),
    ),
    "organisations.organisation.closed": (_("Organisation closed"), _("closed {object}")),
    "organisations.organisation.taken_back": (_("Organisation reopened"), _("reopened {object}")),
    "organisations.organisation.handover_asked": (
        _("Request to become an administrator"),
        _("asked to become an administrator of {object}"),
    ),
    "organisations.organisation.handed_over": (
        _("New administrator added"),
        _("made someone else an administrator of {object}. Reason: {reason}"),
    ),
    "organisations.organisation.handover_refused": (
        _("Request to become an administrator refused"),
        _("refused a request to become an administrator. Reason: {reason}"),
    ),
    "organisations.membership.started": (_("Member joined"), _("added {object} as a member")),
    "organisations.membership.changed": (_("Role changed"), _("changed the role of {object}")),
    "organisations.membership.refused": (
        _("Staff account refused"),
        _("could not add {object}, because it is a staff account or is closed"),
    ),
    "organisations.membership.ended": (_("Member left"), _("ended the membership of {object}")),
    "organisations.invitation.sent": (_("Invitation sent"), _("invited {object}")),
    "organisations.invitation.sent_again": (_("Invitation sent again"), _("sent the invitation to {object} again")),
    "organisations.invitation.withdrawn": (_("Invitation withdrawn"), _("withdrew the invitation to {object}")),
    "organisations.invitation.accepted": (_("Invitation accepted"), _("accepted the invitation to {object}")),
    "organisations.join_request.asked": (_("Asked to join"), _("asked to join")),
    "organisations.join_request.accepted": (_("Request to join accepted"), _("accepted the request from {object}")),
    "organisations.join_request.declined": (_("Request to join declined"), _("declined the request from {object}")),
    "organisations.group.asked": (_("Group link requested"), _("requested a group link: {object}")),
    "organisations.group.accepted": (_("Group link accepted"), _("accepted a group link: {object}")),
    "organisations.group.declined": (_("Group link declined"), _("declined a group link: {object}")),
    "organisations.group.withdrawn": (_("Group link withdrawn"), _("withdrew a request for a group link: {object}")),
    "organisations.group.ended": (_("Group link ended"), _("ended the group link of {object} and {parent}")),
    "organisations.proof.started": (_("Verification started"), _("started to verify the organisation ({object})")),
    "organisations.proof.seen": (_("Code found"), _("found the code at {domain}")),
    "organisations.proof.address_seen": (_("Work address checked"), _("found a confirmed address at {domain}")),
    "organisations.proof.withdrawn": (_("Verification withdrawn"), _("withdrew the verification request ({object})")),
    "organisations.proof.accepted": (_("Organisation verified"), _("verified the organisation ({object})")),
    "organisations.proof.refused": (_("Verification refused"), _("refused the verification. Reason: {reason}")),
    "organisations.learners.added": (_("Learners added"), _("added or updated {count} learners")),
    "organisations.learners.ended": (_("Learner removed"), _("removed a learner")),
    "organisations.training.assigned": (_("Course assigned"), _("assigned “{course}” to people, due by {due_on}")),
    "organisations.training.ended": (_("Course withdrawn"), _("withdrew “{course}”")),
    "organisations.training.reminded": (_("Course reminder sent"), _("reminded {count} people about “{course}”")),
    "organisations.training.exported": (
        _("Training records downloaded"),
        _("downloaded training records ({count} rows)"),
    ),
    "organisations.scope.answered": (_("Statement duty questions answered"), _("answered “Do we need a statement?”")),
}
