"""Page types of the resource centre. The tree is part of the design: each type states its parents and children."""

from learning.resources.models.about_pages import AboutPage
from learning.resources.models.home import HomePage
from learning.resources.models.pages import GuidancePage
from learning.resources.models.reminder import Reminder
from learning.resources.models.seeded_page import LoadedPage
from learning.resources.models.subscriptions import Feedback, Subscription

__all__ = ["AboutPage", "Feedback", "GuidancePage", "HomePage", "LoadedPage", "Reminder", "Subscription"]
