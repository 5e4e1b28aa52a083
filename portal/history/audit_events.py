from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "history.access.refused": (_("Access refused"), _("asked for a page they do not have access to ({address})")),
    "history.access.cut_off": (
        _("Too many refusals to record"),
        _("was refused {count} times within an hour, so we no longer record each one"),
    ),
    "history.log.read": (_("Log viewed"), _("viewed the log")),
    "history.log.verified": (_("Log verified"), _("verified the log")),
    "history.log.exported": (_("Activity downloaded"), _("downloaded the activity log as {format} ({count} entries)")),
}
