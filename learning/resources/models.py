"""The resource centre's page types. The tree is part of the design: each type states its parents and children."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from learning.base.models import BasePage


class HomePage(BasePage):
    """The front door."""

    parent_page_types = ("wagtailcore.Page",)
    max_count = 1


class GuidancePage(BasePage):
    """One piece of guidance, or a page about the site itself."""

    summary = models.CharField(max_length=300)
    body = RichTextField(features=["h2", "h3", "bold", "italic", "ol", "ul", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    parent_page_types = ("resources.HomePage", "resources.GuidancePage")
    subpage_types = ("resources.GuidancePage",)
