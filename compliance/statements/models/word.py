"""A Word document of a draft that came back: what stood in each area, and what was decided about it."""

from django.conf import settings
from django.db import models

from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.choices import SECTIONS, WordDecision
from compliance.statements.models.draft import Version
from portal.core.models import PublicIdModel
from portal.files.models import StoredFile


class WordReturn(PublicIdModel):
    """One document. The file itself is not kept: every word of it is in its parts."""

    organisation_path = "version__statement__organisation"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="word_returns")
    name = models.CharField(max_length=255, help_text="of the file")
    is_of_another = models.BooleanField(default=False, help_text="it was made from another version, or by another way")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at",)

    def __str__(self) -> str:
        return self.name


class Proposed(PublicIdModel):
    """What came with a document, until somebody takes it over or leaves it out."""

    decision = models.CharField(max_length=10, choices=WordDecision, default=WordDecision.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class WordPart(Proposed):
    """The text of one area, or text that stands in none.

    base: the text that the document began from; where that is not known, the text here when it came.
    comments: [{"author", "at": a day in ISO form or "", "quote": the words it is on, "text"}].
    """

    organisation_path = "word_return__version__statement__organisation"

    word_return = models.ForeignKey(WordReturn, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=20, choices=SECTIONS, blank=True, help_text="empty: in no area")
    after = models.CharField(max_length=20, choices=SECTIONS, blank=True, help_text="the area that it came after")
    html = models.TextField(blank=True)
    base = models.TextField(blank=True)
    base_revision = models.PositiveIntegerField(null=True, help_text="of the section; null where it is not known")
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)
    pictures = models.PositiveSmallIntegerField(default=0, help_text="in the document, not taken over")
    comments = models.JSONField(default=list)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=("word_return", "place"), name="one_part_a_place")]

    def __str__(self) -> str:
        return f"{self.word_return}: {self.section or 'text without an area'}"


class WordPicture(Proposed):
    """A picture that somebody put into the document, drawn anew; proposed as a figure of the part that it stands in."""

    organisation_path = "part__word_return__version__statement__organisation"

    part = models.ForeignKey(WordPart, on_delete=models.CASCADE, related_name="proposed")
    number = models.PositiveSmallIntegerField(help_text="of its mark in the text of the part, until it is decided")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField(help_text="pixels")
    height = models.PositiveIntegerField(help_text="pixels")
    alt = models.CharField(max_length=500, blank=True, help_text="Word's description of it")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("part", "number"), name="one_picture_a_number")]

    def __str__(self) -> str:
        return f"Picture {self.number} of {self.part}"
