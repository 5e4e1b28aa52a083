from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "directory.services.loaded": (
        _("File of services loaded"),
        _("loaded the file of services of {edition}: {added} added, {changed} changed, {gone} gone"),
    ),
    "directory.service.added": (_("Service added"), _("added {object} to the directory")),
    "directory.service.changed": (_("Service changed"), _("changed {object}")),
}
