"""A reference that no row has: six letters are few enough that one comes up twice in some ten thousand."""

from collections.abc import Callable

from django.db import models


def free(make: Callable[[], str], model: type[models.Model]) -> str:
    """A reference as `make` draws it, of which the table of `model` knows none."""
    while model._default_manager.filter(reference=(drawn := make())).exists():
        pass
    return drawn
