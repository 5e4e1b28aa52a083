from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Page, Revision

from learning.base.forms import DraftCopyForm
from learning.base.languages import get_page_addresses
from learning.base.panels import ReviewPanel
from learning.base.permissions import PagePermissions, can_approve
from learning.base.public_page import PublicPage


class BasePage(PublicPage, Page):
    """What every page of ours shares. Abstract: decision record 2 says why the base page is not swapped."""

    copy_form_class = DraftCopyForm
    content_panels = [ReviewPanel(heading=_("Review")), *Page.content_panels]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"translations": get_page_addresses(self, request)}

    def permissions_for_user(self, user: Any) -> PagePermissions:
        return PagePermissions(user, self)

    def save_revision(self, *args: Any, **options: Any) -> Revision:
        """Save the public words as a version too before the first change to a page that came with the site.

        They can then be compared and brought back, and a later version can wait for its day without taking the page
        down.
        """
        came_with_the_site = self.pk and self.live and self.latest_revision_id is None
        # A copy in the tree of another language is none: its words were never published there.
        if came_with_the_site and self.locale.language_code == settings.LANGUAGE_CODE:
            public = type(self)._default_manager.get(pk=self.pk)
            self.live_revision = Revision.objects.create(
                content_object=public,
                base_content_type=public.get_base_content_type(),
                content=public.serializable_data(),
                object_str=str(public),
            )
            type(self)._default_manager.filter(pk=self.pk).update(live_revision=self.live_revision)
        return super().save_revision(*args, **options)

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> Any:
        """Refuse, whatever led here, to publish a version for the person who wrote it. Without a user
        it is the clock, for a version that two people have seen, or our own texts.

        See docs/requirements/experience.md#two-step-review.
        """
        if user is not None and not can_approve(user, self):
            raise PublishPagePermissionError
        return super().publish(revision, user=user, **options | {"skip_permission_checks": True})
