"""Labels of what happens to accounts; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "accounts.user.signed_up": (_("Signed up"), _("signed up")),
    "accounts.user.closed": (_("Account closed"), _("closed the account of {object}. Reason: {reason}")),
    "accounts.user.opened": (_("Account reopened"), _("reopened the account of {object}. Reason: {reason}")),
    "accounts.name.changed": (_("Name changed"), _("changed their name from {old} to {new}")),
    "accounts.email.changed": (_("Email address changed"), _("changed their email address")),
    "accounts.password.changed": (_("Password changed"), _("changed their password")),
    "accounts.password.set": (_("Password set"), _("set a password")),
    "accounts.password.reset": (_("Password reset"), _("reset their password")),
    "accounts.factor.added": (_("Two-step verification added"), _("added two-step verification ({type})")),
    "accounts.factor.removed": (_("Two-step verification removed"), _("removed two-step verification ({type})")),
    "accounts.factor.renewed": (_("Recovery codes renewed"), _("renewed their recovery codes ({type})")),
    "accounts.factor_reset.allowed": (
        _("Two-step verification reset allowed"),
        _("allowed {object} to reset two-step verification"),
    ),
    "accounts.factor_reset.stopped": (
        _("Two-step verification reset stopped"),
        _("the reset for {object} was stopped"),
    ),
    "accounts.factor_reset.done": (_("Two-step verification reset"), _("reset the two-step verification of {object}")),
    "accounts.staff_role.offered": (_("Staff role offered"), _("offered the role {role} to {object}")),
    "accounts.staff_role.accepted": (_("Staff role accepted"), _("accepted the role {role}")),
    "accounts.staff_role.refused": (
        _("Staff role refused"),
        _("could not accept the role {role} for {object}, because the account belongs to a business"),
    ),
    "accounts.staff_role.confirmed": (_("Staff role confirmed"), _("confirmed the role {role} for {object}")),
    "accounts.staff_role.withdrawn": (_("Staff role offer withdrawn"), _("withdrew the offer of {role} to {object}")),
    "accounts.staff_role.granted": (_("Staff role granted"), _("gave {object} the role {role}")),
    "accounts.staff_role.taken": (
        _("Staff role removed"),
        _("removed the role {role} from {object}. Reason: {reason}"),
    ),
}
