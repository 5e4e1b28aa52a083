"""The event labels of archives; portal.history.event_labels reads them."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "archive.archive.asked": (_("Archive asked for"), _("asked for an archive of everything")),
    "archive.archive.made": (_("Archive made"), _("made the archive that was asked for")),
    "archive.archive.failed": (_("Archive not made"), _("could not make the archive that was asked for")),
    "archive.archive.downloaded": (_("Archive downloaded"), _("downloaded the archive of everything")),
    "archive.archive.expired": (_("Archive let go"), _("let the archive go, at the end of its 7 days")),
    "archive.organisation.brought": (
        _("Brought from another portal"),
        _("brought {object} from another portal, {portal} (archive {sha256})"),
    ),
    "archive.organisation.emptied": (
        _("Removed what was not published"),
        _("removed what {object} had not published: {rows} rows"),
    ),
}
