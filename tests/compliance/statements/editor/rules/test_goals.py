"""From year to year: goals and measures carried over, what a year opens with, comparing, and who changed what."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode, State
from compliance.statements.core import services as core_services
from compliance.statements.editor.rules.goals import get_promises
from compliance.statements.editor.services import draft
from compliance.statements.models import Version
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT, make_business
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

pytestmark = pytest.mark.django_db
GOALS = [
    {"text": "Visit 15 suppliers", "target_date": "2027-03-31", "status": "on_track", "result": "Nine so far"},
    {"text": "Pay back all fees", "status": "behind"},
    {"text": "Train every buyer", "status": "met"},
    {"text": "Map tier three", "status": "new"},
]
KPIS = [{"name": "Visits", "unit": "sites", "this_year": "9", "last_year": "4", "kind": "output"}]


@pytest.fixture
def last_year(business):
    """The statement for 2026, with goals, published."""
    version = business.written()
    section = version.sections.get(code=SectionCode.MONITORING)
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=section.revision,
        answers=section.answers | {"goals": GOALS, "kpis": KPIS}, is_complete=True,
    )  # fmt: skip
    review.send_for_review(version=version, actor=business.editor, at=AT)
    version = review.mark_ready(version=version, actor=business.approver, at=AT)
    business.approve(version)
    version.refresh_from_db()
    business.sign(version)
    services_publish.publish(version=version, actor=business.people["administrator"], at=AT)
    version.refresh_from_db()
    return version


def next_year(business, **changes) -> Version:
    return business.start(period_start=date(2026, 4, 1), period_end=date(2027, 3, 31), **changes)


def monitoring(version: Version) -> dict:
    return version.sections.get(code=SectionCode.MONITORING).answers


@pytest.mark.parametrize("is_copied", [True, False])
def test_open_goals_and_all_measures_come_along_to_be_answered_anew(business, last_year, is_copied):
    version = next_year(business, copy_from=last_year if is_copied else None)
    answers = monitoring(version)
    assert answers["goals"] == [
        {"text": "Visit 15 suppliers", "target_date": "2027-03-31"},
        {"text": "Pay back all fees"},
        {"text": "Map tier three"},
    ]
    (kpi,) = answers["kpis"]
    assert (kpi["name"], kpi["unit"], kpi["last_year"], kpi["this_year"]) == ("Visits", "sites", "9", None)
    assert answers["copied_from"] == 2026


def test_a_year_between_makes_no_figure_last_years(business, last_year):
    version = business.start(period_start=date(2027, 4, 1), period_end=date(2028, 3, 31))
    assert monitoring(version)["kpis"][0]["last_year"] is None


def test_a_statement_of_no_steps_promises_nothing(business, last_year):
    assert monitoring(next_year(business, kind="no_steps")) == {}


def test_a_promise_is_answered_by_a_status_that_says_something():
    now = [
        {"text": "visit 15  Suppliers", "status": "met", "result": "16"},
        {"text": "Map tier three", "status": "new"},
    ]
    found = {one.text: (one.is_answered, one.result) for one in get_promises(GOALS, now)}
    assert found == {
        "Visit 15 suppliers": (True, "16"),
        "Pay back all fees": (False, ""),
        "Map tier three": (False, ""),
    }


# --- What a year opens with -------------------------------------------------------------------------------------------


def test_a_new_year_opens_with_the_law_the_registers_and_the_promises(business, last_year, visit, at):
    next_year(business)
    site = SiteFactory(supplier=SupplierFactory(organisation=business.organisation))
    FindingFactory(audit=AuditFactory(site=site, ended_on=date(2026, 11, 25)))
    AuditFactory(site=site, ended_on=date(2026, 1, 25))
    page = visit("viewer").get(at("opening", year=2027))
    found = page.context["opening"]
    assert (found.year, found.since) == (2026, date(2026, 11, 24))
    assert {one.code: (one.now, one.came) for one in found.registers} == {
        "suppliers": (1, 1), "sites": (1, 1), "audits": (2, 1), "findings": (1, 1),
    }  # fmt: skip
    text = page.content.decode()
    assert "3 goals from your last statement need an answer" in text
    assert "No changes that we know of." in text
    assert "read to 24 November 2026" in text


def test_the_section_asks_for_an_answer_to_each_promise_until_it_has_one(business, last_year, visit, at):
    version = next_year(business)
    address = at("section", year=2027, section="monitoring")
    page = visit("editor").get(address)
    assert [one.text for one in page.context["promises"]] == [
        "Visit 15 suppliers",
        "Pay back all fees",
        "Map tier three",
    ]
    assert "These goals from your last statement need an answer" in page.content.decode()
    section = version.sections.get(code=SectionCode.MONITORING)
    goals = [goal | {"status": "met", "result": "Done"} for goal in section.answers["goals"]]
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=0, answers={"goals": goals}, is_complete=False
    )
    assert visit("editor").get(address).context["promises"] == []
    assert (
        "Every goal from your last statement has an answer."
        in visit("editor").get(at("opening", year=2027)).content.decode()
    )


def test_the_first_year_tells_what_changed_in_the_last_twelve_months(business, visit, at, clock_at):
    clock_at(AT)
    business.start()
    text = visit("viewer").get(at("opening")).content.decode()
    assert "You have not published an earlier statement here" in text
    assert "A Bill would turn parts of the guidance into duties" in text
    assert "It was not law when we last checked" in text
    assert "Pending: not law" in text
    assert "There are no open goals" in text


def test_every_change_of_the_law_has_its_source_and_a_known_weight():
    found = vocabulary.law_changes(since=date(2015, 1, 1))
    assert [one.on for one in found] == sorted((one.on for one in found), reverse=True)
    for one in found:
        assert vocabulary.source(one.source)
        assert one.weight in {"must", "should", "good practice", "pending"}
        assert (one.weight == "must") == (one.source in {"ACT", "REGS"})
        assert (one.weight == "pending") == (one.source == "BILL") == ("not law" in one.text)


def test_the_opening_page_asks_as_often_for_many_rows_as_for_none(business, last_year, visit, at):
    next_year(business)
    client, asked = visit("viewer"), []
    for count in (0, 12):
        for _ in range(count):
            AuditFactory(site=SiteFactory(supplier=SupplierFactory(organisation=business.organisation)))
        client.get(at("opening", year=2027))
        with CaptureQueriesContext(connection) as seen:
            client.get(at("opening", year=2027))
        asked.append(len(seen))
    assert asked[0] == asked[1]


# --- Comparing --------------------------------------------------------------------------------------------------------


def test_a_draft_is_compared_with_last_year_marked_in_words_too(business, last_year, visit, at):
    version = next_year(business, copy_from=last_year)
    section = version.sections.get(code=SectionCode.RISK)
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=0,
        answers=section.answers | {"narrative_risk": "<p>An entirely new sentence on cotton.</p>"}, is_complete=False,
    )  # fmt: skip
    page = visit("viewer").get(at("compare", year=2027))
    assert page.status_code == 200
    assert (page.context["earlier"].pk, page.context["later"].pk) == (last_year.pk, version.pk)
    text = page.content.decode()
    assert "[added:" in text
    assert "[removed:" in text
    assert "An entirely new sentence on cotton." in text
    assert "The same in both:" in text
    assert [one.name for one in page.context["figures"]] == ["Visits"]


def test_any_two_versions_can_be_chosen_and_the_same_twice_is_refused(business, last_year, visit, at):
    fresh = draft.amend(version=last_year, actor=business.editor, at=AT, kind="substantive", note="A word more")
    client = visit("viewer")
    page = client.get(at("compare"), {"earlier": "2026-1", "later": "2026-2"})
    assert page.context["later"].pk == fresh.pk
    assert "The wording of the statement did not change." in page.content.decode()
    assert client.get(at("compare"), {"earlier": "2026-1", "later": "2026-1"}).status_code == 422
    assert client.get(at("compare"), {"earlier": "2019-1", "later": "x"}).status_code == 422


def test_a_first_draft_says_that_there_is_nothing_to_compare(business, visit, at):
    business.start()
    text = visit("viewer").get(at("compare")).content.decode()
    assert "There is only one version" in text
    assert "An editor or administrator of your organisation can upload or paste it." in text
    text = visit("editor").get(at("compare")).content.decode()
    assert f'href="{reverse("statements:take_over", args=[business.organisation.slug])}">Upload or paste it' in text


def test_versions_of_others_cannot_be_chosen(business, last_year, visit, at):
    make_business().written()
    next_year(business)
    choices = visit("viewer").get(at("compare", year=2027)).context["form"].fields["earlier"].choices
    assert [code for code, _label in choices] == ["2027-1", "2026-1"]


# --- Who changed what -------------------------------------------------------------------------------------------------


def save(business, version, text, who, at=AT):
    section = version.sections.get(code=SectionCode.POLICIES)
    core_services.save_section(
        section=section, actor=business.people[who], at=at, revision=section.revision,
        answers={"area_policies": True, "narrative_policies": f"<p>{text}</p>"}, is_complete=False,
    )  # fmt: skip


def test_each_save_of_an_area_is_told_with_person_time_and_words(business, visit, at):
    version = business.start()
    save(business, version, "We have a policy.", "editor")
    save(business, version, "We have a policy on fees.", "second", datetime(2026, 11, 24, 11, tzinfo=UTC))
    client = visit("viewer")
    page = client.get(at("changes"))
    ((code, _title, saves),) = page.context["areas"]
    assert code == SectionCode.POLICIES
    assert [(one.revision, one.by) for one in saves] == [(2, business.people["second"]), (1, business.editor)]
    assert "24 November 2026, 11:00" in page.content.decode()
    opened = client.get(at("changes"), {"area": "policies", "save": "2"}).content.decode()
    assert "on fees" in opened
    assert "[added:" in opened
    first = client.get(at("changes"), {"area": "policies", "save": "1"})
    assert "We have a policy." in first.content.decode()


@pytest.mark.parametrize(
    "query", [{"area": "x", "save": "1"}, {"area": "policies", "save": "٣"}, {"area": "policies", "save": "99"}]
)
def test_a_save_that_is_not_there_opens_nothing(business, visit, at, query):
    save(business, business.start(), "We have a policy.", "editor")
    page = visit("viewer").get(at("changes"), query)
    assert (page.status_code, page.context["opened"]) == (200, None)


def test_the_page_of_changes_asks_as_often_for_many_saves_as_for_one(business, visit, at):
    version, client, asked = business.start(), visit("viewer"), []
    for count in (1, 9):
        for number in range(count):
            save(business, version, f"Policy {number}.", "editor")
        client.get(at("changes"))
        with CaptureQueriesContext(connection) as seen:
            client.get(at("changes"))
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_the_home_of_a_statement_leads_to_all_three(business, visit, at):
    business.start()
    text = visit("viewer").get(at("tasks")).content.decode()
    for name in ("opening", "compare", "changes"):
        assert at(name) in text
    assert reverse("statements:list", args=(business.organisation.slug,)) in text
    assert Version.objects.get().state == State.DRAFTING
