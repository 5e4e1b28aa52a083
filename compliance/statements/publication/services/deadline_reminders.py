"""Mails before and after the day a statement is expected, each once.

They stop when the year's statement is published, when the organisation does not have to publish, and when its
parent's published statement covers it.

See docs/requirements/statements.md#reminders.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import cast

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.choices import WRITER_ROLES, Role
from compliance.organisations.models import Membership, Organisation
from compliance.organisations.rules.publication_deadline import get_due_date
from compliance.statements.choices import OPEN, SectionCode
from compliance.statements.core import voluntary
from compliance.statements.groups import services as members
from compliance.statements.models import EarlierYear, Publication, Reminded, RemindersDay, Section
from compliance.statements.publication.rules import deadline_reminders as rule
from compliance.statements.rules.financial_year import parse_day
from compliance.statements.vocabulary import Reminder
from portal.core.mail import send

# By the clocks people see: nobody is woken.
MORNING = time(7)
ROLES = {
    "author": WRITER_ROLES,
    "editor": WRITER_ROLES,
    "approver": frozenset({Role.APPROVER}),
    "signatory": frozenset({Role.APPROVER}),
    "all": frozenset(Role),
}


def sweep(now: datetime) -> int:
    """Send what is due and was not sent, once a day. Return how many reminders went, each to several people.

    What comes to be due in the course of a day is sent the next morning: a reminder is fresh for some days.
    """
    local = timezone.localtime(now)
    if local.time() < MORNING:
        return 0
    today = local.date()
    if RemindersDay.objects.filter(day=today).exists():
        return 0
    sent = sum(
        send_reminder(organisation, expected, reminder, now) for organisation, expected, reminder in list(_due(today))
    )
    # Only once all are done: whoever dies before leaves the rest of the day to the next sweep.
    RemindersDay.objects.filter(day__lt=today).delete()
    RemindersDay.objects.get_or_create(day=today)
    return sent


def _due(today: date) -> Iterable[tuple[Organisation, date, Reminder]]:
    """Organisation, expected day and reminder that were not sent; whether it still matters is asked when it goes."""
    days = _expected(today)
    sent = set(Reminded.objects.filter(organisation__in=days).values_list("organisation", "due_on", "offset_days"))
    organisations = Organisation.objects.open().filter(taken_down_at=None).in_bulk(list(days))
    for pk, organisation in organisations.items():
        for expected in sorted(days[pk]):
            reminder = rule.get_due_reminder(expected, today)
            if reminder and (pk, expected, reminder.offset_days) not in sent:
                yield organisation, expected, reminder


def _expected(today: date) -> dict[int, set[date]]:
    """By organisation: from the year end in its settings, and from the periods of its open drafts."""
    days: dict[int, set[date]] = {}
    ends = Organisation.objects.exclude(year_end_on=None).values_list("pk", "year_end_on")
    periods = Section.objects.filter(code=SectionCode.PERIOD, version__state__in=OPEN)
    drafts = periods.values_list("version__statement__organisation", "answers__period_end")
    drafted = [(pk, get_due_date(end)) for pk, answer in drafts if (end := parse_day(answer))]
    for pk, expected in drafted:
        if rule.get_due_reminder(expected, today):
            days.setdefault(pk, set()).add(expected)
    years = {(pk, expected.year) for pk, expected in drafted}
    for pk, end in ends:
        for expected in rule.expected_days(cast(date, end), today):
            # Where a draft of that year says another day, the draft's day counts.
            if rule.get_due_reminder(expected, today) and (pk, expected.year) not in years:
                days.setdefault(pk, set()).add(expected)
    return days


def send_reminder(organisation: Organisation, expected: date, reminder: Reminder, now: datetime) -> bool:
    """Send one reminder to all it is for. Return whether it went: another worker may have been first."""
    if is_stopped(organisation, expected):
        return False
    try:
        with transaction.atomic():
            # Two workers meet at this row: the second finds it taken.
            Reminded.objects.create(
                organisation=organisation, due_on=expected, offset_days=reminder.offset_days, at=now
            )
            people = _people(organisation, reminder)
            for membership in people:
                send(
                    to=membership.user.email,
                    template="statements/reminder",
                    context=_facts(organisation, expected, reminder),
                )
            return bool(people)
    except IntegrityError:
        return False


def is_stopped(organisation: Organisation, expected: date) -> bool:
    """Tell whether it is published here or elsewhere, not required, or covered by the parent's statement."""
    year = expected.year
    if Publication.objects.current().filter(organisation=organisation, year=year, withdrawn_at=None).exists():
        return True
    if EarlierYear.objects.filter(organisation=organisation, year=year).exists():
        return True
    return voluntary.is_voluntary_when_due(
        organisation, {"turnover_band": organisation.turnover_band}, expected
    ) or members.is_covered(organisation, year)


def _people(organisation: Organisation, reminder: Reminder) -> list[Membership]:
    roles = {role for whom in reminder.to for role in ROLES[whom]}
    return list(Membership.objects.active().filter(organisation=organisation, role__in=roles).select_related("user"))


def _facts(organisation: Organisation, expected: date, reminder: Reminder) -> dict[str, object]:
    """What the mail says: which year, by when, and where to go on."""
    kwargs = {"organisation": organisation.slug}
    return {
        "organisation": organisation.name,
        "year": expected.year,
        "expected": expected,
        "offset": reminder.offset_days,
        "is_past": reminder.offset_days > 0,
        "text": reminder.text,
        "address": settings.SITE_URL + reverse("statements:list", kwargs=kwargs),
        "calendar": settings.SITE_URL + reverse("statements:expected_day", kwargs=kwargs | {"day": expected}),
    }
