from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "history.access.refused": (_("Access refused"), _("asked for a page they may not see ({address})")),
    "history.access.cut_off": (
        _("Refusals no longer written"),
        _("was refused {count} times within an hour, which is no longer written one by one"),
    ),
    "history.log.read": (_("Log read"), _("read the log of the portal")),
    "history.log.verified": (_("Log verified"), _("verified the log of the portal")),
    "history.log.exported": (_("Activity downloaded"), _("downloaded the activity log as {format} ({count} entries)")),
}
