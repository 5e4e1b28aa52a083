"""The desk's pages of figures: prepared by a statistician, refused once, approved by a lead."""

import pytest
from django.test import Client
from django.utils import timezone

from compliance.statistics.choices import State
from compliance.statistics.labels import label_period
from compliance.statistics.models import PhoneFigures, Preparation, Release
from compliance.statistics.rules.attack import Exposure
from compliance.statistics.rules.equations import Place
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.services import attack_check, preparation_job
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.statistics import prepared, published, published_quarter, small_month

pytestmark = pytest.mark.django_db
INDEX = "/desk/statistics/"


def browser(user: User) -> Client:
    return sign_in(Client(), user)


@pytest.fixture
def analyst(statistician) -> Client:
    return browser(statistician)


@pytest.fixture
def lead(second_person) -> Client:
    return browser(second_person)


def last_month() -> str:
    today = timezone.localdate()
    return f"{today.year - (today.month == 1)}-{(today.month - 2) % 12 + 1:02d}"


def page(client: Client, address: str = INDEX, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.text


def work() -> None:
    """A worker does what was asked for."""
    for pk in Preparation.objects.filter(done_at=None).values_list("pk", flat=True):
        preparation_job.run(pk, clock=timezone.now)


def address_of(release: Release, rest: str = "") -> str:
    return f"{INDEX}{release.uuid}/{rest}"


def test_a_month_goes_from_the_statistician_to_a_lead_and_back_and_out(analyst, lead):
    assert analyst.post(f"{INDEX}prepare/", {}).status_code == 422
    for _ in range(2):
        answer = analyst.post(f"{INDEX}prepare/", {"period": last_month(), "headline": "Fewer calls"})
        assert (answer.status_code, answer["Location"]) == (303, INDEX)
    assert "Preparing figures for" in page(analyst)
    work()
    first = Release.objects.get()
    assert "Preparing figures for" not in page(analyst)
    own = page(analyst, address_of(first))
    assert "a triage lead must decide" in own and "Do you approve" not in own
    assert "Review the figures for" in page(lead)

    assert lead.post(address_of(first), {"is_yes": "no"}).status_code == 422, "a refusal says why"
    assert lead.post(address_of(first), {"is_yes": "no", "reason": "Calls are missing."}).status_code == 303
    assert "Calls are missing." in page(analyst, address_of(first))

    analyst.post(f"{INDEX}prepare/", {"period": last_month()})
    work()
    again = Release.objects.get(state=State.PREPARED)
    words = {"headline": "A quiet month", "commentary": "The line was down for a day."}
    assert analyst.post(address_of(again, "words/"), words).status_code == 303
    assert lead.post(address_of(again), {"is_yes": "yes"}).status_code == 303
    again.refresh_from_db()
    assert (again.state, again.headline) == (State.APPROVED, "A quiet month")
    assert analyst.post(address_of(again, "words/"), words).status_code == 422, "decided"


def test_a_statistician_alone_publishes_nothing(analyst, statistician):
    release = prepared("2026-01", statistician)
    assert analyst.post(address_of(release), {"is_yes": "yes"}).status_code == 403
    lead_too = UserFactory(role=StaffRole.TRIAGE_LEAD).groups.get()
    statistician.groups.add(lead_too)
    assert analyst.post(address_of(release), {"is_yes": "yes"}).status_code == 403, "with both roles neither"
    release.refresh_from_db()
    assert release.state == State.PREPARED


def test_what_is_approved_can_be_stopped(lead, statistician, second_person):
    release = prepared("2026-01", statistician)
    lead.post(address_of(release), {"is_yes": "yes"})
    assert lead.post(address_of(release), {"reason": "A number is wrong."}).status_code == 303
    release.refresh_from_db()
    assert (release.state, release.reason) == (State.REFUSED, "A number is wrong.")


def test_every_hidden_number_is_listed_with_its_reason_and_bounds(analyst, statistician):
    quarter = prepared("2026-q1", statistician)
    overview = page(analyst, address_of(quarter))
    assert "Contacts by channel" in overview and "Small number (under 5)" not in overview, (
        "six contacts by app in the quarter"
    )
    small = prepared("2026-q2", statistician, small_month("2026-04"))
    text = page(analyst, address_of(small, "tables/contacts_by_channel/"))
    assert "[c]" in text and "Small number (under 5)" in text and "Would reveal another number" in text
    hidden = [row for row in small.hidden if row["table"] == "contacts_by_channel"]
    assert text.count('data-column="What a reader can work out"') == len(hidden) > 1
    page(analyst, address_of(small, "tables/contacts_by_channel_and_purpose/"))
    page(analyst, address_of(small, "tables/no_such_table/"), 404)


def test_a_table_is_compared_with_the_last_release(analyst, statistician, second_person):
    published("2026-01", statistician, second_person)
    later = prepared("2026-02", statistician, small_month("2026-02", calls=60))
    text = page(analyst, address_of(later, "tables/contacts_by_channel/"))
    assert "January 2026" in text and ">+20<" in text


def test_figures_that_are_not_safe_say_which_number_and_offer_no_decision(lead, statistician, monkeypatch):
    exposure = Exposure(Place("2026-01", "contacts_by_channel", ("app",)), 2, 2.0, 3.0)
    monkeypatch.setattr(attack_check.attack, "find_exposed", lambda releases, truths: [exposure])
    text = page(lead, address_of(prepared("2026-01", statistician)))
    assert "cannot be published" in text and "Mobile app form" in text and "2 to 3" in text
    assert "Do you approve" not in text


def test_a_published_quarter_is_corrected_and_a_month_is_not(analyst, statistician, second_person):
    quarter = published_quarter(statistician, second_person)
    month = Release.objects.get(code="2026-01")
    page(analyst, address_of(month, "correct/"), 404)
    address = address_of(quarter, "correct/")
    assert analyst.post(address, {}).status_code == 422
    assert analyst.post(address, {"note": "Calls were counted twice."}).status_code == 303
    work()
    correction = Release.objects.get(revision=2)
    assert (correction.code, correction.note) == ("2026-q1-2", "Calls were counted twice.")
    assert "version 2" in page(analyst, address_of(correction))
    assert "[r]" in page(analyst, address)


def test_telephone_figures_are_saved_for_a_month_that_is_over(analyst, lead):
    address = f"{INDEX}phone/"
    figures = {"answered": "812", "abandoned": "50", "median_wait_seconds": "14"}
    assert analyst.post(address, figures | {"month": last_month()}).status_code == 303
    assert PhoneFigures.objects.get().offered == 862
    for wrong in ({"answered": "many"}, {"answered": "-1"}, {"month": "2099-01"}):
        assert analyst.post(address, figures | {"month": last_month()} | wrong).status_code == 422
    assert "862" in page(lead, address)
    assert lead.post(address, figures).status_code == 403


def test_a_period_that_is_not_over_or_already_public_is_not_offered(analyst, statistician, second_person):
    today = timezone.localdate()
    text = page(analyst, f"{INDEX}prepare/")
    assert f'value="{today:%Y-%m}"' not in text and f'value="{last_month()}"' in text
    published(last_month(), statistician, second_person, at=timezone.now())
    assert f'value="{last_month()}"' not in page(analyst, f"{INDEX}prepare/")


def test_a_lead_sees_the_month_so_far_and_a_manager_the_last_closed_one(lead, analyst):
    """See docs/requirements/statistics.md#this-month, docs/requirements/statistics.md#closed-months."""
    assert "so far" in page(lead, f"{INDEX}month/")
    text = page(browser(UserFactory(role=StaffRole.HELPLINE_MANAGER)), f"{INDEX}month/")
    assert "so far" not in text and f"{label_period(parse_period(last_month()))} is the last closed month" in text
    page(analyst, f"{INDEX}month/", 404)


def test_pages_of_figures_need_no_unlocked_desk(lead):
    assert "Unlock" not in page(lead)
