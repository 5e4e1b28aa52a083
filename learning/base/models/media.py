"""Our own image and document models, so that both can grow without a change of table names."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class FileChanged(Exception):
    """A save would put another file behind a document or picture that exists."""


class FixedFileMixin:
    """A file stays as it was when two people saw it: whatever would replace it is refused, by whichever door."""

    pk: Any
    file: Any
    _default_manager: Any

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raise FileChanged where another file is put behind a row that exists."""
        names = kwargs.get("update_fields")
        if self.pk and (names is None or "file" in names):
            stored = type(self)._default_manager.filter(pk=self.pk).values_list("file", flat=True).first()
            if stored and (stored != self.file.name or not self.file._committed):
                raise FileChanged(f"The file of “{self}” cannot be replaced.")
        super().save(*args, **kwargs)  # type: ignore[misc]  # Wagtail's models follow


class PortalImage(FixedFileMixin, AbstractImage):
    admin_form_fields = Image.admin_form_fields


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]


class PortalDocument(FixedFileMixin, AbstractDocument):
    admin_form_fields = Document.admin_form_fields

    def clean(self) -> None:
        """Refuse a new file that is not what its name says."""
        # The readers of PDFs and pictures take a tenth of a second to load, which no command should wait for.
        from learning.base.document_types import check_document  # noqa: PLC0415

        super().clean()
        if self.file and not self.file._committed:
            try:
                check_document(self.file.name, self.file.open("rb").read())
            except ValidationError as refused:
                raise ValidationError({"file": refused.messages}) from refused
            self.file.seek(0)
