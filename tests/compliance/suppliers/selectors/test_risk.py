"""The risk list, its map, the page of a score, and correcting which good a product is."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.choices import Role
from compliance.suppliers.labels.risk import describe_score
from compliance.suppliers.models import GoodsAnswer, RiskScore
from compliance.suppliers.services.risk import recompute_scores
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory
from tests.factories.suppliers import (
    ControlFactory,
    SiteFactory,
    SiteFactsFactory,
    SupplierFactory,
    SupplyRelationFactory,
    WorkerFiguresFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def site():
    """Example B of the specification."""
    found = SiteFactory(name="Lower Field", country="GB", sector="", activity="seasonal_agriculture")
    found.recruits_from_abroad = True
    found.save()
    WorkerFiguresFactory(site=found, total=100, migrant_international=90, in_provided_housing=90, seasonal=90)
    ControlFactory(site=found, kind="saq", held_on=date(2026, 9, 1))
    SiteFactsFactory(site=found, credited_audit_on=date(2025, 8, 24), open_major=1)
    SupplyRelationFactory(supplier=found.supplier, tier=1, products=[], sector="", annual_spend_pence=5_000_000)
    recompute_scores(found.organisation, event="import", now=NOW)
    return found


@pytest.fixture
def reader(client, site):
    return _member(client, site, Role.VIEWER)


@pytest.fixture
def editor(client, site):
    return _member(client, site, Role.EDITOR)


def _member(client, site, role):
    sign_in(client, MembershipFactory(organisation=site.organisation, role=role).user)
    return client


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def of_site(client, site):
    return client.get(reverse("suppliers:site_risk", args=[site.organisation.slug, site.uuid]))


def listed(client, site, query=""):
    return client.get(reverse("suppliers:risk", args=[site.organisation.slug]) + query)


def test_the_page_begins_with_a_sentence_that_says_why(site):
    said = " ".join(describe_score(RiskScore.objects.get(site=site), today=date(2026, 11, 24)))
    assert said.startswith("Mostly because “Seasonal agriculture” is high-risk work in any country (27 of 48); and")
    assert "90% of workers are migrants from abroad" in said
    assert "“Country” adds little (4)." in said
    assert "We do not know of any listed goods." in said
    assert "Raised to 50 because the kind of work and the workers are both high risk (rule R1)." in said
    assert "Measures in place lower the score by 6. Problems found add 5." in said
    assert "3 of the 3 tables behind this score are more than a year old." in said


def test_the_page_shows_the_number_the_parts_and_all_of_the_arithmetic(reader, site):
    page = text(of_site(reader, site))
    assert "High (49)." in page
    assert "(35 × 8 + 25 × 85 + 20 × 70) ÷ 80 = 48." in page
    assert (
        "Minimum 50, because the kind of work and the workers are both high risk (rule R1). The result is 50." in page
    )
    assert "50 − 13% + 5, with a minimum of half of it (25) and a maximum of 100 = 49." in page
    assert "It would lower the risk by 10%. The risk would then be 44." in page
    assert "Worldwide Governance Indicators" in page
    assert "CC BY 4.0" in page
    assert "Rows imported" in page
    assert not re.search(
        r"\d\.\d", page.split("Inherent risk: country, work, goods and workers")[1].split("Sources")[0]
    )


def test_the_history_says_what_moved_the_score(reader, site):
    site.facts.open_major = 0
    site.facts.save()
    recompute_scores(site.organisation, event="action", now=NOW.replace(day=25))
    page = text(of_site(reader, site))
    assert re.search(
        r"25 November 2026 : Medium \(41, -8\)\. Corrective action changed 24 November 2026 : High \(49\)", page
    )


def test_a_place_of_which_nothing_is_known_says_so(reader, site):
    unknown = SiteFactory(supplier=SupplierFactory(organisation=site.organisation, country=""), country="")
    assert "There is no risk score here yet" in text(of_site(reader, unknown))
    recompute_scores(site.organisation, event="import", now=NOW)
    assert "We do not know enough" in text(of_site(reader, unknown))
    assert "Not known" in text(listed(reader, site))


def test_a_supplier_without_a_site_has_a_page_too(reader, site):
    supplier = SupplierFactory(organisation=site.organisation, country="CN")
    SupplyRelationFactory(supplier=supplier, products=["Solar panels"], sector="")
    recompute_scores(site.organisation, event="import", now=NOW)
    page = text(reader.get(reverse("suppliers:supplier_risk", args=[site.organisation.slug, supplier.uuid])))
    assert "Polysilicon from China are listed as made with forced labour" in page
    assert "Silica-based products including polysilicon: from China: US law presumes forced labour" in page
    assert "Forced Labor Enforcement Task Force" not in page
    assert "UFLPA priority sectors" in page


def test_a_caution_stands_beside_a_good_audit_in_a_very_high_setting(reader, site):
    maker = SiteFactory(supplier=SupplierFactory(organisation=site.organisation), country="BD", sector="")
    maker.activity = "garment_manufacture"
    maker.save()
    SupplyRelationFactory(supplier=maker.supplier, products=["T-shirts"], sector="")
    SiteFactsFactory(site=maker, credited_audit_on=date(2026, 9, 1))
    recompute_scores(site.organisation, event="import", now=NOW)
    assert "Audits often miss forced labour" in text(of_site(reader, maker))
    assert "Audits often miss forced labour" not in text(of_site(reader, site))


def test_the_list_puts_an_open_alert_first_and_then_goes_by_priority(reader, site):
    own = site.organisation
    calm = SiteFactory(supplier=SupplierFactory(organisation=own), name="Calm", country="DE")
    alarm = SiteFactory(supplier=SupplierFactory(organisation=own), name="Alarm", country="DE")
    SiteFactsFactory(site=alarm, has_alert_a=True)
    worse = SiteFactory(supplier=SupplierFactory(organisation=own), name="Worse", country="KP")
    recompute_scores(own, event="import", now=NOW)
    page = listed(reader, site).content.decode()
    assert re.findall(r"(Calm|Alarm|Worse|Lower Field)</a>", page) == [
        "Alarm", "Worse", "Lower Field", "Calm",
    ]  # fmt: skip
    assert worse.name in page
    assert calm.name in page
    assert page.count("Open alert") == 1


def test_the_list_narrows_by_band_and_country_and_keeps_a_wrong_filter(reader, site):
    SiteFactory(supplier=SupplierFactory(organisation=site.organisation), name="Calm", country="DE")
    recompute_scores(site.organisation, event="import", now=NOW)
    assert "Calm</a>" not in listed(reader, site, "?band=high").content.decode()
    assert "Calm</a>" in listed(reader, site, "?band=low&country=DE").content.decode()
    assert "Lower Field</a>" not in listed(reader, site, "?country=DE").content.decode()
    assert "No sites or suppliers found" in text(listed(reader, site, "?band=-"))
    assert listed(reader, site, "?band=nonsense").status_code == 422
    assert listed(reader, site, "?page=nonsense").status_code == 200


def test_an_empty_register_says_what_to_do(client):
    membership = MembershipFactory()
    sign_in(client, membership.user)
    page = text(client.get(reverse("suppliers:risk", args=[membership.organisation.slug])))
    assert "There are no risk scores yet." in page


def test_the_queries_of_the_list_do_not_grow(reader, site, django_assert_num_queries):
    for _ in range(5):
        SiteFactory(supplier=SupplierFactory(organisation=site.organisation), country="DE")
    recompute_scores(site.organisation, event="import", now=NOW)
    listed(reader, site)
    with django_assert_num_queries(7):
        listed(reader, site)


def test_the_queries_of_a_score_page_do_not_grow(reader, site, django_assert_num_queries):
    for day in range(1, 5):
        site.facts.late_actions = day
        site.facts.save()
        recompute_scores(site.organisation, event="action", now=NOW.replace(day=24 + day))
    of_site(reader, site)
    with django_assert_num_queries(8):
        of_site(reader, site)


def test_an_open_alert_is_said_to_hold_the_risk_where_it_is(reader, site):
    site.facts.has_alert_a = True
    site.facts.save()
    recompute_scores(site.organisation, event="audit", now=NOW)
    page = text(of_site(reader, site))
    assert "The risk stays at 90 while this applies: an A-alert is open." in page
    assert "The risk would then be" not in page


@pytest.mark.parametrize(("role", "sees"), [(Role.VIEWER, False), (Role.EDITOR, False), (Role.ADMINISTRATOR, True)])
def test_that_the_helpline_was_told_is_for_those_who_see_alerts(client, site, role, sees):
    site.facts.has_open_report = True
    site.facts.save()
    recompute_scores(site.organisation, event="audit", now=NOW)
    page = text(of_site(_member(client, site, role), site))
    assert ("record of a report to the helpline" in page) is sees
    assert ("Something that only safeguarding leads and administrators can see" in page) is not sees
    assert "10 points (maximum 10)" in page


# --- Correcting a product ---------------------------------------------------------------------------------------------


@pytest.fixture
def shirts(site):
    SupplyRelationFactory(supplier=site.supplier, products=["T-shirts", "Machine parts"], tier=2)
    return reverse("suppliers:goods", args=[site.organisation.slug, site.supplier.uuid])


def test_a_writer_corrects_a_match_and_it_counts_for_the_whole_business(
    editor, site, shirts, django_capture_on_commit_callbacks
):
    assert re.search(r'<option value="Garments" selected>', editor.get(shirts).content.decode())
    with django_capture_on_commit_callbacks(execute=True):
        response = editor.post(shirts, {"product-0": "", "product-1": "Surgical Instruments"})
    assert response.status_code == 302
    answers = dict(GoodsAnswer.objects.values_list("product", "good"))
    assert answers == {"t shirts": "", "machine parts": "Surgical Instruments"}
    assert RiskScore.objects.get(site=site, is_current=True).event == "goods"
    lines = Entry.objects.filter(action="suppliers.goods.answered", scope=site.organisation.uuid)
    assert {line.detail["product"] for line in lines} == set(answers)


def test_what_was_not_changed_is_no_answer(editor, shirts):
    editor.post(shirts, {"product-0": "Garments", "product-1": ""})
    assert not GoodsAnswer.objects.exists()


def test_a_good_that_is_not_on_the_list_is_refused(editor, shirts):
    response = editor.post(shirts, {"product-0": "Nonsense"})
    assert response.status_code == 422
    assert not GoodsAnswer.objects.exists()


def test_a_reader_may_not_correct(reader, shirts):
    assert reader.get(shirts).status_code == 403
    assert reader.post(shirts, {"product-0": ""}).status_code == 403


def test_another_business_finds_nothing(client, site):
    sign_in(client, MembershipFactory().user)
    for name, uuid in (("site_risk", site.uuid), ("supplier_risk", site.supplier.uuid), ("goods", site.supplier.uuid)):
        own = MembershipFactory().organisation
        assert client.get(reverse(f"suppliers:{name}", args=[own.slug, uuid])).status_code == 404


def test_no_page_is_a_score_of_today_only(site):
    """A score is dated; the page of a day without a change shows the same."""
    assert timezone.localdate(RiskScore.objects.get(site=site).computed_at) == date(2026, 11, 24)
