"""Wagtail's ground: the base of every page, and our own image and document models (style 1.9)."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page


class BasePage(Page):
    """What every page of ours shares. Abstract: decision record 2 says why the base page is not swapped."""

    class Meta:
        abstract = True


class PortalImage(AbstractImage):
    admin_form_fields = Image.admin_form_fields


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]


class PortalDocument(AbstractDocument):
    admin_form_fields = Document.admin_form_fields
