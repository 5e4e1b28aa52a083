"""Pictures of a statement: those of its drafts, and the copies that were published."""

from django.db import models

from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.models.draft import Statement
from compliance.statements.models.publication import Publication
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile

ALT_LENGTH, CAPTION_LENGTH = 500, 500


class Figure(PublicIdModel):
    """A picture that the text of a year can show by its number; private until a text that shows it is published."""

    organisation_path = "statement__organisation"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="figures")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    alt = models.CharField(max_length=ALT_LENGTH, help_text="what it says, for those who do not see it")
    caption = models.CharField(max_length=CAPTION_LENGTH, blank=True)
    is_logo = models.BooleanField(default=False, help_text="it stands on the cover")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("statement", "number"), name="one_figure_a_number"),
            models.UniqueConstraint(
                fields=("statement",), condition=models.Q(is_logo=True), name="one_logo_a_statement"
            ),
        ]

    def __str__(self) -> str:
        return f"Figure {self.number} of {self.statement}"


class PublishedFigure(models.Model):
    """The bytes of a figure as they were published; written once, like the documents of the publication."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="figures")
    number = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("publication", "number"), name="one_published_figure_a_number")]

    def __str__(self) -> str:
        return f"Figure {self.number} of {self.publication}"
