"""What colleagues ask on a draft: a thread of a comment and its replies, open until it is resolved."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from compliance.organisations.querysets import OwnedQuerySet
from compliance.statements.choices import SECTIONS
from compliance.statements.models.draft import Version
from portal.core.models import PublicIdModel

REWORDED_WITHIN = timedelta(minutes=10)


class Comment(PublicIdModel):
    """A reviewer's question on a section, or on the whole statement."""

    organisation_path = "version__statement__organisation"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="comments")
    section = models.CharField(max_length=20, choices=SECTIONS, blank=True)
    text = models.TextField(max_length=5000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", help_text="who should look at it")
    written_at = models.DateTimeField(auto_now_add=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("written_at",)

    def __str__(self) -> str:
        return f"Comment on {self.version}"

    @property
    def last_word(self) -> "Comment | Reply":
        """Return the latest reply, else the comment itself. Prefetch the replies for a list."""
        return next(reversed(self.replies.all()), self)

    def is_rewordable(self, *, by, at: datetime) -> bool:
        """Tell whether its author may reword it: the last word of an open thread, while it is fresh."""
        last = self.last_word
        return not self.resolved_at and last.author_id == by.pk and at - last.written_at <= REWORDED_WITHIN


class Reply(PublicIdModel):
    """What somebody says to a comment."""

    organisation_path = "comment__version__statement__organisation"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField(max_length=5000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", help_text="who should look at it")
    written_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"Reply to {self.comment}"
