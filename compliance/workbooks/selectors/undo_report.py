"""Say what an undo left in the register, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.workbooks.models import Import


@dataclass(frozen=True, slots=True)
class RemainingRecord:
    """Hold a record by name, and why it was left."""

    name: str
    why: str


def get_remaining_records(upload: Import) -> list[RemainingRecord]:
    """Return the first of the records that remain; upload.undone counts all."""
    return [RemainingRecord(name, _describe_reason(hangs)) for name, hangs in upload.undone.get("stayed", [])]


def _describe_reason(hangs: Mapping[str, int]) -> str:
    if not hangs:
        return _("Someone has changed this since the upload.")
    return _("Other records depend on this: %(what)s.") % {
        "what": ", ".join(_count_label(model, n) for model, n in hangs.items())
    }


def _count_label(model: str, number: int) -> str:
    if model in MODEL_LABELS:
        return MODEL_LABELS[model](number) % {"n": number}
    meta: Any = apps.get_model(model)._meta
    return f"{number} {meta.verbose_name if number == 1 else meta.verbose_name_plural}"


MODEL_LABELS = {
    "audits.action": lambda n: ngettext("%(n)d action", "%(n)d actions", n),
    "audits.actionfile": lambda n: ngettext("%(n)d attached file", "%(n)d attached files", n),
    "audits.alert": lambda n: ngettext(
        "%(n)d alert that someone has taken on", "%(n)d alerts that someone has taken on", n
    ),
    "audits.audit": lambda n: ngettext("%(n)d audit", "%(n)d audits", n),
    "audits.auditfile": lambda n: ngettext("%(n)d attached file", "%(n)d attached files", n),
    "audits.carplan": lambda n: ngettext("%(n)d collaborative action plan", "%(n)d collaborative action plans", n),
    "audits.finding": lambda n: ngettext("%(n)d finding", "%(n)d findings", n),
    "audits.supplierlink": lambda n: ngettext("%(n)d link sent to the supplier", "%(n)d links sent to the supplier", n),
    "suppliers.control": lambda n: ngettext("%(n)d measure in place", "%(n)d measures in place", n),
    "suppliers.site": lambda n: ngettext("%(n)d site", "%(n)d sites", n),
    "suppliers.site_labour_providers": lambda n: ngettext("%(n)d labour provider", "%(n)d labour providers", n),
    "suppliers.supplyrelation": lambda n: ngettext(
        "%(n)d record of products or services", "%(n)d records of products or services", n
    ),
    "suppliers.workerfigures": lambda n: ngettext("%(n)d set of worker figures", "%(n)d sets of worker figures", n),
    "workbooks.import": lambda n: ngettext(
        "%(n)d workbook that the supplier sent back", "%(n)d workbooks that the supplier sent back", n
    ),
}
