"""Numbers of public services, for texts that name a service."""

from learning.directory.models import Phone


def get_public_phones() -> dict[str, str]:
    """Return the first public number of each service that everybody may find, by the service's slug: one query."""
    rows = Phone.objects.filter(is_public=True, service__is_public=True).order_by("-position", "-pk")
    # Of several rows of a service the last one wins, so the first number comes last.
    return dict(rows.values_list("service__slug", "number"))
