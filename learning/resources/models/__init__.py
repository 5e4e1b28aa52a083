"""The resource centre's page types. The tree is part of the design: each type states its parents and children."""

from learning.resources.models.about import AboutPage
from learning.resources.models.home import HomePage
from learning.resources.models.loaded import LoadedPage
from learning.resources.models.pages import GuidancePage
from learning.resources.models.readers import Feedback, Subscription
from learning.resources.models.reminder import Reminder

__all__ = ["AboutPage", "Feedback", "GuidancePage", "HomePage", "LoadedPage", "Reminder", "Subscription"]
