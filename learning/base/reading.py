"""What the editors' pages ask about reviews."""

from wagtail.models import Page, TaskState
from wagtail_localize.models import Translation


def review(key: int) -> TaskState | None:
    """Of a version of a page, whether it still waits or is over; None where there is no such review."""
    found = TaskState.objects.select_related("revision__user", "task", "workflow_state__workflow").filter(pk=key)
    return found.first()


def translated(key: int) -> tuple[Translation | None, Page | None]:
    """A page that is translated word by word, as its own kind of page, and its translation; None where it is not."""
    page = Page.objects.filter(pk=key).select_related("locale").first()
    if page is None:
        return None, None
    found = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale, enabled=True)
    return found.first(), page.specific
