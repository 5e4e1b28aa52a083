"""Rows that belong to one organisation, directly or through a parent."""

from typing import Self

from django.db import models


class OwnedQuerySet(models.QuerySet):
    def for_organisation(self, organisation) -> Self:
        """Only that organisation's rows; the model says the way in organisation_path."""
        path = getattr(self.model, "organisation_path", "organisation")
        return self.filter(**{path: organisation})
