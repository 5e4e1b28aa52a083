from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "files.file.received": (_("File uploaded"), _("uploaded the file {object}")),
    "files.file.downloaded": (_("File downloaded"), _("downloaded the file {object}")),
    "files.file.dropped": (_("File dropped"), _("dropped the file {object}, which nothing here needed")),
    "files.file.refused": (_("File refused"), _("found the file {object} to be unsafe and dropped it")),
}
