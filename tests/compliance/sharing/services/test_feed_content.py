"""What is in the files: records that at least ten are alike of, in agreed columns, without who told us."""

import json
from datetime import date

import pypdfium2
import pytest

from compliance.casework.models import Case, CaseReader, Contact
from compliance.hotspots.services.campaigns import add_campaign
from compliance.referrals.models import Consent
from compliance.sharing.choices import FeedKind
from compliance.sharing.rules.columns import COLUMNS
from compliance.sharing.rules.feed_files import compute_hash, read_zip
from compliance.sharing.services import feeds
from portal.core.exceptions import ActionRefused
from tests.factories import feeds as make
from tests.factories.sharing import EMAIL, NAME, PHONE, SAID

pytestmark = pytest.mark.django_db
ACCOUNT = "Twelve people sleep in a shed"


@pytest.fixture
def agreement(at_desk):
    partner, _user = make.police()
    return make.agree(at_desk, partner)


def read_rows(feed, at):
    return json.loads(read_zip(feeds.read_preview(feed, at.keys))["rows.json"])["rows"]


def files_of(at, agreement, selection):
    return read_zip(feeds.read_preview(make.prepare(at, agreement, selection), at.keys))


def read_pdf(body: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body))


def test_records_leave_only_where_ten_are_alike(at_desk, agreement):
    make.alike(at_desk, 9)
    with pytest.raises(ActionRefused, match="at least 9 others"):
        make.prepare(at_desk, agreement, make.records(at_desk))
    make.alike(at_desk, 1)
    feed = make.prepare(at_desk, agreement, make.records(at_desk))
    assert feed.rows == 10
    assert feed.left_out == {}


def test_a_case_that_differs_in_one_of_five_facts_stays_here(at_desk, agreement):
    rows = make.alike(at_desk, 11)
    rows[0].persongroups.update(nationalities=["british"])
    feed = make.prepare(at_desk, agreement, make.records(at_desk, FeedKind.LABOUR_SITES))
    assert read_rows(feed, at_desk)[0]["reports"] == 10
    assert feed.left_out == {"too_few_alike": 1}


def test_without_consent_for_the_recipient_or_outside_its_area_nothing_leaves(at_desk, agreement):
    rows = make.alike(at_desk, 10)
    make.alike(at_desk, 1, consent=[])
    make.alike(at_desk, 1, town="Maidstone")
    withdrawn = make.alike(at_desk, 1)[0]
    Consent.objects.create(case=withdrawn, recipient="police", state="withdrawn", on=at_desk.now.date())
    feed = make.prepare(at_desk, agreement, make.records(at_desk))
    assert feed.rows == len(rows)
    assert feed.left_out == {"no_consent": 2, "elsewhere": 1}


def test_a_case_that_is_not_open_to_the_whole_desk_is_not_even_counted(at_desk, agreement):
    alike = make.alike(at_desk, 10)
    restricted, sealed, kept_out, malicious, merged, other_abuse = (
        Case.objects.filter(pk=case.pk) for case in make.alike(at_desk, 6)
    )
    restricted.update(marking="restricted")
    sealed.update(marking="sealed")
    CaseReader.objects.create(
        case=kept_out.get(), user=at_desk.handler, is_kept_out=True, named_at=at_desk.now, named_by=at_desk.lead
    )
    malicious.update(closure_reason="malicious", status="closed", closed_at=at_desk.now)
    merged.update(status="merged", merged_into=alike[0])
    other_abuse.update(category="other_abuse")
    feed = make.prepare(at_desk, agreement, make.records(at_desk, FeedKind.LABOUR_SITES))
    assert read_rows(feed, at_desk)[0]["reports"] == 10
    assert not feed.left_out


@pytest.mark.parametrize("kind", list(FeedKind))
def test_no_feed_holds_what_people_told_us_or_who_told_us(at_desk, agreement, kind):
    """Canaries: the account, the reporter's name, phone and e-mail, also where the summary repeats them."""
    make.compute()
    make.alike(at_desk, 10, name=NAME)
    selection = make.HOTSPOTS if kind == FeedKind.HOTSPOTS else make.records(at_desk, kind)
    files = files_of(at_desk, agreement, selection)
    texts = [body.decode("utf-8-sig") for name, body in files.items() if not name.endswith(".pdf")]
    texts += [read_pdf(body) for name, body in files.items() if name.endswith(".pdf")]
    for text in texts:
        for canary in (ACCOUNT, NAME, "Quillfeather", PHONE, PHONE.replace(" ", ""), EMAIL, "vietnam"):
            assert canary.lower() not in text.lower()
    if kind == FeedKind.OPERATIONAL:
        assert "[withheld]" in texts[1]


@pytest.mark.parametrize(("for_self", "assessment"), [("", "c"), ("no", "c"), ("yes", "b")])
def test_whoever_calls_again_confirms_nothing(at_desk, agreement, for_self, assessment):
    """Cause: each call counted as somebody else who had told us the same."""
    cases = make.alike(at_desk, 10)
    Contact.objects.update(reporter_proximity="second_hand")
    for number, case in enumerate(cases):
        first = case.contacts.get()
        Contact.objects.create(
            case=case, repeats=first, for_self=for_self, reference=f"again{number}", channel="phone",
            reporter_proximity="second_hand" if for_self else "", hour=first.hour,
        )  # fmt: skip
    rows = json.loads(files_of(at_desk, agreement, make.records(at_desk))["rows.json"])["rows"]
    assert {row["event_assessment"] for row in rows} == {assessment}


def test_an_intelligence_report_has_the_same_rows_as_pdf_csv_and_json(at_desk, agreement):
    cases = make.alike(at_desk, 10)
    files = files_of(at_desk, agreement, make.records(at_desk))
    assert list(files) == ["about.txt", "rows.csv", "rows.json", "report.pdf"]
    data = json.loads(files["rows.json"])
    assert {row["event_reference"] for row in data["rows"]} == {case.reference for case in cases}
    row = data["rows"][0]
    assert list(row) == [*COLUMNS["operational"], "watermark"]
    assert (row["event_source"], row["event_handling"]) == ("2", "p")
    assert row["person_nationality_group"] == "other"
    assert row["location_premises"] == SAID["premises_name"]
    assert row["location_council"] == "Chesterfield"
    assert row["person_subject"] == "A man called Gant"
    text = read_pdf(files["report.pdf"])
    assert all(case.reference in text for case in cases)
    assert "2: Untested" in text
    about = files["about.txt"].decode()
    assert f"SHA-256 rows.csv: {compute_hash(files['rows.csv'])}" in about
    assert "within 30 days" in about


def test_labour_enforcement_gets_a_row_a_site(at_desk, agreement):
    make.alike(at_desk, 10)
    files = files_of(at_desk, agreement, make.records(at_desk, FeedKind.LABOUR_SITES))
    rows = json.loads(files["rows.json"])["rows"]
    assert len(rows) == 1
    assert rows[0]["reports"] == 10
    assert rows[0]["site_business"] == "Brightway Wash"
    assert rows[0]["people"] == "1-4"
    assert "report.pdf" not in files


def test_a_cell_that_begins_like_a_formula_is_text(at_desk, agreement):
    make.alike(at_desk, 10, premises_name='=HYPERLINK("http://evil.example")')
    files = files_of(at_desk, agreement, make.records(at_desk))
    assert "\"'=HYPERLINK" in files["rows.csv"].decode("utf-8-sig")


def test_hotspots_say_how_reports_mislead_and_name_the_campaigns(at_desk, agreement):
    make.compute()
    add_campaign(
        name="A film", begins_on=date(2026, 8, 1), ends_on=date(2026, 8, 14), actor=at_desk.lead, at=at_desk.now,
    )  # fmt: skip
    about = files_of(at_desk, agreement, make.HOTSPOTS)["about.txt"].decode()
    assert "These are reports, not proof of exploitation" in about
    assert "Campaign: A film" in about


def test_hotspots_without_a_computation_or_with_too_few_contacts_are_refused(at_desk, agreement):
    with pytest.raises(ActionRefused, match="not been calculated yet"):
        make.prepare(at_desk, agreement)
    run = make.compute()
    run.analyses.update(is_refused=True)
    with pytest.raises(ActionRefused, match="fewer than 30"):
        make.prepare(at_desk, agreement)
