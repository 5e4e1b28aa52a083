"""The internal month of the helpline as tables, from clear columns: it needs no unlocked desk.

See docs/requirements/helpline.md#coded-facts.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.casework.choices import Age, Category, Closure, ContactCategory, Direction, InterpreterMode, Level
from compliance.casework.hooks import registered
from compliance.casework.models import (
    Case,
    CaseLocation,
    CaseSupplyChainLink,
    Contact,
    Exploiter,
    InterpreterSession,
    PersonGroup,
    Signpost,
)
from compliance.casework.permissions import rows_counted_for
from compliance.casework.rules import monthly_statistics as rules
from compliance.casework.rules.monthly_statistics import InterpreterRequest, Met, Target
from compliance.casework.selectors.people_counts import find_self_told_cases, get_people_tables
from compliance.casework.selectors.statistics_crossed import get_cross_tables
from compliance.casework.selectors.statistics_of_calls import get_calls_made_table, get_calls_received_table
from compliance.casework.selectors.statistics_tables import Table, count_several, count_table, label_for
from compliance.casework.services import merged_cases
from compliance.concerns.models import Concern
from portal.accounts.models import User
from portal.reference import nrm, places
from portal.reference.helpline import get_labels
from portal.reference.synonyms import get_country_names

MAX_MONTHS = 24
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


def get_months(today: date) -> list[Month]:
    """Return this month and those before it, the newest first."""
    months, first = [], today.replace(day=1)
    for _number in range(MAX_MONTHS):
        months.append(Month(first))
        first = (first - timedelta(days=1)).replace(day=1)
    return months


def get_running_month(today: date) -> Month:
    return Month(today.replace(day=1))


def get_months_for(today: date, *, shows_running_month: bool) -> list[Month]:
    """Return the months that somebody may read: without the running month, of which two counts differ by one case.

    See docs/requirements/statistics.md#closed-months.
    """
    return get_months(today)[0 if shows_running_month else 1 :]


def get_tables_for(month: Month, reader: User, *, shows_small_numbers: bool) -> list[Table]:
    """Return the tables of the month as somebody may read them."""
    return [table if shows_small_numbers else table.without_small_numbers() for table in get_tables(month, reader)]


def get_tables(month: Month, reader: User | None = None) -> list[Table]:
    """Return all tables; with a reader, of the cases that are counted for them (permissions.rows_counted_for).

    A small number could tell them that another case exists.
    """
    return [
        *_contact_tables(month, reader),
        get_targets_table(month, reader),
        *_tables_of_referrals(month, reader),
        _signposts(month, reader),
        _interpreters(month, reader),
        *_case_tables(month, reader),
        _closures(month, reader),
    ]


def _contact_tables(month: Month, reader: User | None) -> list[Table]:
    columns = ("direction", "channel", "hour", "language", "category", "case__category", "purpose", "outcome")
    of_month = _known(Contact.objects.filter(hour__gte=month.begins, hour__lt=month.ends), reader, "case")
    contacts = list(of_month.values_list(*columns, "duration_minutes", named=True))
    rows = [row for row in contacts if row.direction == Direction.IN]
    hours = Counter(timezone.localtime(row.hour).hour for row in rows)
    categories = [row.case__category or row.category for row in rows]
    by_category = count_table(_("Contacts by category"), _("Category"), categories, dict(ContactCategory.choices))
    return [
        count_table(
            _("Contacts by channel"), _("Channel"), (row.channel for row in rows), get_labels("contact_channel")
        ),
        Table(
            _("Contacts by hour"),
            (_("Hour of the day"), _("Contacts")),
            [[f"{hour:02d}:00 – {hour:02d}:59", hours[hour]] for hour in range(24)] if rows else [],
        ),
        count_table(_("Contacts by language"), _("Language"), (row.language for row in rows), get_labels("language")),
        by_category,
        count_table(
            _("Contacts by purpose"), _("Purpose"), (row.purpose for row in rows), get_labels("contact_purpose")
        ),
        get_calls_received_table(zip(categories, rows, strict=True), by_category),
        get_calls_made_table(row for row in contacts if row.direction == Direction.OUT),
    ]


def _known[Rows: QuerySet](rows: Rows, reader: User | None, case: str = "pk") -> Rows:
    return rows if reader is None else rows_counted_for(rows, reader, case)


def get_targets_table(month: Month, reader: User | None) -> Table:
    """Return how many cases opened in the month had their first action and their referral in time, by level.

    A concern that nobody took in time had no first action in time: it counts in the month of its arrival until it is a
    case. Its clear deadline is up to an hour early (Concern.due_at).
    """
    opened = Case.objects.filter(opened_at__gte=month.begins, opened_at__lt=month.ends, merged_into=None)
    opened = _known(opened, reader)
    columns = ("level", "is_first_action_in_time", "is_referral_in_time")
    targets = [Target(*row) for row in opened.values_list(*columns)]
    certainly_late = Concern.objects.filter(is_claimed=False, due_at__lt=timezone.now() - timedelta(hours=1))
    missed = certainly_late.filter(arrived_hour__gte=month.begins, arrived_hour__lt=month.ends)
    targets += [
        Target(level, first_action=False, referral=None) for level in missed.values_list("triage_level", flat=True)
    ]
    targets_by_level = rules.summarise_targets(targets, Level.values)
    return Table(
        _("Targets met"),
        (_("Level"), _("First action on time"), _("Out of"), _("%"), _("Referral on time"), _("Out of"), _("%")),
        [
            [str(Level(level).label), *_met(first), *_met(referral)]
            for level, (first, referral) in targets_by_level.items()
            if first.known or referral.known
        ],
        _(
            "Cases opened in the month, by current level, and late concerns of the month that no one has taken. Cases "
            "are left out until the result is known."
        ),
    )


def _met(counts: Met) -> list[int | None]:
    return [counts.met, counts.known, counts.percent]


def _tables_of_referrals(month: Month, reader: User | None) -> list[Table]:
    tables = (hooks.get_referrals_table(month.begins, month.ends, reader) for hooks in registered())
    return [table for table in tables if table is not None]


def _signposts(month: Month, reader: User | None) -> Table:
    """What the reporters were told of: services by what they are for, and pages of our guidance."""
    rows = _known(Signpost.objects.filter(at__gte=month.begins, at__lt=month.ends), reader, "case")
    named = rows.values_list("kind", "code")
    labels = get_labels("service_type") | {GUIDANCE: gettext_lazy("A guidance page")}
    kinds = (GUIDANCE if kind == GUIDANCE else code for kind, code in named)
    return count_table(_("Signposts"), _("Signposted to"), kinds, labels, _("Number of times"))


def _interpreters(month: Month, reader: User | None) -> Table:
    """Requests only: a companion who was refused asked for none (docs/requirements/helpline.md#interpreters)."""
    sessions = InterpreterSession.objects.filter(hour__gte=month.begins, hour__lt=month.ends)
    sessions = _known(sessions, reader, "contact__case")
    sessions = sessions.exclude(mode__in=(InterpreterMode.INFORMAL_REFUSED, InterpreterMode.NONE))
    requests = (InterpreterRequest(*row) for row in sessions.values_list("language", "wait_seconds", "is_gender_met"))
    labels = get_labels("language")
    return Table(
        _("Interpreters"),
        (
            _("Language"),
            _("Requests"),
            _("Joined"),
            _("Not joined"),
            _("Median wait (seconds)"),
            _("Longest wait (seconds)"),
            _("Asked for a woman or a man"),
            _("Met"),
        ),
        [
            [
                label_for(language, labels), wait.requests, wait.joined, wait.not_joined, wait.median, wait.longest,
                wait.wishes.known, wait.wishes.met,
            ]
            for language, wait in rules.summarise_waits(requests).items()
        ],
    )  # fmt: skip


def _case_tables(month: Month, reader: User | None) -> list[Table]:
    """Of cases opened in the month; one merged into another counts there.

    See docs/requirements/helpline.md#merged-cases.
    """
    opened = Case.objects.filter(opened_at__gte=month.begins, opened_at__lt=month.ends, merged_into=None)
    opened = _known(opened, reader)
    columns = ("category", "age_of_person", "exploitation_types", "sectors", "region", "police_force", "nationalities")
    rows = list(opened.values_list("pk", *columns, named=True))
    self_told = find_self_told_cases(Contact.objects.filter(case__in=opened))
    names = {force.code: force.name for force in places.get_police_forces().values()}
    cases, types = _("Cases"), get_labels("exploitation_type")
    exploitation = count_several(
        _("Cases by exploitation"), _("Exploitation"), (row.exploitation_types for row in rows), types, cases
    )
    by_category = count_table(
        _("Cases by category"), _("Category"), (row.category for row in rows), dict(Category.choices), cases
    )
    sectors = count_several(
        _("Cases by sector"), _("Sector"), (row.sectors for row in rows), get_labels("sector"), cases
    )
    regions = count_table(_("Cases by region"), _("Region"), (row.region for row in rows), get_labels("region"), cases)
    return [
        by_category,
        count_table(_("Cases by age"), _("Age"), (row.age_of_person for row in rows), dict(Age.choices), cases),
        exploitation,
        sectors,
        regions,
        *get_cross_tables(rows, exploitation=exploitation, sectors=sectors, regions=regions),
        count_table(_("Cases by police force"), _("Police force"), (row.police_force for row in rows), names, cases),
        count_several(
            _("Cases by nationality"),
            _("Nationality"),
            (row.nationalities for row in rows),
            nrm.get_accepted_labels("nationalities"),
            cases,
        ),
        *_described_tables(rows, self_told, by_category, exploitation),
    ]


def _described_tables(
    rows: list[Any], self_told: Collection[UUID], by_category: Table, exploitation: Table
) -> list[Table]:
    """Of what describes the cases: countries, people affected, who may be responsible, businesses."""
    counted, top = {row.pk for row in rows}, merged_cases.get_merge_targets()
    of_them = {"case__in": counted | {merged for merged, into in top.items() if into in counted}}
    where = CaseLocation.objects.filter(**of_them).exclude(country="").values_list("country", "case")
    abroad = {(code, top.get(case, case)) for code, case in where}
    columns = ("case", "count_mode", "count_min", "count_max", "gender", "age_bands")
    groups = list(PersonGroup.objects.filter(**of_them).values_list(*columns, named=True))
    responsible = Exploiter.objects.filter(**of_them).values_list("nationalities", flat=True)
    tiers = CaseSupplyChainLink.objects.filter(**of_them).values_list("tier", flat=True)
    nationalities, bands = nrm.get_accepted_labels("nationalities"), get_labels("age_band")
    genders, ages = [row.gender for row in groups], [row.age_bands for row in groups]
    people, entries = _("Groups"), _("Entries")
    return [
        count_several(
            _("Cases by country"), _("Country"), ([code] for code, _c in abroad), get_country_names(), _("Cases")
        ),
        *get_people_tables(
            rows,
            [(top.get(row.case, row.case), row.count_mode, row.count_min, row.count_max) for row in groups],
            self_told=self_told,
            by_category=by_category,
            exploitation=exploitation,
        ),
        count_table(_("People by gender"), _("Gender"), genders, get_labels("group_gender"), people),
        count_several(_("People by age band"), _("Age band"), ages, bands, people),
        count_several(_("Exploiters by nationality"), _("Nationality"), responsible, nationalities, entries),
        count_table(_("Businesses by tier"), _("Tier"), tiers, get_labels("supply_chain_tier"), entries),
    ]


def _closures(month: Month, reader: User | None) -> Table:
    closed = Case.objects.filter(closed_at__gte=month.begins, closed_at__lt=month.ends, merged_into=None)
    closed = _known(closed, reader)
    reasons = closed.values_list("closure_reason", flat=True)
    return count_table(_("Cases closed"), _("Reason"), reasons, dict(Closure.choices), _("Cases"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 — made aware


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
