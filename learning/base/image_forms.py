"""Forms of pictures for guidance, which remove who took them, when and where: Wagtail hands EXIF on to what readers
load.
"""

from django import forms
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files import file_types
from portal.files.attachment_types import WEBP
from portal.files.file_types import JPG, PICTURES


class CleanImageMixin(forms.BaseForm):
    """The part of the form of every picture that takes its file."""

    def clean_file(self) -> File | None:
        """Return the picture drawn anew from its pixels. Raises portal.files.file_types.Refused, a ValidationError."""
        upload = self.cleaned_data["file"]
        if not upload or "file" not in self.changed_data:
            return upload
        upload.seek(0)
        body = upload.read()
        kind = next((kind for kind in (*PICTURES, WEBP) if kind.fits(body)), None)
        if kind is None:
            return upload
        name = upload.name
        if kind == WEBP:
            # It is drawn anew as JPEG.
            target_kind, name = JPG, f"{name.rpartition('.')[0]}.{JPG.extensions[0]}"
        else:
            target_kind = kind
        return SimpleUploadedFile(name, file_types.clean_file(kind, body), content_type=target_kind.content_type)
