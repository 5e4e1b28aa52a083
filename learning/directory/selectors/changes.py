"""A change of an entry as people compare it: each fact by the name of its field, old beside new."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from learning.directory import need_categories, ons_areas
from learning.directory.choices import Status, Visibility
from learning.directory.forms.entry import EntryForm
from learning.directory.forms.own_entry import OwnEntryForm
from learning.directory.models import EntryChange
from portal.reference import helpline

FIELDS = {
    "provider.name": "provider_name",
    "provider.description": "provider_description",
    "provider.email": "provider_email",
    **{f"provider.{name}": name for name in ("website", "charity_number", "company_number")},
    **{f"place.{name}": name for name in ("address", "city", "postcode", "accessibility")},
}
LABELS: dict[str, Callable[[str], str | Promise]] = {
    "needs": lambda code: helpline.get_label(need_categories.HELPLINE_LIST, code),
    "audiences": need_categories.get_audience_label,
    "areas": ons_areas.get_name,
    "languages": lambda code: helpline.get_label("language", code),
    "status": lambda code: Status(code).label,
    "visibility": lambda code: Visibility(code).label,
}


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A changed fact in words."""

    name: str
    before: str
    after: str


def describe_changes(change: EntryChange) -> list[ChangedFact]:
    """Return the changed facts in the order of the form."""
    fields = {**OwnEntryForm.base_fields, **EntryForm.base_fields}
    places: dict[str | None, int] = {name: index for index, name in enumerate(fields)}
    names = sorted(change.after, key=lambda name: places.get(FIELDS.get(name, name), -1))
    return [
        ChangedFact(_get_name(name, fields), _describe(name, change.before[name]), _describe(name, change.after[name]))
        for name in names
    ]


def list_names(names: Iterable[str]) -> str:
    """Return the names of facts as their fields are called, joined by commas."""
    fields = {**OwnEntryForm.base_fields, **EntryForm.base_fields}
    return ", ".join(_get_name(name, fields) for name in names) or _("no details yet")


def _get_name(name: str, fields: Mapping[str, Any]) -> str:
    if name == "place.is_public":
        return _("Address shown to everyone")
    field = fields.get(FIELDS.get(name, name))
    return str(field.label) if field else name.replace("_", " ")


def _describe(name: str, value: Any) -> str:  # Any: what JSON holds
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, "", []):
        return _("None")
    label: Callable[[str], str | Promise] = LABELS.get(name, str)
    return ", ".join(str(label(code)) for code in value) if isinstance(value, list) else str(label(value))
