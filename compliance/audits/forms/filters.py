"""The filters of the lists. An unknown value filters nothing."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from compliance.audits.choices import OPEN_STATUSES, AuditStatus, FindingStatus, Freshness, Grade
from compliance.audits.forms.fields import get_area_choices, get_issue_choices, get_scheme_choices
from portal.core.forms import SharedChoiceField

ALL_CHOICE = ("", gettext_lazy("All"))
DUE_SOON_PERIOD = timedelta(days=30)


class _Filter(forms.Form):
    cached_answers = frozenset({"q"})
    mark_optional = False

    def chosen(self) -> dict[str, str]:
        """Return the valid values that were chosen; the rest is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class AuditFilter(_Filter):
    """The filter of audits."""

    cached_fields = frozenset({"scheme", "status", "freshness"})

    q = forms.CharField(label=gettext_lazy("Site, supplier or reference"), required=False, max_length=100)
    scheme = SharedChoiceField(
        label=gettext_lazy("Scheme"), choices=lambda: [ALL_CHOICE, *get_scheme_choices()], required=False
    )
    status = SharedChoiceField(label=gettext_lazy("Status"), choices=[ALL_CHOICE, *AuditStatus.choices], required=False)
    freshness = SharedChoiceField(
        label=gettext_lazy("Freshness"), choices=[ALL_CHOICE, *Freshness.choices], required=False
    )
    year = SharedChoiceField(label=gettext_lazy("Year it ended"), required=False)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [ALL_CHOICE, *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]

    def query(self) -> Q:
        """Return the condition of the chosen values."""
        values = self.chosen()
        condition = Q()
        if text := values.get("q"):
            condition &= (
                Q(site__name__icontains=text) | Q(site__supplier__name__icontains=text) | Q(audit_ref__icontains=text)
            )
        if "year" in values:
            condition &= Q(ended_on__year=int(values["year"]))
        for name in ("scheme", "status"):
            if name in values:
                condition &= Q(**{name: values[name]})
        return condition


DUE_CHOICES = (
    ALL_CHOICE,
    ("late", gettext_lazy("Overdue")),
    ("soon", gettext_lazy("Within 30 days")),
    ("later", gettext_lazy("Later")),
    ("none", gettext_lazy("No date")),
)
ANY_OPEN = "any_open"


class FindingFilter(_Filter):
    """The filter of findings."""

    cached_fields = frozenset({"grade", "issue", "area", "due", "status"})

    q = forms.CharField(label=gettext_lazy("Site, supplier or reference"), required=False, max_length=100)
    grade = SharedChoiceField(label=gettext_lazy("Grade"), choices=[ALL_CHOICE, *Grade.choices], required=False)
    issue = SharedChoiceField(
        label=gettext_lazy("Kind of finding"), choices=lambda: [ALL_CHOICE, *get_issue_choices()], required=False
    )
    area = SharedChoiceField(
        label=gettext_lazy("Code area"), choices=lambda: [ALL_CHOICE, *get_area_choices()], required=False
    )
    due = SharedChoiceField(label=gettext_lazy("Due"), choices=DUE_CHOICES, required=False)
    status = SharedChoiceField(
        label=gettext_lazy("Status"),
        choices=[ALL_CHOICE, (ANY_OPEN, gettext_lazy("Any open status")), *FindingStatus.choices],
        required=False,
    )

    def query(self, today: date) -> Q:
        """Return the condition of the chosen values."""
        values = self.chosen()
        condition = Q()
        if text := values.get("q"):
            condition &= (
                Q(audit__site__name__icontains=text)
                | Q(audit__site__supplier__name__icontains=text)
                | Q(audit__audit_ref__icontains=text)
                | Q(finding_ref__icontains=text)
            )
        for name, field in (("grade", "grade"), ("issue", "issue_code"), ("area", "code_area")):
            if name in values:
                condition &= Q(**{field: values[name]})
        if "status" in values:
            condition &= Q(status__in=OPEN_STATUSES) if values["status"] == ANY_OPEN else Q(status=values["status"])
        return condition & _due_query(values.get("due", ""), today)

    @property
    def reveals_details(self) -> bool:
        """Return whether the filter would reveal what restricted details hide: the kind of finding, and its area."""
        return bool(self.chosen().keys() & {"issue", "area"})


class ActionFilter(_Filter):
    """The filter of open actions and, with the same labels, of findings that have none."""

    cached_fields = frozenset({"due", "status"})

    q = forms.CharField(label=gettext_lazy("Site, supplier or reference"), required=False, max_length=100)
    due = SharedChoiceField(label=gettext_lazy("Due"), choices=DUE_CHOICES, required=False)
    status = SharedChoiceField(
        label=gettext_lazy("Status"),
        choices=[ALL_CHOICE, *(choice for choice in FindingStatus.choices if choice[0] in OPEN_STATUSES)],
        required=False,
    )

    def query(self, today: date, *, finding: str) -> Q:
        """Return the condition. finding: the lookup from a row to its finding, as "finding__", or "" for a finding."""
        values = self.chosen()
        condition = Q(status=values["status"]) if "status" in values else Q()
        if text := values.get("q"):
            audit = f"{finding}audit__"
            condition &= (
                Q(**{f"{audit}site__name__icontains": text})
                | Q(**{f"{audit}site__supplier__name__icontains": text})
                | Q(**{f"{audit}audit_ref__icontains": text})
                | Q(**{f"{finding}finding_ref__icontains": text})
            )
        return condition & _due_query(values.get("due", ""), today)

    def in_words(self) -> str:
        """Return the chosen values in words."""
        values = self.chosen()
        parts = [values["q"]] if "q" in values else []
        for name in ("due", "status"):
            if name in values:
                parts.append(str(dict(self.fields[name].choices)[values[name]]))  # type: ignore[attr-defined]
        return ", ".join(parts)


def _due_query(when: str, today: date) -> Q:
    """Return the condition of a due choice. Only open rows are late."""
    return {
        "": Q(),
        "late": Q(due_on__lt=today, status__in=OPEN_STATUSES),
        "soon": Q(due_on__gte=today, due_on__lte=today + DUE_SOON_PERIOD),
        "later": Q(due_on__gt=today + DUE_SOON_PERIOD),
        "none": Q(due_on=None),
    }[when]


class SiteSearch(_Filter):
    """The search for a site."""

    q = forms.CharField(label=gettext_lazy("Site or supplier"), required=False, max_length=100)

    def query(self) -> Q:
        """Return the condition of the search."""
        text = self.chosen().get("q")
        return (
            Q(name__icontains=text) | Q(supplier__name__icontains=text) | Q(site_ref__icontains=text) if text else Q()
        )
