"""The event labels of concerns: that something happened, in which hour, and never what was reported."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "concerns.concern.received": (_("Concern received"), _("sent a concern, level {level}")),
    "concerns.concern.by_phone": (_("Concern taken by phone"), _("took a concern by phone, level {level}")),
    "concerns.concern.name_left": (
        _("Contact details left"),
        _("added the name or contact details of an anonymous reporter"),
    ),
    "concerns.concern.contact_deleted": (_("Contact details deleted"), _("deleted their contact details")),
    "concerns.concern.code_changed": (_("Code changed"), _("changed the code of a concern")),
    "concerns.concern.dialogue_ended": (_("Dialogue ended"), _("ended the dialogue about a concern")),
    "concerns.concern.status_changed": (_("Status shown to the reporter"), _("set a concern to {status}")),
    "concerns.concern.recoded": (
        _("Details of a concern changed"),
        _("changed the recorded details of a concern: {fields}"),
    ),
    "concerns.concern.erased": (_("Concern deleted"), _("permanently deleted a concern")),
    "concerns.message.from_reporter": (_("Message received"), _("wrote in the dialogue about a concern")),
    "concerns.message.from_helpline": (_("Message sent"), _("answered in the dialogue about a concern")),
    "concerns.file.received": (_("File received"), _("added a file to a concern")),
    "concerns.file.opened": (_("File opened"), _("opened a file of a concern. Reason: {reason}")),
    "concerns.file.scanned": (_("File scanned"), _("had a file of a concern scanned. Result: {result}")),
}
