"""Permissions on pages. Publishing takes two people: no button publishes, only a review does.

See docs/requirements/security.md#role-matrix.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import Page, PagePermissionTester
from wagtail_localize.models import StringTranslation

from portal.accounts.roles import StaffRole, has_role

WRITER_ROLES = (StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR)


def can_write(user: Any) -> bool:
    """Return whether the user may write pages."""
    return has_role(user, *WRITER_ROLES)


def get_writers() -> QuerySet[Any]:
    """Return everybody who may write pages, and so review those of others, by name."""
    people = get_user_model()._default_manager.filter(is_active=True)
    people = people.filter(Q(is_superuser=True) | Q(groups__name__in=[role.value for role in WRITER_ROLES]))
    return people.distinct().order_by("first_name", "last_name", "pk")


def get_site_administrators() -> QuerySet[Any]:
    """Return who can offer somebody the role of an editor, where a page finds no second person."""
    return get_writers().filter(Q(is_superuser=True) | Q(groups__name=StaffRole.SITE_ADMINISTRATOR))


def get_authors(page: Any) -> set[int]:
    """Return whoever changed the page or the course since it was last published, or submitted it.

    An earlier version that is brought back, and a copy, count as the work of all who had a hand in them.
    """
    changes = page.revisions.exclude(user=None)
    if page.last_published_at:
        changes = changes.filter(created_at__gt=page.last_published_at)
    authors = set(changes.values_list("user_id", flat=True)) | _get_translators(page)
    state = page.current_workflow_state
    return authors | {state.requested_by_id} if state and state.requested_by_id else authors


def _get_translators(page: Any) -> set[int]:
    """Return whoever translated words of the page since it was last published; a course is not translated so."""
    if not isinstance(page, Page):
        return set()
    words = StringTranslation.objects.filter(locale=page.locale_id, context__object_id=page.translation_key)
    if page.last_published_at:
        words = words.filter(updated_at__gt=page.last_published_at)
    return set(words.exclude(last_translated_by=None).values_list("last_translated_by_id", flat=True))


def can_approve(user: Any, page: Any) -> bool:
    """Return whether the user may approve the page or the course: nobody approves a version they wrote.

    See docs/requirements/experience.md#two-step-review.
    """
    return can_write(user) and user.pk not in get_authors(page)


def get_other_reviewers(page: Any) -> QuerySet[Any]:
    """Return the people who may approve the page or the course."""
    return get_writers().exclude(pk__in=get_authors(page))


class PagePermissions(PagePermissionTester):
    """Wagtail's tester, but nobody publishes by a button, be they superuser: what is published has passed a review.

    The right that Wagtail calls "publish" lets site administrators take down, move and delete what is public, and say
    who may see it: alone, for none of that shows anybody words that two people have not seen.
    """

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        """Return True also while a new version is being reviewed: what does harm is taken down at once."""
        return self.page.live and super().can_publish()

    def can_set_view_restrictions(self) -> bool:
        return super().can_publish()

    def can_unschedule(self) -> bool:
        return self.can_edit()
