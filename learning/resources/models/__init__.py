"""The resource centre's page types. The tree is part of the design: each type states its parents and children."""

from learning.resources.models.about import AboutPage
from learning.resources.models.home import HomePage
from learning.resources.models.loaded import LoadedPage
from learning.resources.models.pages import GuidancePage

__all__ = ["AboutPage", "GuidancePage", "HomePage", "LoadedPage"]
