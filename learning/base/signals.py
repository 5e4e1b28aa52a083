"""Receivers of Wagtail's signals: something that pages are made of has changed."""

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from portal.core import page_cache

PAGE_PART_MODELS = (
    Page,
    PageViewRestriction,
    Site,
    AbstractImage,
    AbstractDocument,
    Collection,
    CollectionViewRestriction,
)


def part_changed(sender: type[Model], **kwargs: object) -> None:
    if issubclass(sender, PAGE_PART_MODELS):
        page_cache.bump_edition()


def page_changed(sender: type[Page], **kwargs: object) -> None:
    """Clear what was kept of a page that was moved, published or taken back: Wagtail writes some of it without a
    save.
    """
    page_cache.bump_edition()


def connect_signals() -> None:
    for signal in (post_save, post_delete):
        signal.connect(part_changed)
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(page_changed)
