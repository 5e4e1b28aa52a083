"""The resource centre's page types. The tree is part of the design: each type states its parents and children."""

from datetime import date

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from learning.base.models import BasePage
from learning.resources import contents

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class HomePage(BasePage):
    """The front door."""

    parent_page_types = ("wagtailcore.Page",)
    subpage_types = ("resources.GuidancePage", "resources.AboutPage")
    max_count = 1
    template = "resources/home_page.html"


class GuidancePage(BasePage):
    """One piece of guidance, or the list of those below it."""

    summary = models.CharField(max_length=300, help_text=_("One or two sentences, shown in lists and under the title."))
    body = RichTextField(features=TEXT_FEATURES, blank=True)
    checked_on = models.DateField(null=True, blank=True, help_text=_("When somebody last checked that it is right."))
    next_check_on = models.DateField(null=True, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("checked_on"),
        FieldPanel("next_check_on"),
    ]
    parent_page_types = ("resources.HomePage", "resources.GuidancePage")
    subpage_types = ("resources.GuidancePage",)
    template = "resources/guidance_page.html"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        body, headings = contents.with_anchors(self.body)
        children = self.get_children().live().public().specific()
        return super().get_context(request, *args, **kwargs) | {
            "body": body,
            "headings": headings,
            "children": children,
            "trail": trail(self),
        }


class AboutPage(BasePage):
    """A page about the site itself. What is true of every installation is in the template of its topic, with the
    operator's facts from settings; the body adds what this operator wants to say besides."""

    class Topic(models.TextChoices):
        LIST = "list", _("List of the pages below")
        PRIVACY = "privacy", _("Privacy")
        ACCESSIBILITY = "accessibility", _("Accessibility statement")
        COOKIES = "cookies", _("Cookies")
        CONTACT = "contact", _("Contact")
        PROTECTION = "protection", _("How we protect you")
        SOURCE_CODE = "source_code", _("Source code")

    topic = models.CharField(max_length=20, choices=Topic)
    body = RichTextField(features=TEXT_FEATURES, blank=True, help_text=_("Shown below what the site says by itself."))

    content_panels = [*BasePage.content_panels, FieldPanel("topic", read_only=True), FieldPanel("body")]
    parent_page_types = ("resources.HomePage", "resources.AboutPage")
    subpage_types = ("resources.AboutPage",)
    template = "resources/about_page.html"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        return super().get_context(request, *args, **kwargs) | {
            "topic_template": f"resources/about/{self.topic}.html",
            "trail": trail(self),
            "children": self.get_children().live().specific(),
            "test_date": date_format(date.fromisoformat(settings.ACCESSIBILITY_TESTED_ON), "j F Y"),
            "source_code_url": settings.SOURCE_CODE_URL,
            "second_factor_demanded": settings.SECOND_FACTOR_DEMANDED,
            "session_cookie": settings.SESSION_COOKIE_NAME,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
            "draft_cookie": settings.DRAFT_COOKIE_NAME,
            "visit_cookie": settings.VISIT_COOKIE_NAME,
            "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        }


def trail(page: BasePage) -> list[tuple[str, str]]:
    """Address and title of the pages above, the home page first."""
    above = page.get_ancestors().filter(depth__gt=2).order_by("depth")
    return [("/", _("Home")), *((ancestor.url, ancestor.title) for ancestor in above)]
