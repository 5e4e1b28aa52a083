"""The slug of an organisation: set when it is created, and corrected when it is first confirmed."""

import re

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from compliance.organisations.models import Organisation
from compliance.organisations.rules.slugs import MAX_SLUG_LENGTH, make_unique_slug

MAX_ATTEMPTS = 5


def save_with_slug(organisation: Organisation) -> Organisation:
    """Save the organisation with a slug of its own. Slugs are never reused, so all rows are checked; a race gets the
    next number.
    """
    base = slugify(organisation.name)
    for _ in range(MAX_ATTEMPTS):
        organisation.slug = make_unique_slug(base, lambda slug: Organisation.objects.filter(slug=slug).exists())
        try:
            with transaction.atomic():
                organisation.save()
        except IntegrityError:
            continue
        return organisation
    raise RuntimeError(f"No free slug for {base!r} after {MAX_ATTEMPTS} tries.")


def fit_slug(organisation: Organisation) -> None:
    """Make the slug match the confirmed name before the first public page exists.

    Else somebody could call themselves by a known name, and rename themselves before they are confirmed.
    """
    base = slugify(organisation.name)[:MAX_SLUG_LENGTH].strip("-")
    if not re.fullmatch(rf"{re.escape(base)}(-[0-9]+)?|organisation-.*", organisation.slug):
        save_with_slug(organisation)
