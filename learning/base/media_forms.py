"""Forms of Wagtail's documents and images.

A file never changes once it is there. Pages that two people have read show it, so whoever replaced it alone would
publish alone: a changed file is a new upload, which a page then shows after its review.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from learning.base.image_forms import CleanImageMixin

IMMUTABLE_FILE_HELP = _(
    "You cannot replace a file. Upload the changed file as a new one and add it to the page instead of this "
    "one. Then submit the page for review."
)


class ImmutableFileMixin:
    """Offers the field of the file for a new upload only."""

    fields: dict[str, Any]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)
            # The bound field is there already: Wagtail's form asked for it.
            self["title"].help_text = IMMUTABLE_FILE_HELP  # type: ignore[index]


class DocumentForm(ImmutableFileMixin, BaseDocumentForm):
    pass


class ImageForm(ImmutableFileMixin, CleanImageMixin, BaseImageForm):
    pass
