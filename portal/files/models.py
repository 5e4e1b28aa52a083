"""Private uploads: kept encrypted, handed out by the app that owns them after its own fence.

See docs/requirements/security.md#private-downloads.
"""

from django.conf import settings
from django.db import models

from portal.core.models import PublicIdModel


class StoredFile(PublicIdModel):
    """A file somebody gave us. Its encrypted bytes lie in storage under the uuid; the name is only for showing.

    The scope is the uuid of the person where no organisation owns it.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        CLEAN = "clean", "Checked"
        REFUSED = "refused", "Refused"

    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    scope = models.UUIDField(db_index=True, help_text="the organisation that owns it")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
