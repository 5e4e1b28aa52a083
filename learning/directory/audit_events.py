from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "directory.services.loaded": (
        _("File of services loaded"),
        _("loaded the file of services of {edition}: {added} added, {changed} changed, {gone} gone"),
    ),
    "directory.postcodes.loaded": (
        _("Postcodes loaded"),
        _("loaded the postcodes of the ONS: {kept} in use, {gone} gone"),
    ),
    "directory.service.added": (_("Service added"), _("added {object} to the directory")),
    "directory.service.changed": (_("Service changed"), _("changed {object}: {fields}")),
    "directory.service.shown": (_("Service shown"), _("showed {object} to everybody who may see it")),
    "directory.service.hidden": (_("Service hidden"), _("hid {object}: {reason}")),
    "directory.service.confirmed": (_("Service confirmed"), _("confirmed that {object} is right")),
    "directory.service.asked": (_("Partner asked"), _("asked the organisation whether {object} is right")),
    "directory.service.told_different": (
        _("Partner says it is different"),
        _("said that something of {object} is different"),
    ),
    "directory.service.lapsed": (
        _("Service hidden for want of a check"),
        _("hid {object}, which nobody had confirmed for too long"),
    ),
    "directory.service.number_changed": (_("Phone number changed"), _("changed a number of {object} ({act})")),
    "directory.number.asked": (_("Number to be agreed"), _("asked a second person about a number of {object} ({act})")),
    "directory.number.refused": (_("Number refused"), _("refused a number of {object} ({act})")),
    "directory.application.received": (_("Service applied for"), _("asked for a service of {object} to be listed")),
    "directory.application.accepted": (_("Application accepted"), _("took in the service of {object} as a draft")),
    "directory.application.refused": (_("Application refused"), _("refused to list the service of {object}")),
}
