"""The files of published figures, each written once."""

from django.db import models

from compliance.statistics.choices import FileKind
from compliance.statistics.models.releases import Release


class ReleaseFile(models.Model):
    """The bytes of a published release in one form: triggers.py has the database refuse any change.

    See docs/requirements/statistics.md#downloads.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=20, choices=FileKind)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("release", "kind"), name="one_file_a_kind_of_figures")]

    def __str__(self) -> str:
        return f"{self.release_id}.{self.kind}"
