"""Our staff change tables and weights: looked at first, then put in force, with a reason in the history."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from compliance.suppliers.labels.risk import get_used_tables
from compliance.suppliers.models import RiskRun, RiskScore, RiskWeights
from compliance.suppliers.rules.risk.weight_schema import find_wrong_sums, get_limits, iter_numbers, replace_numbers
from compliance.suppliers.services.risk import recompute_scores
from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from portal.reference import editions
from portal.reference.models import Edition
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.risk import EditionFactory, weights
from tests.factories.suppliers import SiteFactory, SiteFactsFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
COLUMNS = "iso2,name,tier\n"


@pytest.fixture
def keeper(client):
    sign_in(client, UserFactory(role=StaffRole.SITE_ADMINISTRATOR))
    return client


@pytest.fixture
def site():
    found = SiteFactory(name="Secret Field", country="TR", sector="", activity="garment_manufacture")
    SiteFactsFactory(site=found)
    recompute_scores(found.organisation, event="import", now=NOW)
    return found


def sent(body: str, **changes) -> dict:
    return {
        "file": SimpleUploadedFile("tiers.csv", body.encode()),
        "edition": "2026 report",
        "dated_on_day": "1", "dated_on_month": "9", "dated_on_year": "2026",
        "reason": "The new report is out.",
    } | changes  # fmt: skip


def address(name: str, *args) -> str:
    return reverse(f"suppliers_staff:{name}", args=args)


def test_the_tables_in_force_are_listed_and_old_ones_stand_out(keeper):
    page = keeper.get(address("risk")).content.decode()
    assert "2025 report" in page
    assert "risk tables are more than 18 months old" in page
    assert "Version 1, 24 November 2026" in page


def test_a_table_is_old_after_eighteen_months():
    table = editions.get_shipped_table("tip_tiers")
    assert not table.is_old(date(2027, 3, 29))
    assert table.is_old(date(2027, 3, 30))


def test_a_table_is_downloaded_in_the_columns_of_an_upload(keeper):
    body = b"".join(keeper.get(address("download", "tip_tiers"))).decode("utf-8-sig")
    assert body.startswith('"iso2","name","tier"')
    assert len(body.splitlines()) == 189


def test_an_upload_is_kept_and_changes_nothing_yet(keeper, site):
    response = keeper.post(address("table", "tip_tiers"), sent(f"{COLUMNS}TR,Türkiye,Tier 3\n"))
    edition = Edition.objects.get()
    assert response["Location"] == address("edition", edition.uuid)
    assert (edition.is_current, edition.dated_on, len(edition.rows)) == (False, date(2026, 9, 1), 1)
    assert editions.get_current_tables()["tip_tiers"].edition == "2025 report"
    assert Entry.objects.filter(action="suppliers.edition.uploaded").exists()


def test_an_upload_with_mistakes_is_refused_row_by_row_and_keeps_what_was_typed(keeper):
    response = keeper.post(address("table", "tip_tiers"), sent(f"{COLUMNS}XX,Nowhere,Tier 9\n"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Row 2, iso2: “XX”" in page
    assert "Row 2, tier: “Tier 9”" in page
    assert "The new report is out." in page
    assert not Edition.objects.exists()


def test_an_edition_of_tomorrow_is_refused(keeper):
    response = keeper.post(
        address("table", "tip_tiers"), sent(f"{COLUMNS}TR,Türkiye,Tier 3\n", dated_on_year="2099")
    )  # fmt: skip
    assert "must be between 2000 and today" in response.content.decode()


def test_the_effect_is_shown_before_it_counts_and_names_nobody(keeper, site):
    edition = EditionFactory(rows=[{"iso2": "TR", "name": "Türkiye", "tier": "Special Case"}])
    before = list(RiskScore.objects.values_list("pk", "is_current"))
    page = keeper.get(address("edition", edition.uuid)).content.decode()
    assert "1 of 1 scores would change: 1 up, 0 down. 1 would move to another band." in page
    assert "Garment manufacture" in page
    assert "It has 1 rows. The current table has 188." in page
    assert site.name not in page
    assert site.supplier.name not in page
    assert site.organisation.name not in page
    assert list(RiskScore.objects.values_list("pk", "is_current")) == before


def test_putting_an_edition_in_force_works_every_score_out_anew_and_can_be_undone(
    keeper, site, django_capture_on_commit_callbacks
):
    first = RiskScore.objects.get(is_current=True)
    edition = EditionFactory(rows=[{"iso2": "TR", "name": "Türkiye", "tier": "Special Case"}])
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(address("edition", edition.uuid))
    now = RiskScore.objects.get(is_current=True)
    assert (now.event, now.band, first.band) == ("edition", "very_high", "high")
    assert now.editions["tip_tiers"]["edition"] == "2026 report"
    assert "In use" in keeper.get(address("table", "tip_tiers")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(address("shipped", "tip_tiers"), {"reason": "It was wrong."})
    assert RiskScore.objects.get(is_current=True).residual == first.residual
    actions = list(Entry.objects.filter(action__startswith="suppliers.edition").values_list("action", flat=True))
    assert set(actions) == {"suppliers.edition.switched", "suppliers.edition.dropped"}


def test_going_back_needs_a_reason(keeper):
    assert keeper.post(address("shipped", "tip_tiers"), {}).status_code == 422


def test_a_table_that_is_none_is_not_found(keeper):
    for name in ("table", "download", "shipped"):
        assert keeper.get(address(name, "countries")).status_code == 404


ENTITIES = "entity,iso2,names,listed_on\nInvented Mill Co. Ltd,TR,,2024-08-09\n"


def test_the_list_of_entities_is_brought_looked_at_and_lifts_whoever_is_named(
    keeper, site, django_capture_on_commit_callbacks
):
    supplier = site.supplier
    supplier.name = "INVENTED MILL"
    supplier.save()
    assert "has no rows yet" in keeper.get(address("table", "uflpa_entities")).text
    response = keeper.post(address("table", "uflpa_entities"), sent(ENTITIES))
    assert "1 of 1 scores would change: 1 up, 0 down." in keeper.get(response["Location"]).text
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(response["Location"])
    score = RiskScore.objects.get(is_current=True)
    assert [floor["rule"] for floor in score.parts["inherent_floors"]] == ["R3"]
    assert score.editions["uflpa_entities"]["edition"] == "2026 report"
    assert "uflpa_entities" in get_used_tables(score)


def test_a_list_that_nobody_has_brought_is_no_edition_that_a_score_rests_on(site):
    assert "uflpa_entities" not in RiskScore.objects.get(is_current=True).editions


# --- Weights ----------------------------------------------------------------------------------------------------------


def filled(keeper, **changes) -> dict:
    form = keeper.get(address("weights")).context["form"]
    values = {name: form.fields[name].initial for name in form.paths}
    by_path = {"/".join(path): name for name, path in form.paths.items()}
    values |= {by_path[path]: value for path, value in changes.pop("numbers", {}).items()}
    return values | {"reason": "Garment making is riskier than we thought."} | changes


def test_new_weights_are_looked_at_and_then_put_in_force(keeper, site, django_capture_on_commit_callbacks):
    data = filled(keeper, numbers={"sector_points_by_activity/garment_manufacture": 99})
    page = keeper.post(address("weights"), data).content.decode()
    assert "1 of 1 scores would change: 1 up, 0 down." in page
    assert RiskWeights.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(address("weights"), data | {"use": "yes"})
    latest = RiskWeights.objects.latest("number")
    assert (latest.number, latest.reason) == (2, "Garment making is riskier than we thought.")
    assert latest.weights["sector_points_by_activity"]["garment_manufacture"] == 99
    assert latest.weights["workforce_points"] == weights()["workforce_points"]
    assert RiskScore.objects.get(is_current=True).weights == latest
    assert Entry.objects.filter(action="suppliers.weights.made").exists()


def test_weights_that_do_not_add_up_are_refused_with_all_that_was_typed(keeper):
    response = keeper.post(address("weights"), filled(keeper, numbers={"inherent/country": 0.5}, use="yes"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "must add up to 1" in page
    assert "riskier than we thought" in page
    assert RiskWeights.objects.count() == 1


@pytest.mark.parametrize("value", ["", "lots", "101", "-1", "nan", "inf"])
def test_a_number_that_is_none_or_out_of_bounds_is_refused(keeper, value):
    data = filled(keeper, numbers={"tip_points/Tier 1": value}, use="yes")
    assert keeper.post(address("weights"), data).status_code == 422
    assert RiskWeights.objects.count() == 1


def test_the_same_weights_are_no_new_version(keeper):
    response = keeper.post(address("weights"), filled(keeper, use="yes"))
    assert "Change at least one number" in response.content.decode()
    assert not RiskRun.objects.exists()


def test_every_number_of_the_weights_is_in_its_bounds_and_can_be_put_back():
    values = dict(iter_numbers(weights()))
    assert len(values) > 120
    assert all(least <= value <= most for path, value in values.items() for least, most in [get_limits(path)])
    assert replace_numbers(weights(), values) == weights()
    assert find_wrong_sums(values) == []
    assert find_wrong_sums(values | {("country", "tip_tier"): 0.5}) == ["country"]
