"""Actions on figures in words."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "statistics.extract.frozen": (_("Facts frozen"), _("froze the coded facts for {period}")),
    "statistics.release.prepared": (_("Figures prepared"), _("prepared the figures {object}")),
    "statistics.release.words_saved": (
        _("Headline or commentary saved"),
        _("changed the headline or commentary of the figures {object}"),
    ),
    "statistics.release.approved": (_("Figures approved"), _("approved the figures {object}")),
    "statistics.release.refused": (_("Figures refused"), _("refused the figures {object}")),
    "statistics.release.published": (_("Figures published"), _("published the figures {object}")),
    "statistics.phone_figures.saved": (_("Telephone figures saved"), _("saved the telephone figures for {month}")),
}
