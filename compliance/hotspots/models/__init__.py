"""Where more is reported than elsewhere, as it was last computed, and when campaigns ran."""

from compliance.hotspots.models.campaigns import Campaign
from compliance.hotspots.models.runs import Analysis, Hotspot, Run

__all__ = ["Analysis", "Campaign", "Hotspot", "Run"]
