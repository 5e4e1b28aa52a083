"""Labels of what happens to accounts; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "accounts.user.signed_up": (_("Signed up"), _("signed up")),
    "accounts.user.closed": (_("Account closed"), _("closed the account of {object}: {reason}")),
    "accounts.user.opened": (_("Account opened again"), _("opened the account of {object} again: {reason}")),
    "accounts.name.changed": (_("Name changed"), _("changed their name from {old} to {new}")),
    "accounts.email.changed": (_("Address changed"), _("changed their e-mail address")),
    "accounts.password.changed": (_("Password changed"), _("changed their password")),
    "accounts.password.set": (_("Password set"), _("set a password")),
    "accounts.password.reset": (_("Password reset"), _("reset their password")),
    "accounts.factor.added": (_("Second factor added"), _("added a second factor ({type})")),
    "accounts.factor.removed": (_("Second factor removed"), _("removed a second factor ({type})")),
    "accounts.factor.renewed": (_("Recovery codes renewed"), _("renewed a second factor ({type})")),
    "accounts.factor_reset.allowed": (_("Second factor reset allowed"), _("let {object} set a new second factor")),
    "accounts.factor_reset.stopped": (_("Second factor reset stopped"), _("a reset for {object} was stopped")),
    "accounts.factor_reset.done": (_("Second factor reset done"), _("reset the second factor of {object}")),
    "accounts.staff_role.offered": (_("Staff role offered"), _("offered the role {role} to {object}")),
    "accounts.staff_role.accepted": (_("Staff role accepted"), _("accepted the role {role}")),
    "accounts.staff_role.refused": (
        _("Staff role refused"),
        _("was refused the role {role} for {object}: the account belongs to a business"),
    ),
    "accounts.staff_role.confirmed": (_("Staff role confirmed"), _("confirmed the role {role} for {object}")),
    "accounts.staff_role.withdrawn": (_("Staff role offer withdrawn"), _("withdrew the offer of {role} to {object}")),
    "accounts.staff_role.granted": (_("Staff role granted"), _("gave {object} the role {role}")),
    "accounts.staff_role.taken": (_("Staff role taken away"), _("took the role {role} from {object}: {reason}")),
}
