"""Base models of Wagtail: the base of every page, its review, and our own image and document models.

See docs/requirements/experience.md#wagtail-base.
"""

from learning.base.models.media import FileChanged, PortalDocument, PortalImage, PortalRendition
from learning.base.models.pages import BasePage
from learning.base.models.review import SecondPersonReview

__all__ = [
    "BasePage",
    "FileChanged",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "SecondPersonReview",
]
