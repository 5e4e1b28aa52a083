from datetime import date

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from learning.base.languages import get_public_pages
from learning.base.models import BasePage
from learning.base.page_urls import get_page_url
from portal.core.languages import offered_languages

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


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
    body = RichTextField(features=TEXT_FEATURES, blank=True, help_text=_("We show this below the website’s own text."))

    content_panels = [*BasePage.content_panels, FieldPanel("topic", read_only=True), FieldPanel("body")]
    parent_page_types = ("resources.HomePage", "resources.AboutPage")
    subpage_types = ("resources.AboutPage",)
    template = "resources/about_page.html"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        return super().get_context(request, *args, **kwargs) | {
            "topic_template": f"resources/about/{self.topic}.html",
            "trail": self.trail(),
            "children": [
                (get_page_url(child.url_path), child.title) for child in get_public_pages(self.get_children().live())
            ],
            "test_date": date_format(date.fromisoformat(settings.ACCESSIBILITY_TESTED_ON), "j F Y"),
            "source_code_url": settings.SOURCE_CODE_URL,
            "second_factor_demanded": settings.SECOND_FACTOR_DEMANDED,
            "session_cookie": settings.SESSION_COOKIE_NAME,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
            "draft_cookie": settings.DRAFT_COOKIE_NAME,
            "visit_cookie": settings.VISIT_COOKIE_NAME,
            "language_cookie": settings.LANGUAGE_COOKIE_NAME if len(offered_languages()) > 1 else "",
            "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        }

    def trail(self) -> list[tuple[str, str]]:
        """Return address and title of the pages above, the home page first."""
        above = self.get_ancestors().filter(depth__gt=2).order_by("depth")
        return [("/", str(_("Home"))), *((get_page_url(page.url_path), page.title) for page in above)]
