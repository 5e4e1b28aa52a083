"""Labels of what happens to keys; portal.history.event_labels reads them. Whoever calls the vault records it."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "vault.epoch.begun": (_("Vault set up"), _("set up the vault and gave its key to {handler}")),
    "vault.epoch.rotated": (_("Team key changed"), _("replaced the team’s key: {object}")),
    "vault.epoch.rewrapped": (_("Keys moved to a new team key"), _("moved {count} keys of concerns to {object}")),
    "vault.epoch.destroyed": (_("Key destroyed"), _("destroyed the team’s old key: {object}")),
    "vault.handler_key.chosen": (_("Passphrase chosen"), _("chose a passphrase")),
    "vault.handler_key.lost": (_("Passphrase replaced"), _("started again with another passphrase")),
    "vault.handler_key.revoked": (_("Key revoked"), _("revoked the team’s key: {object}")),
    "vault.team_key.given": (_("Team key given"), _("gave the team’s key: {object}")),
    "vault.team_key.recovered": (_("Recovery key used"), _("gave the team’s key using the recovery key: {object}")),
    "vault.recovery_key.made": (_("Recovery key created"), _("created a new recovery key")),
    "vault.recovery_key.tried": (_("Recovery key tested"), _("tested that the recovery key opens what is sealed")),
    "vault.handover.proposed": (_("Handover proposed"), _("proposed to hand all keys to another operator")),
    "vault.handover.confirmed": (_("Handover confirmed"), _("confirmed the new operator’s key")),
    "vault.handover.exported": (_("Keys handed over"), _("handed {count} keys to another operator")),
    "vault.handover.done": (
        _("Handover completed"),
        _("entered the code that shows the new operator opened every key"),
    ),
    "vault.handover.taken": (_("Handover received"), _("received {count} keys from the previous operator")),
    "vault.handover.withdrawn": (_("Handover withdrawn"), _("withdrew a handover to another operator")),
    "vault.desk.unlocked": (_("Unlocked"), _("unlocked what people tell us")),
    "vault.desk.locked": (_("Locked"), _("locked what people tell us")),
    "vault.desk.refused": (_("Wrong passphrase"), _("entered the wrong passphrase")),
}
