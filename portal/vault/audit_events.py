"""Labels of what happens to keys; portal.history.event_labels reads them. Whoever calls the vault records it."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "vault.epoch.begun": (_("Vault begun"), _("began the vault and gave its key to {handler}")),
    "vault.epoch.rotated": (_("Keys rotated"), _("replaced the team’s key: {object}")),
    "vault.epoch.rewrapped": (_("Keys moved on"), _("brought {count} keys of concerns onto {object}")),
    "vault.epoch.destroyed": (_("Key destroyed"), _("destroyed the team’s former key: {object}")),
    "vault.handler_key.chosen": (_("Passphrase chosen"), _("chose a passphrase")),
    "vault.handler_key.lost": (_("Passphrase lost"), _("began anew with another passphrase")),
    "vault.handler_key.revoked": (_("Key revoked"), _("took the team’s key back: {object}")),
    "vault.team_key.given": (_("Team key given"), _("gave the team’s key: {object}")),
    "vault.team_key.recovered": (_("Recovery key used"), _("gave the team’s key by the recovery key: {object}")),
    "vault.recovery_key.made": (_("Recovery key made"), _("made a new recovery key")),
    "vault.recovery_key.tried": (_("Recovery key tried"), _("opened what is sealed with the recovery key")),
    "vault.handover.proposed": (_("Handover proposed"), _("proposed to hand all keys to another operator")),
    "vault.handover.confirmed": (_("Handover confirmed"), _("confirmed the new operator’s key")),
    "vault.handover.exported": (_("Keys handed over"), _("handed {count} keys to another operator")),
    "vault.handover.done": (_("Handover done"), _("entered the code that says the new operator opened every key")),
    "vault.handover.taken": (_("Handover taken"), _("took {count} keys over from the former operator")),
    "vault.handover.withdrawn": (_("Handover withdrawn"), _("withdrew a handover to another operator")),
    "vault.desk.unlocked": (_("Unlocked"), _("unlocked what people tell us")),
    "vault.desk.locked": (_("Locked"), _("locked what people tell us")),
    "vault.desk.refused": (_("Wrong passphrase"), _("typed a wrong passphrase")),
}
