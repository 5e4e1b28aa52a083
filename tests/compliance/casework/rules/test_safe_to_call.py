"""Tests of whether a person may be called now."""

import pytest

from compliance.casework.rules import safe_to_call
from compliance.casework.rules.safe_to_call import Verdict

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
