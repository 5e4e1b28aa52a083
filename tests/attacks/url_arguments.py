"""Addresses of a case, for whatever is in them."""

from django.urls import get_resolver


def needed(name: str) -> set[str]:
    """What an address of the register has in it beside the uuid of its case."""
    space, _, own = name.partition(":")
    _prefix, resolver = get_resolver().namespace_dict[space]
    return set(resolver.reverse_dict[own][0][0][1]) - {"uuid"}
