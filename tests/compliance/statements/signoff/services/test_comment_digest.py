"""Comments that name people, the mail of the morning, closing; each reminder of a day once, and when they stop."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.statements.choices import NoticeKind, SectionCode, State
from compliance.statements.models import Comment, Digest, EarlierYear, Notice, Reminded, RemindersDay
from compliance.statements.publication.rules import deadline_reminders as rule
from compliance.statements.publication.services import deadline_reminders, publish
from compliance.statements.signoff.services import comment_digest, review
from portal.core.exceptions import ActionRefused
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT, make_business
from tests.compliance.statements.core.forms.test_items import subsidiary_of
from tests.compliance.statements.groups.rules.test_workbook_rows import published
from tests.factories.organisations import OrganisationFactory, ScopeAnswerFactory

pytestmark = pytest.mark.django_db
# AT is ten in the morning of 24 November 2026, London time.
NEXT_MORNING = datetime(2026, 11, 25, 7, 0, 30, tzinfo=UTC)


def mails(template="statements/digest") -> list[Outbox]:
    return list(Outbox.objects.filter(template=template).order_by("pk"))


def said(mail: Outbox) -> str:
    return f"{mail.subject}\n{decrypt(bytes(mail.body)).decode()}"


@pytest.fixture
def draft(business):
    return business.written()


def ask(draft, business, who="approver", names=("second",), text="Secret words about tier two", **more):
    people = [business.people[name] for name in names]
    section = more.pop("section", SectionCode.RISK)
    return review.comment(
        version=draft, actor=business.people[who], at=AT, text=text, section=section, mentioned=people, **more
    )


# --- On the page ------------------------------------------------------------------------------------------------------


def test_a_comment_names_people_of_the_organisation_and_the_page_says_so(business, draft, visit, at):
    client, address = visit("approver"), at("review")
    page = client.get(address)
    form = page.context["form"]
    names = [name for _uuid, name in form.fields["mentioned"].choices]
    assert str(business.people["second"]) in names
    assert str(business.approver) not in names
    uuid = business.memberships["second"].uuid
    sent = {"act": "comment", "section": "risk", "text": "Which tier?", "mentioned": [str(uuid)]}
    assert client.post(address, sent).status_code == 303
    assert list(Comment.objects.get().mentioned.all()) == [business.people["second"]]
    assert f"For: {business.people['second']}" in client.get(address).content.decode()


def test_nobody_of_another_organisation_can_be_named(business, draft, visit, at):
    other = make_business()
    uuid = other.memberships["editor"].uuid
    sent = {"act": "comment", "text": "Which tier?", "mentioned": [str(uuid)]}
    refused = visit("approver").post(at("review"), sent)
    assert refused.status_code == 422
    assert "Choose people of your organisation" in refused.content.decode()
    assert not Comment.objects.exists()


def test_the_person_who_asked_or_an_approver_resolves_a_comment_and_reopens_it(business, draft, visit, at):
    comment = ask(draft, business, who="viewer")
    for act, name in (("resolve", "approver"), ("reopen", "administrator"), ("resolve", "viewer")):
        sent = {"act": act, "comment": str(comment.uuid)}
        assert visit("editor").post(at("review"), sent).status_code == 403
        for _click in range(2):
            assert visit(name).post(at("review"), sent).status_code == 303
        comment.refresh_from_db()
        assert comment.resolved_by == (business.people[name] if act == "resolve" else None)
        assert bool(comment.resolved_at) == (act == "resolve")
    assert Entry.objects.filter(action="statements.version.comment_resolved").count() == 2
    assert Entry.objects.filter(action="statements.version.comment_reopened").count() == 1
    text = visit("editor").get(at("review")).content.decode()
    assert "Resolved</strong> by Viewer Example" in text
    assert "Add the reply" not in text


def test_it_goes_to_review_again_once_every_comment_is_answered_and_is_frozen_once_all_are_resolved(business, draft):
    comment = ask(draft, business)
    with pytest.raises(ActionRefused, match="Answer every comment first"):
        review.send_for_review(version=draft, actor=business.editor, at=AT)
    review.reply(comment=comment, actor=business.editor, at=AT, text="Tier 2.")
    assert review.send_for_review(version=draft, actor=business.editor, at=AT).state == State.INTERNAL_REVIEW
    with pytest.raises(ActionRefused, match="not resolved"):
        review.mark_ready(version=draft, actor=business.approver, at=AT)
    review.resolve(comment=comment, actor=business.approver, at=AT)
    with pytest.raises(ActionRefused, match="Reopen it"):
        review.reply(comment=comment, actor=business.editor, at=AT, text="More")
    assert review.mark_ready(version=draft, actor=business.approver, at=AT).state == State.READY_FOR_APPROVAL


def test_a_thread_goes_back_and_forth_and_names_people(business, draft, visit, at):
    comment = ask(draft, business, names=("viewer",))
    uuid = business.memberships["second"].uuid
    named = {"act": "reply", "comment": str(comment.uuid), "text": "Tier 2, I think.", "mentioned": [str(uuid)]}
    assert visit("viewer").post(at("review"), named).status_code == 303
    again = {"act": "reply", "comment": str(comment.uuid), "text": "That is no answer."}
    assert visit("approver").post(at("review"), again).status_code == 303
    page = visit("editor").get(at("review")).content.decode()
    assert page.index(comment.text) < page.index("Tier 2, I think.") < page.index("That is no answer.")
    assert f"For: {business.people['second']}" in page
    assert "Not resolved yet" in page
    told = {(one.person, one.kind) for one in Notice.objects.exclude(kind=NoticeKind.ASKED)}
    assert told == {
        (business.people["viewer"], NoticeKind.MENTIONED),
        (business.people["second"], NoticeKind.MENTIONED),
        (business.approver, NoticeKind.ANSWERED),
        (business.people["viewer"], NoticeKind.REPLIED),
    }


def test_a_reply_without_text_or_to_a_stranger_comes_back_in_its_own_thread(business, draft, visit, at):
    comment, other = ask(draft, business), ask(draft, business)
    stranger = str(make_business().memberships["editor"].uuid)
    for sent in ({"text": ""}, {"text": "Look", "mentioned": [stranger]}):
        refused = visit("editor").post(at("review"), {"act": "reply", "comment": str(comment.uuid)} | sent)
        assert refused.status_code == 422
        assert [bool(one.reply.errors) for one in refused.context["threads"]] == [True, False]
    assert not other.replies.exists() and not comment.replies.exists()


def test_the_page_asks_as_often_for_many_comments_as_for_one(business, draft, visit, at, django_assert_max_num_queries):
    client, asked = visit("editor"), []
    for count in (1, 12):
        for _ in range(count):
            ask(draft, business, names=("second", "viewer"))
        client.get(at("review"))
        with django_assert_max_num_queries(40) as seen:
            client.get(at("review"))
        asked.append(len(seen))
    assert asked[0] == asked[1]


# --- The mail of the morning ------------------------------------------------------------------------------------------


def test_the_mail_of_the_morning_names_statement_area_and_reason_and_no_words_of_the_comment(business, draft):
    comment = ask(draft, business)
    review.reply(comment=comment, actor=business.editor, at=AT, text="Secret answer")
    assert not mails()
    assert comment_digest.sweep(NEXT_MORNING) == 3
    by_person = {mail.to: said(mail) for mail in mails()}
    assert set(by_person) == {business.people[name].email for name in ("second", "editor", "approver")}
    named = by_person[business.people["second"].email]
    assert "Assessing and managing risk: You were named in a comment" in named
    assert f"/o/{business.organisation.slug}/statements/2026/review/" in named
    assert "Assessing and managing risk: New comment" in by_person[business.editor.email]
    assert "Your comment was answered" in by_person[business.approver.email]
    assert "Secret" not in "".join(by_person.values())


def test_there_is_one_mail_a_person_a_day_however_often_the_sweep_runs(business, draft):
    for _ in range(5):
        ask(draft, business)
    for minutes in (0, 1, 60):
        comment_digest.sweep(NEXT_MORNING + timedelta(minutes=minutes))
    assert sorted(mail.to for mail in mails()) == sorted(business.people[one].email for one in ("editor", "second"))
    assert said(mails()[0]).count("Assessing and managing risk") == 1
    ask(draft, business)
    comment_digest.sweep(NEXT_MORNING + timedelta(hours=12))
    assert len(mails()) == 2


def test_there_is_no_mail_where_there_is_nothing_and_none_before_the_morning(business, draft):
    comment_digest.sweep(NEXT_MORNING)
    assert not mails()
    ask(draft, business)
    comment_digest.sweep(AT + timedelta(hours=2))
    comment_digest.sweep(NEXT_MORNING - timedelta(minutes=5))
    assert not mails()


def test_who_has_left_hears_nothing(business, draft):
    ask(draft, business)
    membership = business.memberships["second"]
    membership.ended_at = AT
    membership.save()
    comment_digest.sweep(NEXT_MORNING)
    assert [mail.to for mail in mails()] == [business.editor.email]
    assert not Notice.objects.exists()


def test_nobody_is_told_of_their_own_comment(business, draft):
    ask(draft, business, who="editor", names=("editor", "second"))
    assert [(one.person, one.kind) for one in Notice.objects.all()] == [
        (business.people["second"], NoticeKind.MENTIONED)
    ]


def test_a_second_worker_finds_the_day_taken(business, draft):
    ask(draft, business)
    Digest.objects.create(person=business.people["second"], day=date(2026, 11, 25))
    morning = datetime(2026, 11, 25, 7, tzinfo=timezone.get_current_timezone())
    assert comment_digest.send_digest(business.people["second"].pk, morning) is False
    assert not mails()


# --- Reminders --------------------------------------------------------------------------------------------------------

EXPECTED = date(2026, 9, 30)


def nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def reminded() -> list[int]:
    return list(Reminded.objects.order_by("pk").values_list("offset_days", flat=True))


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (-183, None), (-182, -182), (-177, -182), (-176, None), (-90, -90), (-31, None), (-30, -30), (-14, -14),
        (-8, None), (-7, -7), (-2, -7), (0, None), (1, 1), (6, 1), (7, None), (30, 30), (35, 30), (36, None),
    ],
)  # fmt: skip
def test_a_reminder_is_due_on_its_day_and_a_few_days_after(days, found):
    one = rule.get_due_reminder(EXPECTED, EXPECTED + timedelta(days=days))
    assert (one.offset_days if one else None) == found


@pytest.mark.parametrize(
    ("end", "today", "found"),
    [
        (date(2026, 3, 31), date(2026, 4, 1), [date(2026, 9, 30)]),
        (date(2024, 3, 31), date(2026, 9, 1), [date(2026, 9, 30)]),
        (date(2026, 3, 31), date(2026, 3, 30), []),
        (date(2025, 2, 28), date(2026, 8, 20), [date(2026, 8, 31)]),
    ],
)
def test_the_expected_days_come_round_each_year(end, today, found):
    assert rule.expected_days(end, today) == found


@pytest.fixture
def due(business):
    """A business whose year ended on 31 March 2026."""
    business.organisation.year_end_on = date(2026, 3, 31)
    business.organisation.turnover_band = "60m_100m"
    business.organisation.save()
    return business


def test_each_reminder_goes_once_to_whom_it_is_for(due):
    roles = {-182: 3, -90: 3, -30: 4, -14: 4, -7: 4, 1: 5, 30: 5}
    seen = {}
    for days in range(-190, 40):
        before = len(mails("statements/reminder"))
        for minutes in (0, 30):
            deadline_reminders.sweep(nine(EXPECTED + timedelta(days=days)) + timedelta(minutes=minutes))
        if more := len(mails("statements/reminder")) - before:
            seen[days] = more
    assert seen == roles
    assert reminded() == sorted(roles)


def test_the_mail_says_the_day_and_leads_to_the_statements_and_a_calendar_file(due, visit):
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    mail = said(mails("statements/reminder")[0])
    assert "is expected by 30 September 2026" in mail
    assert "The Act sets no day." in mail
    calendar = f"/o/{due.organisation.slug}/statements/expected/2026-09-30.ics"
    assert calendar in mail
    file = visit("viewer").get(calendar)
    assert file["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;VALUE=DATE:20260930" in file.content
    for wrong in ("2026-02-30", "tomorrow"):
        assert visit("viewer").get(calendar.replace("2026-09-30", wrong)).status_code == 404


def test_a_day_is_looked_at_once_and_again_where_a_worker_died_on_the_way(due, monkeypatch, django_assert_num_queries):
    morning = nine(date(2026, 9, 23))

    def dies(*_args):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(deadline_reminders, "send_reminder", dies)
        with pytest.raises(SystemExit):
            deadline_reminders.sweep(morning)
    assert deadline_reminders.sweep(morning + timedelta(seconds=30)) == 1
    with django_assert_num_queries(1):
        assert deadline_reminders.sweep(morning + timedelta(minutes=1)) == 0
    deadline_reminders.sweep(morning + timedelta(days=1))
    assert [str(one) for one in RemindersDay.objects.all()] == ["Reminders of 2026-09-24"]


def test_nothing_goes_at_night(due):
    deadline_reminders.sweep(nine(date(2026, 9, 23)).replace(hour=3))
    assert not mails("statements/reminder")


def test_a_draft_with_another_year_end_is_reminded_of_its_own_day(due):
    due.start(period_start=date(2025, 5, 1), period_end=date(2026, 4, 30))
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    assert not mails("statements/reminder")
    deadline_reminders.sweep(nine(date(2026, 10, 24)))
    assert [one.due_on for one in Reminded.objects.all()] == [date(2026, 10, 31)]


def test_reminders_stop_once_the_statement_is_published(due):
    published(due, count=1)
    deadline_reminders.sweep(nine(date(2026, 10, 1)))
    assert not reminded()


def test_a_withdrawn_statement_is_asked_for_again(due):
    statement = published(due, count=1)
    publish.withdraw(version=statement.version, actor=due.editor, at=AT, reason="Wrong entity")
    deadline_reminders.sweep(nine(date(2026, 10, 1)))
    assert reminded() == [1]


def test_reminders_stop_where_the_organisation_does_not_have_to_publish(due):
    ScopeAnswerFactory(organisation=due.organisation, due_on=EXPECTED, outcome="not_required_voluntary")
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    assert not reminded()


def test_reminders_stop_below_the_threshold(due):
    due.organisation.turnover_band = "under_36m"
    due.organisation.save()
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    assert not reminded()


def test_reminders_stop_for_a_year_that_was_published_elsewhere(due):
    EarlierYear.objects.create(
        organisation=due.organisation, year=2026, period_start=date(2025, 4, 1), period_end=date(2026, 3, 31),
        url="https://goods.example/statement", added_at=AT,
    )  # fmt: skip
    deadline_reminders.sweep(nine(date(2026, 9, 23)))
    assert not reminded()


def test_reminders_stop_when_the_parents_statement_covers_it_and_only_then(business):
    published(business, count=3)
    facts = {"year_end_on": date(2026, 3, 31), "turnover_band": "60m_100m"}
    covered = subsidiary_of(business.organisation, name="Harbour Shop 1 Limited", company_number="09100001", **facts)
    claimed = OrganisationFactory(name="Harbour Shop 2 Limited", company_number="09100002", **facts)
    left_out = subsidiary_of(business.organisation, name="Other Limited", company_number="09999999", **facts)
    assert deadline_reminders.is_stopped(covered, EXPECTED)
    assert not deadline_reminders.is_stopped(covered, date(2027, 9, 30))
    assert not deadline_reminders.is_stopped(claimed, EXPECTED)
    assert not deadline_reminders.is_stopped(left_out, EXPECTED)


def test_who_is_not_in_a_role_that_it_is_for_gets_none(due):
    deadline_reminders.sweep(nine(date(2026, 7, 2)))
    wanted = {due.people[name].email for name in ("editor", "second", "administrator")}
    assert {mail.to for mail in mails("statements/reminder")} == wanted
    assert Role.VIEWER not in {one.role for one in due.memberships.values() if one.user.email in wanted}


@pytest.mark.parametrize("page", ["review", "tasks"])
def test_while_nobody_may_approve_the_pages_say_whom_to_invite(business, visit, at, page):
    review.send_for_review(version=business.written(), actor=business.editor, at=AT)
    sentence, invites = "Nobody here can approve and sign this version yet", "people/invite/?role=approver"
    assert sentence not in visit("administrator").get(at(page)).content.decode()
    business.memberships["approver"].delete()
    told = visit("administrator").get(at(page)).content.decode()
    assert sentence in told and invites in told
    told = visit("editor").get(at(page)).content.decode()
    assert sentence in told and invites not in told


def test_who_may_go_on_is_led_from_the_freeze_to_the_approval(business, visit, at):
    review.send_for_review(version=business.written(), actor=business.editor, at=AT)
    frozen = visit("approver").post(at("review"), {"act": "ready"})
    assert frozen["Location"] == at("approve")


def test_who_may_not_approve_comes_back_to_the_list(business, visit, at):
    review.send_for_review(version=business.written(), actor=business.editor, at=AT)
    assert visit("second").post(at("review"), {"act": "ready"})["Location"] == at("tasks")
