"""What the list of suppliers offers to choose: countries, categories, owners, saved views and columns, in one query."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast

from compliance.organisations.models import Membership
from compliance.suppliers.models import ColumnChoice, SavedView, Site, Supplier
from compliance.suppliers.selectors.owners import get_all_owner_candidates
from portal.core.distinct_values import Statement, build_choices
from portal.core.prepared import prepared_statement


@dataclass(frozen=True)
class ViewLine:
    """A saved view as the list names it."""

    uuid: UUID
    name: str
    query: str
    is_shared: bool


@dataclass
class RegisterChoices:
    """Hold the choices of one member. owners: names by public id. columns: those that the member chose, or None.

    tier_until: the first day on which a stored tier may no longer be right."""

    countries: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    views: list[ViewLine] = field(default_factory=list)
    columns: list[str] | None = None
    tier_until: date | None = None


def get_register_choices(membership: Membership) -> RegisterChoices:
    """Return what the member may choose from on the list of suppliers."""
    choices = RegisterChoices()
    for kind, first, second, third, fourth in _fetch_choices(membership.organisation_id, membership.user_id):
        if kind == "country" and first and first not in choices.countries:
            choices.countries.append(first)
        elif kind == "category" and first:
            choices.categories.append(first)
        elif kind == "owner":
            choices.owners[str(UUID(first))] = second or third
        elif kind == "tier_until" and first:
            choices.tier_until = date.fromisoformat(first)
        elif kind == "columns":
            choices.columns = first.split(",")
        elif kind == "view":
            choices.views.append(ViewLine(UUID(first), second, third, fourth.casefold() in ("1", "true", "t")))
    choices.countries.sort()
    choices.views.sort(key=lambda view: view.name.casefold())
    return choices


@prepared_statement(Supplier)
def _fetch_choices(connection: BaseDatabaseWrapper, organisation: Any, user: Any) -> Statement:  # Any: Parameters
    """Return a query for rows of five texts: what kind of choice, and the choice itself."""
    views = SavedView.objects.for_organisation(organisation).filter(Q(is_shared=True) | Q(made_by=user))
    owners = get_all_owner_candidates().filter(organisation=organisation)
    columns = ColumnChoice.objects.for_organisation(organisation).filter(user=user)
    rows = [
        views.order_by().values_list(_text("view"), _cast("uuid"), _cast("name"), _cast("query"), _cast("is_shared")),
        owners.order_by().values_list(
            _text("owner"), _cast("user__uuid"), _cast("user__first_name"), _cast("user__email"), _text("")
        ),
        columns.order_by().values_list(_text("columns"), _cast("columns"), _text(""), _text(""), _text("")),
    ]
    distinct = {"country": ((Supplier, Site), "country"), "category": ((Supplier,), "category")}
    least = {"tier_until": (Supplier, "tier_until")}
    return build_choices(connection, distinct, rows, least=least, organisation=organisation)


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _cast(name: str) -> Cast:
    return Cast(name, CharField(max_length=1000))
