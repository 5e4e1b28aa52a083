from compliance.statistics.models.extracts import Extract
from compliance.statistics.models.phone_figures import PhoneFigures
from compliance.statistics.models.preparations import Preparation
from compliance.statistics.models.release_files import ReleaseFile
from compliance.statistics.models.releases import Release

__all__ = ["Extract", "PhoneFigures", "Preparation", "Release", "ReleaseFile"]
