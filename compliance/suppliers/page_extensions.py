"""Collect what apps above add to the page of a supplier and to that of a site.

An app offers `cards(membership, supplier, sites, *, today) -> dict` in its own supplier_cards.py, and the pages'
templates show them. Beside its cards it may list in `about` the UUIDs of objects whose lines of history belong to the
place.
"""

from collections.abc import Collection
from datetime import date
from importlib import import_module
from uuid import UUID

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from compliance.organisations.models import Membership
from compliance.suppliers.models import Site, Supplier
from portal.core.types import Context


def get_cards(
    membership: Membership, supplier: Supplier, sites: Collection[Site], *, today: date
) -> dict[str, Context]:
    """Return the cards of each app, by its label. sites: all of the supplier's, or the one whose page it is."""
    return {
        app.label: import_module(f"{app.name}.supplier_cards").cards(membership, supplier, sites, today=today)
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, "supplier_cards")
    }


def get_related_uuids(cards: dict[str, Context]) -> list[UUID]:
    """Return the UUIDs whose lines of history the cards name."""
    return [uuid for card in cards.values() for uuid in card.get("about", ())]
