from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Page, Revision

from learning.base.forms import ADDRESS_TAKEN, BasePageForm, DraftCopyForm
from learning.base.languages import get_page_addresses
from learning.base.panels import ReviewPanel
from learning.base.permissions import PagePermissions, can_approve
from learning.base.public_page import PublicPage
from learning.base.reserved_addresses import is_reserved
from portal.core.types import Context


class BasePage(PublicPage, Page):
    """What every page of ours shares. Abstract: decision record 2 says why the base page is not swapped."""

    copy_form_class = DraftCopyForm
    base_form_class = BasePageForm
    content_panels = [ReviewPanel(heading=_("Review")), *Page.content_panels]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Context:
        return super().get_context(request, *args, **kwargs) | {"translations": get_page_addresses(self, request)}

    def permissions_for_user(self, user: Any) -> PagePermissions:
        return PagePermissions(user, self)

    def _check_slug_is_unique(self) -> None:
        """Refuse an address of the portal too: every way to save a page comes by here."""
        super()._check_slug_is_unique()
        if is_reserved(self.get_parent(), self.slug):
            raise ValidationError({"slug": ADDRESS_TAKEN})

    def can_move_to(self, parent: Page) -> bool:
        return super().can_move_to(parent) and not is_reserved(parent, self.slug)

    def find_missing(self) -> list[str]:
        """Return what a version lacks before anybody may approve it, in sentences."""
        return []

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
