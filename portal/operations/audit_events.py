"""The event labels of the running of the portal; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "operations.backup.restored": (
        _("Backup restored"),
        _("restored the backup of {made_at}; newer anchors set aside: {anchors}"),
    ),
    "operations.sealing.renewed": (_("Sealing key replaced"), _("encrypted {count} items again with the newest key")),
    "operations.job.retried": (_("Job restarted"), _("restarted a background job ({kind} {key})")),
}
