from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "files.file.received": (_("File uploaded"), _("uploaded the file {object}")),
    "files.file.downloaded": (_("File downloaded"), _("downloaded the file {object}")),
    "files.file.dropped": (_("File deleted"), _("deleted the file {object}, which was no longer needed")),
    "files.file.refused": (_("File refused"), _("found that the file {object} was unsafe and deleted it")),
}
