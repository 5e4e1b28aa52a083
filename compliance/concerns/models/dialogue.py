"""The messages after a concern was sent, and the files of draft and concern."""

from django.db import models
from django.db.models import Q

from compliance.concerns.choices import Author, FileRole, Scan
from compliance.concerns.models.concern import Concern
from compliance.concerns.models.draft import Draft
from portal.vault.fields import SealedField
from portal.vault.models import RandomIdModel


class Message(RandomIdModel):
    """A message. day: for display. The exact time is encrypted with the text and orders messages.

    is_seen: by the side that did not write it.
    """

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(max_length=10, choices=Author)
    text = SealedField()
    day = models.DateField()
    is_seen = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Message {self.uuid}"


class ConcernFile(RandomIdModel):
    """A file under its own key; its bytes are encrypted in chunks in private storage.

    Of a draft it has no facts here: name, key and all else are in the draft's blob. Sent, they are sealed in `facts`
    under the concern's key: name, note, what was removed, when it came, and the file's key.
    size: bytes, for limits. kind: the name of a portal.files kind.
    """

    concern = models.ForeignKey(Concern, null=True, on_delete=models.CASCADE, related_name="files")
    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField(help_text="bytes")
    role = models.CharField(max_length=10, choices=FileRole)
    scan = models.CharField(max_length=15, choices=Scan)
    facts = SealedField(default=bytes)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="concerns_file_of_one_thing",
                condition=Q(concern__isnull=True, draft__isnull=False) | Q(concern__isnull=False, draft__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"File {self.uuid}"
