"""The internal month of the helpline as tables, from clear columns: it needs no unlocked desk (helpline 2.2)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.choices import Age, Category, Closure, ContactCategory, Direction, Level
from compliance.casework.choices_sharing import InterpreterMode, ReferralStatus
from compliance.casework.models import (
    Case,
    CaseLocation,
    CaseSupplyChainLink,
    Contact,
    Exploiter,
    InterpreterSession,
    PersonGroup,
    Referral,
    Signpost,
)
from compliance.casework.permissions import without_kept_out
from compliance.casework.rules import figures as rules
from compliance.casework.rules.figures import UNKNOWN, Asked, Met, Target
from compliance.casework.rules.small_numbers import hide_small_numbers
from compliance.casework.services import whole
from portal.accounts.models import User
from portal.reference import helpline, nrm, places
from portal.reference.words import country_list

MONTHS = 24
GUIDANCE = "guidance"


@dataclass(frozen=True)
class Month:
    """begins, ends: the first moment of it and of the next one, by the clocks people see."""

    first: date

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def begins(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        return _midnight(_next(self.first))

    def __str__(self) -> str:
        return date_format(self.first, "F Y")


@dataclass(frozen=True)
class Table:
    """title: at most 31 characters, for it names a sheet. rows: words first, then numbers; None where none is known."""

    title: str
    heads: tuple[str, ...]
    rows: list[list[Any]]
    note: str = ""


def months(today: date) -> list[Month]:
    """This one and those before it, the newest first."""
    found, first = [], today.replace(day=1)
    for _number in range(MONTHS):
        found.append(Month(first))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def tables_for(month: Month, reader: User, *, shows_small_numbers: bool) -> list[Table]:
    """Return the tables of the month as somebody may read them."""
    return [table if shows_small_numbers else without_small_numbers(table) for table in tables(month, reader)]


def without_small_numbers(table: Table) -> Table:
    return replace(table, rows=hide_small_numbers(table.rows))


def tables(month: Month, reader: User | None = None) -> list[Table]:
    """Return all tables; with a reader, without the cases they are kept out of.

    A small number could tell them that such a case exists.
    """
    return [
        *_contact_tables(month, reader),
        targets_table(month, reader),
        _referrals(month, reader),
        _signposts(month, reader),
        _interpreters(month, reader),
        *_case_tables(month, reader),
        _closures(month, reader),
    ]


def _contact_tables(month: Month, reader: User | None) -> list[Table]:
    inward = Contact.objects.filter(direction=Direction.IN, hour__gte=month.begins, hour__lt=month.ends)
    inward = _known(inward, reader, "case")
    rows = list(inward.values_list("channel", "hour", "language", "category", "case__category", "purpose"))
    hours = Counter(timezone.localtime(row[1]).hour for row in rows)
    return [
        _counted(_("Contacts by channel"), _("Channel"), (row[0] for row in rows), helpline.codes("contact_channel")),
        Table(
            _("Contacts by hour"),
            (_("Hour of the day"), _("Contacts")),
            [[f"{hour:02d}:00 – {hour:02d}:59", hours[hour]] for hour in range(24)] if rows else [],
        ),
        _counted(_("Contacts by language"), _("Language"), (row[2] for row in rows), helpline.codes("language")),
        _counted(
            _("Contacts by category"), _("Category"), (row[4] or row[3] for row in rows), dict(ContactCategory.choices)
        ),
        _counted(_("Contacts by purpose"), _("Purpose"), (row[5] for row in rows), helpline.codes("contact_purpose")),
    ]


def _known[Rows: QuerySet](rows: Rows, reader: User | None, case: str = "pk") -> Rows:
    return rows if reader is None else without_kept_out(rows, reader, case)


def _counted(title: str, head: str, codes: Iterable[str], labels: dict[Any, Any], counts: str = "") -> Table:
    found = rules.count(codes, labels)
    return Table(title, (head, counts or _("Contacts")), [[_label(code, labels), n] for code, n in found.items()])


def _label(code: str, labels: dict[Any, Any]) -> str:
    if code in labels:
        return str(_(str(labels[code])))
    return _("Not known") if code == UNKNOWN else code


def targets_table(month: Month, reader: User | None) -> Table:
    """Return how many cases opened in the month had their first action and their referral in time, by level."""
    opened = Case.objects.filter(opened_at__gte=month.begins, opened_at__lt=month.ends, merged_into=None)
    opened = _known(opened, reader)
    columns = ("level", "is_first_action_in_time", "is_referral_in_time")
    found = rules.targets((Target(*row) for row in opened.values_list(*columns)), Level.values)
    return Table(
        _("Targets met"),
        (_("Level"), _("First act in time"), _("Of"), _("%"), _("Referral in time"), _("Of"), _("%")),
        [
            [str(Level(level).label), *_met(first), *_met(referral)]
            for level, (first, referral) in found.items()
            if first.known or referral.known
        ],
        _("Cases opened in the month, by their level now. Those of which it is not known yet are left out."),
    )


def _met(found: Met) -> list[int | None]:
    return [found.met, found.known, found.percent]


def _referrals(month: Month, reader: User | None) -> Table:
    """What no partner has answered is said openly (helpline 2.5)."""
    sent = Referral.objects.filter(sent_at__gte=month.begins, sent_at__lt=month.ends)
    sent = _known(sent, reader, "case")
    kinds, outcomes = helpline.codes("referral_target_type"), helpline.codes("referral_outcome")
    found = Counter(sent.values_list("target_type", "outcome", "status"))
    rows = [
        [
            _label(target, kinds),
            str(ReferralStatus(status).label),
            _label(outcome, outcomes) if outcome else _("No feedback"),
            number,
        ]
        for (target, outcome, status), number in sorted(found.items())
    ]
    return Table(_("Referrals and outcomes"), (_("To"), _("State"), _("Outcome"), _("Referrals")), rows)


def _signposts(month: Month, reader: User | None) -> Table:
    """What the reporters were told of: services by what they are for, and pages of our guidance."""
    rows = _known(Signpost.objects.filter(at__gte=month.begins, at__lt=month.ends), reader, "case")
    named = rows.values_list("kind", "code")
    labels = helpline.codes("service_type") | {GUIDANCE: gettext_lazy("A page of our guidance")}
    codes = (GUIDANCE if kind == GUIDANCE else code for kind, code in named)
    return _counted(_("Signposts"), _("What was named"), codes, labels, _("Times"))


def _interpreters(month: Month, reader: User | None) -> Table:
    """Requests only: a companion who was refused asked for none (helpline 2.7)."""
    asked = InterpreterSession.objects.filter(hour__gte=month.begins, hour__lt=month.ends)
    asked = _known(asked, reader, "contact__case")
    asked = asked.exclude(mode__in=(InterpreterMode.INFORMAL_REFUSED, InterpreterMode.NONE))
    requests = (Asked(*row) for row in asked.values_list("language", "wait_seconds", "is_gender_met"))
    labels = helpline.codes("language")
    return Table(
        _("Interpreters"),
        (
            _("Language"),
            _("Requests"),
            _("Joined"),
            _("Not joined"),
            _("Median wait, seconds"),
            _("Longest wait, seconds"),
            _("Wishes for a woman or a man"),
            _("Of them met"),
        ),
        [
            [
                _label(language, labels), wait.requests, wait.joined, wait.not_joined, wait.median, wait.longest,
                wait.wishes.known, wait.wishes.met,
            ]
            for language, wait in rules.waits(requests).items()
        ],
    )  # fmt: skip


def _case_tables(month: Month, reader: User | None) -> list[Table]:
    """Of cases opened in the month; one merged into another counts there (helpline 2.1)."""
    opened = Case.objects.filter(opened_at__gte=month.begins, opened_at__lt=month.ends, merged_into=None)
    opened = _known(opened, reader)
    columns = ("category", "age_of_person", "exploitation_types", "sectors", "region", "police_force", "nationalities")
    rows = list(opened.values_list("pk", *columns))
    keys, kinds, ages, types, sectors, regions, forces, nationalities = zip(*rows, strict=True) if rows else ((),) * 8
    names = {force.code: force.name for force in places.police_forces().values()}
    cases = _("Cases")
    return [
        _counted(_("Cases by category"), _("Category"), kinds, dict(Category.choices), cases),
        _counted(_("Cases by age"), _("Age"), ages, dict(Age.choices), cases),
        _several(_("Cases by exploitation"), _("Exploitation"), types, helpline.codes("exploitation_type"), cases),
        _several(_("Cases by sector"), _("Sector"), sectors, helpline.codes("sector"), cases),
        _counted(_("Cases by region"), _("Region"), regions, helpline.codes("region"), cases),
        _counted(_("Cases by police force"), _("Police force"), forces, names, cases),
        _several(_("Cases by nationality"), _("Nationality"), nationalities, nrm.accepted("nationalities"), cases),
        *_described_tables(set(keys)),
    ]


def _described_tables(counted: set[UUID]) -> list[Table]:
    """Of what describes the cases: countries, people affected, who may be responsible, businesses."""
    top = whole.by_top()
    of_them = {"case__in": counted | {merged for merged, into in top.items() if into in counted}}
    where = CaseLocation.objects.filter(**of_them).exclude(country="").values_list("country", "case")
    abroad = {(code, top.get(case, case)) for code, case in where}
    groups = list(PersonGroup.objects.filter(**of_them).values_list("gender", "age_bands"))
    responsible = Exploiter.objects.filter(**of_them).values_list("nationalities", flat=True)
    tiers = CaseSupplyChainLink.objects.filter(**of_them).values_list("tier", flat=True)
    nationalities, bands = nrm.accepted("nationalities"), helpline.codes("age_band")
    people, entries = _("Groups"), _("Entries")
    return [
        _several(_("Cases by country"), _("Country"), ([code] for code, _c in abroad), country_list(), _("Cases")),
        _counted(_("People by gender"), _("Gender"), (g for g, _b in groups), helpline.codes("group_gender"), people),
        _several(_("People by age band"), _("Age band"), (found for _g, found in groups), bands, people),
        _several(_("Exploiters by nationality"), _("Nationality"), responsible, nationalities, entries),
        _counted(_("Businesses by tier"), _("Tier"), tiers, helpline.codes("supply_chain_tier"), entries),
    ]


def _several(title: str, head: str, values: Iterable[list[str]], labels: dict[Any, Any], counts: str) -> Table:
    codes = [code for value in values for code in value or [UNKNOWN]]
    table = _counted(title, head, codes, labels, counts)
    return Table(table.title, table.heads, table.rows, _("One may count in more than one row."))


def _closures(month: Month, reader: User | None) -> Table:
    closed = Case.objects.filter(closed_at__gte=month.begins, closed_at__lt=month.ends, merged_into=None)
    closed = _known(closed, reader)
    reasons = closed.values_list("closure_reason", flat=True)
    return _counted(_("Cases closed"), _("Reason"), reasons, dict(Closure.choices), _("Cases"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 — made aware


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
