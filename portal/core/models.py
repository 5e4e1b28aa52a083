"""Nothing here knows a business; every app may use it."""

import uuid

from django.db import models


class PublicIdModel(models.Model):
    """A row that addresses name by a random id, so that an address tells neither order nor number."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
