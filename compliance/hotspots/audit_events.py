"""Actions of hotspots in words."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "hotspots.run.computed": (_("Hotspots computed"), _("calculated the hotspots for {quarter}")),
    "hotspots.run.exported": (_("Hotspots downloaded"), _("downloaded the hotspots for {quarter} (rows: {rows})")),
    "hotspots.campaign.added": (_("Campaign added"), _("added the campaign {object}")),
    "hotspots.campaign.removed": (_("Campaign removed"), _("removed the campaign {object}")),
}
