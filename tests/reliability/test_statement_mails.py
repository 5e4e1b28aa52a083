"""A reminder, a digest and the answer to a request for a copy leave once, when workers die and when mail is down.

A worker is killed with SIGKILL before a statement to the database that the test names; the next one finishes. The post
writes down the Message-ID of each letter that it takes, in a file that outlives the worker. A post that took a letter
and whose worker died before it could say so gets the same letter a second time, with the same Message-ID
(portal.core.mail): there alone one may come twice.
"""

import random
from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from compliance.organisations.rules.publication_deadline import shift_year_end
from compliance.statements.models import CopyRequest, Digest, Notice, Reminded, RemindersDay
from compliance.statements.publication.services import copy_requests, deadline_reminders
from compliance.statements.signoff.services import comment_digest, review
from compliance.statements.sweep import sweep
from portal.core import mail
from portal.core.models import Outbox
from tests.compliance.statements.conftest import Business, make_business
from tests.factories.statements import PublicationFactory, StatementFactory, VersionFactory
from tests.support.processes import run_process, signalled_before

pytestmark = pytest.mark.thorough

KINDS = ("statements/copy", "statements/digest", "statements/reminder")
# Nine in the morning of tomorrow: what was written today is in its digest.
MORNING = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time(9)))


class Down(BaseEmailBackend):
    """A post that does not answer."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


def business_with_all_three() -> Business:
    """A comment that names a colleague, a statement expected in a week, and a reader who asked for a copy."""
    business = make_business()
    organisation = business.organisation
    expected = MORNING.date() + timedelta(days=7)
    end = shift_year_end(expected, -6)
    organisation.turnover_band, organisation.year_end_on = "60m_100m", end
    organisation.save()
    start = shift_year_end(end, -12) + timedelta(days=1)
    draft = business.start(period_start=start, period_end=end)
    said = {"version": draft, "actor": business.approver, "at": timezone.now(), "text": "Which tier?"}
    review.comment(**said, mentioned=[business.people["second"]])
    earlier = StatementFactory(organisation=organisation, year=expected.year - 3)
    PublicationFactory(version=VersionFactory(statement=earlier, state="published"))
    copy_requests.add(
        organisation=organisation, received_on=date(2026, 5, 4), asked_by="A reader", email="reader@example.org",
        actor=business.editor, at=timezone.now(),
    )  # fmt: skip
    return business


def owed(business: Business) -> Counter:
    """How many letters of each kind each person is to have."""
    people = {name: person.email for name, person in business.people.items()}
    writers = [people[name] for name in ("editor", "second", "administrator")]
    expected = [("statements/copy", "reader@example.org")]
    expected += [("statements/digest", people[name]) for name in ("editor", "second")]
    expected += [("statements/reminder", address) for address in [*writers, people["approver"]]]
    return Counter(expected)


def letters(**state) -> Counter:
    return Counter(Outbox.objects.filter(template__in=KINDS, **state).values_list("template", "to"))


# How a worker says that a letter has left, and how it takes one to send.
MARK, CLAIM = '"sent_at" = ', '"attempt" = ("core_outbox".'


class Workers:
    """Workers of the statements' mail, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.post, self.statement = folder / "post", folder / "statement"

    def work(self, moment: datetime, *, statements: int = 0, of: str = "") -> str | None:
        """A worker from beginning to end, or to its death: then the statement before which it died.

        statements: before which of those with the words of `of` it dies; 0: never.
        """
        code = run_process(partial(self._work, moment, statements, of))
        return self.statement.read_text() if code else None

    def _work(self, moment: datetime, statements: int, of: str) -> None:
        def is_counted(sql: str) -> bool:
            if of in sql:
                self.statement.write_text(sql)
            return of in sql

        def take(letter: EmailMessage) -> None:
            with self.post.open("a") as file:
                file.write(letter.extra_headers["Message-ID"] + "\n")

        EmailMessage.send = take
        with signalled_before(statements, counted=is_counted):
            for request in CopyRequest.objects.order_by("pk"):
                copy_requests.send_copy(request=request, actor=request.added_by, at=moment)
            sweep(moment)
            mail.deliver_due(now=moment)


@pytest.fixture
def workers(tmp_path, transactional_db):
    return Workers(tmp_path)


SEED = 54
CASES = [
    pytest.param([(number, "") for number in random.Random(SEED).sample(range(1, 160), 3)], id="anywhere"),
    pytest.param([(1, MARK), (2, CLAIM), (3, MARK)], id="delivery"),
    pytest.param(
        [(number, "") for number in random.Random(SEED).choices(range(1, 160), k=60)], id="soak", marks=pytest.mark.soak
    ),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kills", CASES)
def test_each_letter_leaves_once_when_workers_are_killed_in_between(kills, workers):
    business = business_with_all_three()
    deaths = [
        workers.work(MORNING + timedelta(minutes=3 * place), statements=number, of=of)
        for place, (number, of) in enumerate(kills)
    ]
    # The lease of whatever the last one held has run out.
    for minutes in (0, 3):
        assert workers.work(MORNING + timedelta(minutes=3 * (len(kills) + 1) + minutes)) is None
    moments = [*zip(kills, deaths, strict=True)]
    assert letters(state=Outbox.State.SENT) == letters() == owed(business), moments
    left = Counter(workers.post.read_text().split())
    assert set(left) == set(Outbox.objects.filter(template__in=KINDS).values_list("message_id", flat=True)), moments
    died_before_saying = sum(bool(sql) and MARK in sql for sql in deaths)
    assert sum(left.values()) - len(left) == died_before_saying, moments
    if any(of == MARK for _number, of in kills):
        assert died_before_saying >= 1, moments
    assert (Digest.objects.count(), Reminded.objects.count(), Notice.objects.count()) == (2, 1, 0), moments
    assert CopyRequest.objects.get().is_mailed


@pytest.mark.django_db
@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.soak)])
def test_each_letter_leaves_once_when_mail_is_down_for_ten_minutes(rounds, monkeypatch, mailoutbox):
    for _ in range(rounds):
        # Each round is a morning of its own: reminders are looked for once a day.
        RemindersDay.objects.all().delete()
        business, before = business_with_all_three(), len(mailoutbox)
        known = set(Outbox.objects.filter(template__in=KINDS).values_list("pk", flat=True))
        copy_requests.send_copy(
            request=CopyRequest.objects.filter(organisation=business.organisation).get(),
            actor=business.editor, at=MORNING,
        )  # fmt: skip
        with monkeypatch.context() as down:
            down.setattr("django.core.mail.backends.locmem.EmailBackend", Down)
            for seconds in range(0, 600, 30):
                sweep(MORNING + timedelta(seconds=seconds))
                mail.deliver_due(now=MORNING + timedelta(seconds=seconds))
        assert len(mailoutbox) == before
        for seconds in range(600, 1200, 30):
            sweep(MORNING + timedelta(seconds=seconds))
            mail.deliver_due(now=MORNING + timedelta(seconds=seconds))
        fresh = Outbox.objects.filter(template__in=KINDS).exclude(pk__in=known)
        assert Counter(fresh.values_list("template", "to")) == owed(business)
        assert set(fresh.values_list("state", flat=True)) == {Outbox.State.SENT}
        left = [message.extra_headers["Message-ID"] for message in mailoutbox[before:]]
        assert sorted(left) == sorted(fresh.values_list("message_id", flat=True))


@pytest.mark.django_db
def test_a_second_sweep_of_the_same_minute_owes_nothing_more(business_ready):
    assert (comment_digest.sweep(MORNING), deadline_reminders.sweep(MORNING)) == (2, 1)
    assert (comment_digest.sweep(MORNING), deadline_reminders.sweep(MORNING)) == (0, 0)


@pytest.fixture
def business_ready(db) -> Business:
    return business_with_all_three()
