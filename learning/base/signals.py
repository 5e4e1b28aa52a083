"""Receivers of Wagtail's signals: something that pages are made of has changed."""

from django.apps import apps
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
    page_cache.bump_edition()


def row_deleted(sender: type[Model], **kwargs: object) -> None:
    """Take every model's deletes: with a receiver, Django looks for rows before it deletes. Without one it sends DELETE
    at once, which the guards of tables on PostgreSQL refuse even where there is no row.
    """
    if issubclass(sender, PAGE_PART_MODELS):
        page_cache.bump_edition()


def page_changed(sender: type[Page], **kwargs: object) -> None:
    """Clear what was kept of a page that was moved, published or taken back: Wagtail writes some of it without a
    save.
    """
    page_cache.bump_edition()


def connect_signals() -> None:
    for model in apps.get_models():
        if issubclass(model, PAGE_PART_MODELS):
            post_save.connect(part_changed, sender=model)
    post_delete.connect(row_deleted)
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(page_changed)
