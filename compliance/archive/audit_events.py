"""The event labels of archives; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "archive.archive.asked": (_("Archive requested"), _("asked for an archive of all data")),
    "archive.archive.made": (_("Archive created"), _("created the requested archive")),
    "archive.archive.failed": (_("Archive failed"), _("could not create the requested archive")),
    "archive.archive.downloaded": (_("Archive downloaded"), _("downloaded the archive of all data")),
    "archive.archive.expired": (_("Archive deleted"), _("deleted the archive after 7 days")),
    "archive.organisation.brought": (
        _("Imported from another website"),
        _("imported {object} from another website, {portal} (archive {sha256})"),
    ),
    "archive.organisation.emptied": (
        _("Unpublished data deleted"),
        _("deleted the unpublished data of {object}: {rows} rows"),
    ),
}
