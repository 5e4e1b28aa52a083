"""Queries of the editors' pages about reviews."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex, TaskState
from wagtail_localize.models import Translation

PUBLISHED_KINDS = (("training", "lesson"),)


def get_review(key: int) -> TaskState | None:
    """Return the review of a version of a page, waiting or over; None where there is no such review."""
    state = TaskState.objects.select_related("revision__user", "task", "workflow_state__workflow").filter(pk=key)
    return state.first()


def get_last_words(page: Any) -> TaskState | None:  # Any: a page or a course
    """Return the last answer to a review of the page, if its reviewer wrote something; None otherwise."""
    answered = TaskState.objects.for_instance(page).exclude(finished_at=None).select_related("finished_by")
    last = answered.order_by("finished_at", "pk").last()
    return last if last and last.comment.strip() else None


def get_translated_pages(key: int) -> tuple[Translation | None, Page | None]:
    """Return a page that is translated word by word, as its own kind of page, and its translation; None where it is
    not.
    """
    page = Page.objects.filter(pk=key).select_related("locale").first()
    if page is None:
        return None, None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    )
    return translation.first(), page.specific


def is_on_public_page(media: Any) -> bool:  # Any: the models of documents and pictures are settings
    """Return whether something published that anybody may read shows the file: its review was by a second person."""
    if ReferenceIndex.get_references_to(media).filter(base_content_type__in=_get_published_kinds()).exists():
        return True
    pages = ReferenceIndex.get_references_to(media).filter(base_content_type=ContentType.objects.get_for_model(Page))
    return (
        Page.objects.live()
        .public()
        .filter(pk__in=[int(key) for key in pages.values_list("object_id", flat=True)])
        .exists()
    )


def _get_published_kinds() -> list[ContentType]:
    """Return models of which every row was published by two people: the lessons of a course's versions."""
    return [ContentType.objects.get_by_natural_key(*kind) for kind in PUBLISHED_KINDS]


def get_unpublished_documents(draft: Any) -> list[Any]:  # Any: the document model is a setting
    """Return the documents that a version of a page shows and that nobody but editors can open yet."""
    model = get_document_model()
    kind = ContentType.objects.get_for_model(model).pk
    shown = {key for type_id, key, *_ in ReferenceIndex._extract_references_from_object(draft) if type_id == kind}
    documents = (
        model.objects.filter(pk__in=[int(key) for key in shown]).select_related("uploaded_by_user").order_by("title")
    )
    return [document for document in documents if not is_on_public_page(document)]
