from django.utils.translation import gettext_lazy as _

from learning.directory.selectors.changes import list_names

ACTIONS = {
    "directory.services.loaded": (
        _("Services file loaded"),
        _("loaded the services file of {edition}: {added} added, {changed} changed, {gone} removed"),
    ),
    "directory.postcodes.loaded": (
        _("Postcodes loaded"),
        _("loaded the ONS postcodes: {kept} in use, {gone} removed"),
    ),
    "directory.service.added": (_("Service added"), _("added {object} to the directory")),
    "directory.service.changed": (_("Service changed"), _("changed {object}: {fields}")),
    "directory.service.shown": (_("Service published"), _("published {object}")),
    "directory.service.hidden": (_("Service hidden"), _("hid {object}. Reason: {reason}")),
    "directory.service.confirmed": (_("Service confirmed"), _("confirmed that {object} is correct")),
    "directory.service.asked": (
        _("Organisation asked to check its entry"),
        _("asked the organisation to check {object}"),
    ),
    "directory.service.told_different": (
        _("Organisation reported a change"),
        _("reported that something about {object} is different"),
    ),
    "directory.service.lapsed": (
        _("Service hidden because it was not checked"),
        _("hid {object}, which had not been confirmed in time"),
    ),
    "directory.service.number_changed": (_("Phone number changed"), _("changed a number of {object} ({act})")),
    "directory.number.asked": (
        _("Phone number change requested"),
        _("asked a second person to approve a phone number of {object} ({act})"),
    ),
    "directory.number.refused": (_("Phone number change refused"), _("refused a phone number of {object} ({act})")),
    "directory.change.asked": (
        _("Change to an entry requested"),
        _("asked a second person to approve a change to {object}: {fields}"),
    ),
    "directory.change.first": (
        _("Change to an entry approved once"),
        _("was the first to approve a change to {object}"),
    ),
    "directory.change.refused": (_("Change to an entry refused"), _("refused a change to {object}")),
    "directory.suitability.checked": (_("Suitability checked"), _("checked that {object} is suitable to be listed")),
    "directory.application.received": (_("Service application received"), _("applied to list a service of {object}")),
    "directory.application.accepted": (_("Application accepted"), _("accepted the service of {object} as a draft")),
    "directory.application.refused": (
        _("Application refused"),
        _("refused the application to list the service of {object}"),
    ),
}

FACTS = {"fields": list_names}
