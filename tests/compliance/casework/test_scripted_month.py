"""The workbook of one October: every figure in it equals a table that was counted by hand from the script below.

Times of the script are UTC. Clocks go back on 25 October 2026, so an hour of the day is UTC + 1 until then.
"""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from compliance.casework.models import Case, Contact, InterpreterSession, Signpost
from compliance.casework.selectors.monthly_statistics import Month
from compliance.casework.services import call_endings, calls, merging, messages, monthly_statistics
from compliance.casework.services.case_keys import seal_columns, seal_with_own_key
from compliance.referrals.models import Referral
from tests.factories.casework import keys_of, taken_by, tell

pytestmark = pytest.mark.django_db
HAND_COUNTED = {
    "Contacts by channel": [["Phone call", 9], ["Online report form", 7]],
    "Contacts by hour": [
        [f"{hour:02d}:00 – {hour:02d}:59", contacts]
        for hour, contacts in enumerate([1, 1, 1, 0, 0, 0, 0, 0, 0, 3, 2, 2, 1, 0, 2, 0, 1, 0, 0, 0, 0, 1, 0, 1])
    ],
    "Contacts by language": [["Albanian", 1], ["English", 9], ["Romanian", 1], ["Vietnamese", 1], ["Not known", 4]],
    "Contacts by category": [
        ["Modern slavery", 7],
        ["Labour abuse", 1],
        ["Other abuse or vulnerability", 1],
        ["General information", 2],
        ["Not related", 2],
        ["Silent call", 2],
        ["Abandoned call: the line dropped or the caller hung up", 1],
    ],
    "Contacts by purpose": [
        ["I may be a victim, or I need help for myself", 2],
        ["I want to help someone else get support", 1],
        ["I want to report something I have seen or am concerned about", 4],
        ["I am a professional who needs advice about a case", 1],
        ["I want to report a concern in a business or supply chain", 1],
        ["My business needs advice or information", 1],
        ["General information", 1],
        ["Not known", 5],
    ],
    # Calls, other contacts, length known, minutes in all, median, longest.
    "Calls received": [
        ["Modern slavery", 2, 5, 2, 40, 20, 30],
        ["Labour abuse", 0, 1, 0, 0, None, None],
        ["Other abuse or vulnerability", 1, 0, 1, 25, 25, 25],
        ["General information", 1, 1, 1, 12, 12, 12],
        ["Not related", 2, 0, 2, 6, 3, 4],
        ["Silent call", 2, 0, 2, 2, 1, 2],
        ["Abandoned call: the line dropped or the caller hung up", 1, 0, 1, 3, 3, 3],
    ],
    "Calls made": [["Spoke with the person", 1, 1, 15, 15, 15], ["No answer", 1, 0, 0, None, None]],
    "Targets met": [
        ["2 Urgent", 1, 1, 100, 0, 0, None],
        # With the one concern that nobody took.
        ["3 Standard", 5, 7, 71, 1, 2, 50],
        ["4 Advice", 1, 1, 100, 0, 0, None],
    ],
    "Referrals and outcomes": [
        [
            "Labour market enforcement (Fair Work Agency, formerly GLAA)",
            "No response by the due time",
            "No feedback",
            1,
        ],
        ["Police force", "Done", "Arrests", 1],
    ],
    "Signposts": [["Legal advice", 1], ["A guidance page", 1]],
    "Interpreters": [["Romanian", 1, 0, 1, None, None, 1, 0], ["Vietnamese", 1, 1, 0, 40, 40, 0, 0]],
    "Cases by category": [
        ["Modern slavery", 5],
        ["Labour abuse", 1],
        ["Other abuse or vulnerability", 1],
        ["General information", 1],
    ],
    "Cases by age": [["Under 18", 1], ["Adult", 7]],
    "Cases by exploitation": [
        ["Labour exploitation", 4],
        ["Sexual exploitation", 2],
        ["Domestic servitude", 1],
        ["Criminal exploitation", 1],
        ["Unknown or not specified", 1],
    ],
    "Cases by sector": [
        ["Agriculture and horticulture", 1],
        ["Hand car wash", 1],
        ["Hotels and accommodation", 1],
        ["Unknown", 5],
    ],
    "Cases by region": [
        ["North West", 1],
        ["Yorkshire and The Humber", 2],
        ["East Midlands", 1],
        ["Unknown", 4],
    ],
    # Labour, sexual, domestic, criminal, unknown.
    "Region and exploitation": [
        ["North West", 0, 0, 0, 1, 0],
        ["Yorkshire and The Humber", 1, 2, 0, 0, 0],
        ["East Midlands", 1, 0, 0, 0, 0],
        ["Unknown", 2, 0, 1, 0, 1],
    ],
    "Sector and exploitation": [
        ["Agriculture and horticulture", 1, 0, 0, 0, 0],
        ["Hand car wash", 1, 0, 0, 0, 0],
        ["Hotels and accommodation", 1, 1, 0, 0, 0],
        ["Unknown", 1, 1, 1, 1, 1],
    ],
    # By the towns, as the regions: Chesterfield, Manchester, Leeds twice.
    "Cases by police force": [
        ["Derbyshire Constabulary", 1],
        ["Greater Manchester Police", 1],
        ["West Yorkshire Police", 2],
        ["Not known", 4],
    ],
    "Cases by nationality": [["Unknown", 8]],
    "Cases by country": [],
    # Cases, people at least, at most where known, cases without a highest number.
    "People affected": [
        ["Modern slavery", 5, 14, 4, 4],
        ["Labour abuse", 1, 20, 0, 1],
        ["Other abuse or vulnerability", 1, 4, 0, 1],
        ["General information", 1, 0, 0, 1],
        ["All cases", 8, 38, 4, 7],
    ],
    "People by exploitation": [
        ["Labour exploitation", 4, 31, 0, 4],
        ["Sexual exploitation", 2, 1, 0, 2],
        ["Domestic servitude", 1, 4, 0, 1],
        ["Criminal exploitation", 1, 2, 4, 0],
        ["Unknown or not specified", 1, 0, 0, 1],
    ],
    # With two people who told us of themselves.
    "People by gender": [["Exclusively male", 1], ["Not reported", 9]],
    "People by age band": [["25 to 34", 1], ["Unknown", 9]],
    "Exploiters by nationality": [],
    "Businesses by tier": [["Tier 1, direct supplier", 1]],
    "Cases closed": [["Advice given", 1]],
}
NOTHING = {"premises_name": "", "town": "", "exploitation_type": [], "sector": []}
SPOKEN = {"danger_level": "not_immediate", "age_of_person": "adult", "account": "Words of the caller"}


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


def report(handler, at: datetime, *, category: str, after: timedelta = timedelta(minutes=30), **answers) -> Case:
    """A report on the site, taken `after` it arrived. Without more answers it names no place and no kind."""
    concern = tell(NOTHING | {**SPOKEN, "language": "en", "identity_mode": "anonymous"} | answers, at=at).concern
    return categorised(taken_by(handler, concern, at=at + after), category)


def categorised(case: Case, category: str, **facts) -> Case:
    Case.objects.filter(pk=case.pk).update(category=category, **facts)
    return Case.objects.get(pk=case.pk)


def call_answers(began: datetime, **answers) -> dict:
    return {"began_at": began.isoformat(), **answers}


def call(handler, began: datetime, minutes: int, **answers) -> Case:
    """A call that becomes a case, or with `known` comes to one."""
    given = {"draft": calls.start_call(handler=handler, at=began), "actor": handler, "keys": keys_of(handler)}
    given |= {"answers": call_answers(began, **SPOKEN | answers), "at": began + timedelta(minutes=minutes)}
    return (calls.add_to_case(**given) if "known" in answers else calls.open_new_case(**given)).case


def end_call(handler, began: datetime, minutes: int, outcome: str, **answers) -> Contact:
    draft = calls.start_call(handler=handler, at=began)
    given = {"draft": draft, "answers": call_answers(began, **answers), "actor": handler}
    return call_endings.end_without_case(**given, outcome=outcome, at=began + timedelta(minutes=minutes))


@pytest.fixture
def october(vault, handler) -> None:
    report_at_the_car_wash = {"town": "Chesterfield", "exploitation_type": ["labour"], "sector": ["car_wash"]}
    car_wash = report(
        handler,
        utc(5, 9, 10),
        category="modern_slavery",
        purpose="report_concern",
        pv_count_mode="exact",
        pv_count_min=6,
        group_gender="exclusively_male",
        age_band=["25_34"],
        **report_at_the_car_wash,
    )
    report(
        handler,
        utc(7, 20, 30),
        category="modern_slavery",
        purpose="seeking_help_self",
        town="Leeds",
        exploitation_type=["sexual"],
        language="ro",
    )
    farm = report(
        handler,
        utc(12, 8, 5),
        category="labour_abuse",
        purpose="business_concern",
        exploitation_type=["labour"],
        sector=["agriculture_horticulture"],
        pv_count_mode="minimum",
        pv_count_min=20,
        subject_organisation="Lowfield Growers",
        supply_chain_tier="tier_1",
    )
    report(
        handler,
        utc(14, 13),
        category="modern_slavery",
        purpose="seeking_help_other",
        age_of_person="under_18",
        town="Manchester",
        exploitation_type=["criminal"],
        pv_count_mode="range",
        pv_count_min=2,
        pv_count_max=3,
        groups=[{"id": "1", "pv_count_mode": "exact", "pv_count_min": 1}],
    )
    advice = report(handler, utc(15, 10), category="general_information", purpose="business_advice")
    report(
        handler,
        utc(20, 15, 45),
        category="modern_slavery",
        after=timedelta(hours=48),
        purpose="professional_advice",
        town="Leeds",
        exploitation_type=["labour", "sexual"],
        sector=["hospitality_hotel"],
        pv_count_mode="unknown",
    )
    same_car_wash = report(
        handler,
        utc(21, 9),
        category="modern_slavery",
        purpose="report_concern",
        pv_count_mode="exact",
        pv_count_min=10,
        language="sq",
        **report_at_the_car_wash,
    )
    given = {"reason": "The same car wash", "actor": handler, "keys": keys_of(handler), "at": utc(22, 9)}
    merging.merge_cases(case=same_car_wash, into=car_wash, **given)
    servant_said = {"exploitation_type": ["domestic_servitude"], "pv_count_min": 4, "language": "vi"}
    servant = call(handler, utc(22, 11), 25, purpose="report_concern", **servant_said)
    categorised(servant, "other_abuse")
    call(handler, utc(23, 10), 10, known=car_wash.reference, purpose="report_concern", pv_count_min=8, language="en")
    caller_said = {"exploitation_type": ["labour"], "language": "en", "give_code": True}
    last_night = call(handler, utc(31, 23, 20), 30, purpose="seeking_help_self", **caller_said)
    categorised(last_night, "modern_slavery")

    end_call(handler, datetime(2026, 9, 30, 23, 10, tzinfo=UTC), 2, "wrong_number")
    end_call(handler, utc(24, 1), 0, "silent")
    end_call(handler, utc(25, 1, 30), 2, "silent")
    end_call(handler, utc(26, 9), 3, "line_dropped", language="en")
    end_call(handler, utc(26, 9, 20), 4, "wrong_number")
    end_call(handler, utc(27, 14), 12, "information_given", purpose="information", language="en")
    attempt = {"words": "", "next_try_at": None, "actor": handler, "keys": keys_of(handler)}
    messages.log_call(case=servant, outcome="no_answer", minutes=None, at=utc(23, 15), **attempt)
    messages.log_call(case=car_wash, outcome="spoke", minutes=15, at=utc(24, 15), **attempt)

    key = keys_of(handler).get_key(car_wash)
    for case, target, status, outcome in (
        (car_wash, "police", "done", "arrests"),
        (farm, "labour_enforcement", "no_response", ""),
    ):
        sent = {"kind": "referral", "target_type": target, "status": status, "outcome": outcome}
        referral = Referral(case=case, made_at=utc(20, 9), sent_at=utc(20, 9), **sent)
        seal_columns(keys_of(handler).get_key(case), referral, target={"name": "Somebody"})
        referral.save(force_insert=True)
    for kind, code in (("guidance", ""), ("service", "legal_advice")):
        signpost = Signpost(case=car_wash, kind=kind, code=code, at=utc(20, 9))
        seal_columns(key, signpost, address={"title": "Help"})
        signpost.save(force_insert=True)
    interpreted = {"contact": servant.contacts.first(), "mode": "three_way_call", "hour": utc(22, 11)}
    for language, waited, is_gender_met in (("vi", 40, None), ("ro", None, False)):
        session = InterpreterSession(language=language, wait_seconds=waited, is_gender_met=is_gender_met, **interpreted)
        seal_with_own_key(session, complaint="").save(force_insert=True)
    Case.objects.filter(pk=car_wash.pk).update(is_referral_in_time=True)
    Case.objects.filter(pk=farm.pk).update(is_referral_in_time=False)
    closed = {"status": "closed", "closed_at": utc(16, 9), "closure_reason": "advice_given"}
    Case.objects.filter(pk=advice.pk).update(**closed)

    # In September and in November, by the clocks people see.
    end_call(handler, datetime(2026, 9, 30, 22, 50, tzinfo=UTC), 5, "silent")
    end_call(handler, datetime(2026, 11, 1, 0, 10, tzinfo=UTC), 5, "silent")
    report(handler, datetime(2026, 9, 30, 21, 30, tzinfo=UTC), category="modern_slavery", purpose="report_concern")
    # Nobody has taken it, so that it is no contact yet.
    tell(at=utc(30, 9))


def sheets(by, *, shows_small_numbers: bool = True) -> dict[str, list[list]]:
    """What is in the workbook of the month, without heads."""
    month = Month(date(2026, 10, 1))
    body = monthly_statistics.build_workbook(month=month, by=by, at=utc(31, 9), shows_small_numbers=shows_small_numbers)
    book = load_workbook(io.BytesIO(body))
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
        for sheet in book.worksheets
        if sheet.title != "About"
    }


def test_every_figure_of_the_workbook_equals_the_table_counted_by_hand(october, lead):
    found = sheets(lead)
    assert list(found) == list(HAND_COUNTED)
    for title, rows in HAND_COUNTED.items():
        assert found[title] == rows, title


def test_a_statistician_reads_no_small_number_of_it(october, lead):
    for title, rows in sheets(lead, shows_small_numbers=False).items():
        minutes = {"Calls received": (3, 4, 5, 6), "Calls made": (2, 3, 4, 5), "People affected": (4,)}.get(title, ())
        numbers = [n for row in rows for place, n in enumerate(row) if place not in minutes and isinstance(n, int)]
        assert not [n for n in numbers if 0 < n < 5], title


def test_silent_and_abandoned_calls_are_never_not_related(october):
    found = Contact.objects.filter(outcome__in=("silent", "line_dropped")).values_list("category", flat=True)
    assert set(found) == {"silent", "abandoned"}
