"""The queryset of rows that belong to one organisation, directly or through a parent."""

from typing import Self

from django.db import models


class OwnedQuerySet(models.QuerySet):
    """A queryset that can be limited to one organisation."""

    def for_organisation(self, organisation) -> Self:
        """Return that organisation's rows only; the model names the lookup in organisation_path."""
        path = getattr(self.model, "organisation_path", "organisation")
        return self.filter(**{path: organisation})
