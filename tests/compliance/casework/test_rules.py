"""What is true of levels, deadlines, the queue's order, safe calls and closing. Pure."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from compliance.casework import choices
from compliance.casework import choices as casework_choices
from compliance.casework.rules import closing, priorities, queue, safe_to_call, triage
from compliance.casework.rules.priorities import Span, Targets
from compliance.casework.rules.queue import Waiting
from compliance.casework.rules.safe_to_call import Verdict
from compliance.data_protection import choices as data_protection_choices
from compliance.referrals import choices as referrals_choices

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
AGES = ("under_18", "not_sure", "adult")


def random_queue(chance: random.Random) -> list[Waiting]:
    return [
        Waiting(
            key=str(number),
            age=chance.choice(AGES),
            level=chance.choice(priorities.LEVELS),
            due_at=NOON + timedelta(minutes=chance.randrange(-90, 90)),
            arrived_hour=NOON - timedelta(hours=chance.randrange(5)),
            is_case=chance.random() < 0.5,
        )
        for number in range(chance.randrange(1, 12))
    ]


def test_in_10000_random_queues_a_child_comes_first_then_level_then_due_then_arrival():
    chance = random.Random(4)
    for _ in range(10_000):
        rows = queue.sort_waiting(random_queue(chance))
        for first, second in pairwise(rows):
            if first.concerns_child != second.concerns_child:
                assert first.concerns_child
            elif first.level != second.level:
                assert first.level < second.level
            elif first.due_at != second.due_at:
                assert first.due_at < second.due_at
            else:
                assert first.arrived_hour <= second.arrived_hour


def test_the_order_does_not_depend_on_what_it_began_with():
    chance = random.Random(5)
    for _ in range(500):
        rows = random_queue(chance)
        assert queue.sort_waiting(rows) == queue.sort_waiting(chance.sample(rows, len(rows)))


@pytest.mark.parametrize(
    ("age", "level", "is_case", "sounds"),
    [
        ("adult", "p1", False, True),
        ("adult", "p1", True, False),  # somebody has taken it
        ("adult", "p2", False, False),
        ("under_18", "p1", False, False),  # stands at the top of the queue already
        ("not_sure", "p1", False, False),
    ],
)
def test_the_banner_is_for_adults_in_immediate_danger_whom_nobody_has_taken(age, level, is_case, sounds):
    assert queue.sounds_alarm(Waiting("1", age, level, NOON, NOON, is_case)) is sounds


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 1), (60, 1), (61, 2), (-1, 0), (-60, -1), (-3600, -60)])
def test_a_begun_minute_counts_as_left(seconds, minutes):
    assert queue.get_minutes_left(NOON + timedelta(seconds=seconds), NOON) == minutes


def test_the_deadline_after_taking_tells_nothing_of_the_arrival():
    targets = Targets(first_action=Span(minutes=15), referral=Span(minutes=30))
    assert priorities.get_due_after_claim(targets, NOON) == NOON + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("begins", "days", "ends"),
    [
        (
            datetime(2026, 11, 26, 10, tzinfo=UTC),
            3,
            datetime(2026, 12, 1, 10, tzinfo=UTC),
        ),
        (datetime(2026, 11, 28, 10, tzinfo=UTC), 1, datetime(2026, 11, 30, 10, tzinfo=UTC)),
        (datetime(2026, 11, 23, 10, tzinfo=UTC), 2, datetime(2026, 11, 25, 10, tzinfo=UTC)),
    ],
)
def test_working_days_leave_out_weekends(begins, days, ends):
    assert Span(working_days=days).after(begins) == ends


@pytest.mark.parametrize(
    ("before", "after", "child", "expected"),
    [
        ("p1", "p2", True, priorities.Change(is_lowering=True, needs_lead=True)),
        ("p2", "p3", True, priorities.Change(is_lowering=True, needs_lead=False, refusal="calmer_than_child")),
        ("p2", "p1", True, priorities.Change(is_lowering=False, needs_lead=False)),
        # An adult in immediate danger is not lowered, and then closed, by one person.
        ("p1", "p4", False, priorities.Change(is_lowering=True, needs_lead=True)),
        ("p2", "p4", False, priorities.Change(is_lowering=True, needs_lead=False)),
    ],
)
def test_a_case_with_a_child_or_immediate_danger_becomes_calmer_by_a_lead_only(before, after, child, expected):
    assert priorities.judge_change(before=before, after=after, concerns_child=child) == expected


def test_once_a_child_is_in_it_the_level_rises():
    assert priorities.raise_to_minimum("p4", age="not_sure") == "p2"
    assert priorities.raise_to_minimum("p1", age="under_18") == "p1"
    assert priorities.raise_to_minimum("p4", age="adult") == "p4"


ANY_TIME = {"safe_anytime"}


@pytest.mark.parametrize(
    ("methods", "rules", "times", "expected"),
    [
        ({"secure_inbox"}, set(), "", Verdict.NEVER),
        ({"none"}, ANY_TIME, "", Verdict.NEVER),
        ({"phone"}, ANY_TIME, "", Verdict.SAFE),
        ({"sms"}, ANY_TIME, " ", Verdict.SAFE),
        ({"phone"}, set(), "", Verdict.ASK),
        ({"phone"}, {"safe_windows"}, "", Verdict.ASK),
        ({"phone"}, {*ANY_TIME, "safe_windows"}, "", Verdict.ASK),
        ({"phone"}, {"no_voicemail"}, "", Verdict.ASK),
    ],
)
def test_a_call_is_safe_where_any_time_is(methods, rules, times, expected):
    assert safe_to_call.judge_call(methods=methods, rules=rules, times=times) == expected


@pytest.mark.parametrize(
    "times",
    [
        "Never 09:00-17:00, he is at home",
        "not Mon 09:00 to 17:00",
        "Mon 18:00-20:00, Wed 09:00-10:00",
        "6:00-8:00 pm",
        "Mondays after 6pm",
        "00:00-23:59",
    ],
)
@pytest.mark.parametrize("rules", [set(), {"safe_windows"}, ANY_TIME])
def test_no_words_about_times_make_a_call_safe(times, rules):
    assert safe_to_call.judge_call(methods={"phone"}, rules=rules, times=times) == Verdict.ASK


@pytest.mark.parametrize(
    ("immediate", "child", "override", "needs"),
    [(False, False, False, False), (True, False, False, True), (False, True, False, True), (False, False, True, True)],
)
def test_who_closes_alone(immediate, child, override, needs):
    asked = {"was_immediate": immediate, "concerns_child": child, "has_override": override}
    assert closing.needs_second_person(**asked) is needs


@pytest.mark.parametrize(
    ("signs", "kind"),
    [
        ([], ""),
        (["withholding_wages"], "labour_abuse"),
        (["withholding_wages", "deception", "isolation"], "modern_slavery"),
        (["document_retention"], "modern_slavery"),
    ],
)
def test_one_strong_sign_or_three_others_speak_for_modern_slavery(signs, kind):
    assert triage.propose_category(signs) == kind


LISTS = {
    "triage_level": choices.Level,
    "age_of_person": choices.Age,
    "danger_level": choices.Danger,
    "case_category": choices.Category,
    "case_status": choices.Status,
    "closure_reason": choices.Closure,
    "child_action": choices.ChildAction,
    "identity_mode": choices.IdentityMode,
    "consent_state": referrals_choices.ConsentState,
    "consent_override_ground": referrals_choices.OverrideGround,
    "referral_status": referrals_choices.ReferralStatus,
    "nrm_pathway": referrals_choices.Pathway,
    "nrm_stage": referrals_choices.PackStage,
    "interpreter_mode": casework_choices.InterpreterMode,
    "interpreter_outcome": casework_choices.InterpreterOutcome,
}


@pytest.mark.parametrize(("name", "codes"), LISTS.items(), ids=LISTS)
def test_the_codes_are_those_of_the_vocabulary(name, codes):
    from portal.reference import helpline

    assert set(codes.values) == set(helpline.get_labels(name))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("handling_marking", choices.Marking),
        ("retention_class", casework_choices.RetentionClass),
        ("referral_kind", referrals_choices.ReferralKind),
    ],
)
def test_what_is_used_of_a_longer_list_is_in_it(name, codes):
    from portal.reference import helpline

    assert set(codes.values) <= set(helpline.get_labels(name))


def test_every_step_leads_to_a_state_that_has_steps():
    for steps in (
        choices.STATUS_STEPS,
        referrals_choices.REFERRAL_STEPS,
        data_protection_choices.REQUEST_STEPS,
        data_protection_choices.COMPLAINT_STEPS,
    ):
        assert {after for onward in steps.values() for after in onward} <= set(steps)
