"""BL: the right acts in the wrong order, twice, at the same time, or without what has to come before."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from compliance.casework.models import Case
from compliance.concerns.models import Concern, Receipt
from compliance.concerns.rules import journey
from compliance.referrals.models import Disclosure, Referral
from compliance.statements.choices import State
from compliance.statements.models import Approval, Publication, Section, Signature, Statement, Version
from compliance.statistics.models import Release
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.selectors.releases import find_release, read_release
from compliance.statistics.services.preparation import prepare_release
from compliance.suppliers.models import SupplyRelation, WorkerFigures
from portal.accounts.roles import StaffRole
from tests.compliance.referrals.views.test_referrals import begin, choose, digest_of
from tests.compliance.statements.editor.test_views import section_data, start_data
from tests.compliance.statements.signoff.test_views import approval_data, signature_data
from tests.factories import cases
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.casework import CHILD, tell, unlock
from tests.factories.concerns import SHORTEST, Reporter, code_on
from tests.factories.statistics import LATE, make_lead, make_statistician, publish
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.factories.vault import give_key
from tests.support.form_users import submit_form

pytestmark = pytest.mark.django_db
DECLARED = {"is_declared": "on", "licence": "all_rights_reserved"}


def test_bl01_nothing_is_published_that_was_not_approved_and_signed(business, visit, to):
    """Whatever its state says, and whoever asks."""
    version, owner = business.ready(), visit("administrator")
    for state in (State.DRAFTING, State.INTERNAL_REVIEW, State.READY_FOR_APPROVAL, State.APPROVED, State.SIGNED):
        Version.objects.filter(pk=version.pk).update(state=state)
        assert owner.post(to("statements:publish"), DECLARED).status_code in {303, 403, 404, 409, 422}, state
    assert not Publication.objects.exists()
    Version.objects.filter(pk=version.pk).update(state=State.READY_FOR_APPROVAL)
    visit("approver").post(to("statements:approve"), approval_data(version, way="on_screen", reference=""))
    Version.objects.filter(pk=version.pk).update(state=State.SIGNED)
    owner.post(to("statements:publish"), DECLARED)
    assert not Publication.objects.exists(), "approved is not signed"


def signed(business, visit, to) -> Version:
    version = business.ready()
    visit("approver").post(to("statements:approve"), approval_data(version, way="on_screen", reference=""))
    visit("approver").post(to("statements:sign"), signature_data(version))
    version.refresh_from_db()
    assert version.state == State.SIGNED
    return version


def test_bl02_a_text_that_changes_after_approval_has_none(business, visit, to):
    """By the page it cannot change; taken back it has to be approved anew; changed in its row it is not published."""
    version = signed(business, visit, to)
    changed = section_data(revision=1, narrative_risk="<p>Other words.</p>", is_complete="yes")
    for name in ("editor", "administrator"):
        assert visit(name).post(to("statements:section", section="risk"), changed).status_code in {303, 403, 409}
    assert "Other words" not in str(list(Section.objects.values_list("answers", flat=True)))
    row = Section.objects.get(version=version, code="risk")
    row.answers |= {"narrative_risk": "<p>Other words.</p>"}
    row.save()
    visit("administrator").post(to("statements:publish"), DECLARED)
    assert not Publication.objects.exists()
    visit("editor").post(to("statements:reopen"))
    assert (
        not Approval.objects.filter(voided_at=None).exists() and not Signature.objects.filter(voided_at=None).exists()
    )


def test_bl03_a_double_click_counts_once(business, visit, to, at_desk):
    """On beginning, approving, signing, publishing; on sending a concern, and on taking it."""
    version = signed(business, visit, to)
    year_before = {"period_start_year": "2024", "period_end_year": "2025"}
    for _ in range(2):
        visit("editor").post(to("statements:start"), start_data(**year_before))
    assert Version.objects.exclude(pk=version.pk).count() == 1
    for _ in range(2):
        visit("approver").post(to("statements:approve"), approval_data(version, way="on_screen", reference=""))
        visit("approver").post(to("statements:sign"), signature_data(version))
        visit("administrator").post(to("statements:publish"), DECLARED)
    assert [model.objects.count() for model in (Approval, Signature, Publication)] == [1, 1, 1]
    reporter = Reporter()
    reporter.begins()
    reporter.answers()
    token = reporter.token
    codes = set()
    for _ in range(3):
        reporter.client.post("/r/6", {"token": token})
        codes.add(code_on(reporter.opens("/r/7")))
    assert len(codes) == 1 and Concern.objects.count() == Receipt.objects.count() == 1
    colleague = UserFactory(role=StaffRole.HANDLER)
    give_key(colleague)
    for client in (at_desk.client(), unlock(Client(), colleague)):
        client.post(f"/desk/concerns/{Concern.objects.get().pk}/take/")
    assert Case.objects.get().owner == at_desk.handler


def test_bl04_of_two_tabs_none_overwrites_the_other(business, visit, to):
    business.start()
    address, one, two = to("statements:section", section="risk"), visit("editor"), visit("second")
    for client in (one, two):
        assert client.get(address).status_code == 200
    assert one.post(address, section_data(narrative_risk="Mine, first.")).status_code == 303
    late = two.post(address, section_data(narrative_risk="Mine, second."))
    assert late.status_code == 409
    assert "Mine, first." in late.text and "Mine, second." in late.text
    assert "Mine, first." in Section.objects.get(code="risk").answers["narrative_risk"]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ((date(2099, 4, 1), date(2100, 3, 31)), "must have started"),
        ((date(2025, 3, 1), date(2026, 2, 28)), "A day cannot be in two statements"),
        ((date(2026, 3, 31), date(2027, 3, 30)), "A day cannot be in two statements"),
        ((date(2026, 3, 31), date(2025, 4, 1)), ""),
        ((date(1999, 4, 1), date(2000, 3, 31)), ""),
        ((date(2021, 4, 1), date(2025, 3, 31)), ""),
    ],
    ids=["future", "overlaps its beginning", "overlaps its end", "backwards", "before the Act", "four years"],
)
def test_bl05_no_statement_is_for_a_year_that_cannot_be(business, visit, to, period, words):
    business.start()
    days = {
        f"period_{end}_{part}": str(getattr(day, part))
        for end, day in zip(("start", "end"), period, strict=True)
        for part in ("day", "month", "year")
    }
    response = visit("editor").post(to("statements:start"), start_data(**days))
    assert response.status_code == 422 and words in response.text
    assert Statement.objects.count() == 1


BAD_FIGURES = ("-1", "9" * 400, "1e400", "NaN", "Infinity", "-0.01", "twelve", "1,2,3,4", "0x10", "１２３\x00", "1;2")


@pytest.mark.parametrize("figure", BAD_FIGURES)
def test_bl06_a_figure_that_is_none_is_said_to_be_so(business, visit, to, figure):
    """Turnover is chosen among bands; figures that are typed are of spending, people and shares."""
    supplier = SupplierFactory(organisation=business.organisation)
    site, editor = SiteFactory(supplier=supplier), visit("editor")
    owner = visit("administrator")
    before = (business.organisation.turnover_band, SupplyRelation.objects.count(), WorkerFigures.objects.count())
    year = {"year_end_on_day": "31", "year_end_on_month": "3", "year_end_on_year": "2026", "group_role": "single"}
    answers = [
        owner.post(to("organisations:year"), year | {"turnover_band": figure}),
        editor.post(to("suppliers:add_supply", uuid=supplier.uuid), {"tier": "1", "annual_spend_pence": figure}),
        editor.post(
            to("suppliers:count_workers", uuid=site.uuid),
            {"counted_on_day": "1", "counted_on_month": "5", "counted_on_year": "2026", "total": figure},
        ),
    ]
    assert [answer.status_code for answer in answers] == [422] * 3
    for answer in answers:
        assert "There is a problem" in answer.text
    business.organisation.refresh_from_db()
    after = (business.organisation.turnover_band, SupplyRelation.objects.count(), WorkerFigures.objects.count())
    assert after == before


def test_bl10_a_case_is_not_closed_while_something_has_to_be_done_for_a_child(at_desk):
    tell(CHILD)
    client = at_desk.client()
    client.post(f"/desk/concerns/{Concern.objects.get().pk}/take/")
    case = Case.objects.get()
    Case.objects.update(status="in_progress", category="modern_slavery", region="east_midlands", is_told=True)
    page = f"/desk/cases/{case.pk}/close/"
    for _ in range(2):
        answer = submit_form(client, page, 422, closure_reason="referred", note="Done.")
        assert "Finish the actions for the child" in answer.text
    assert client.post(f"/desk/cases/{case.pk}/status/", {"status": "closed"}).status_code == 422
    assert Case.objects.get().status == "in_progress"


def test_bl11_nothing_is_passed_on_without_consent_or_danger(at_desk):
    """By no route, with the digest of the very page that says so."""
    case, client = at_desk.case(consent=[]), at_desk.client()
    row = begin(client, case)
    assert choose(client, case, row, "account").status_code == 422
    made = client.get(reverse("cases:refer_record", args=[case.pk, row.pk])).text
    digest = {"digest": digest_of(made)}
    for act, sent in (
        ("refer_record", {"route": "phone", "who": "Ito"}),
        ("refer_record", {"route": "partner_account", "who": "Ito"}),
        ("refer_file", {"passphrase": "x"}),
        ("refer_send", {}),
    ):
        client.post(reverse(f"cases:{act}", args=[case.pk, row.pk]), digest | sent)
    assert not Disclosure.objects.exists()
    assert Referral.objects.get().sent_at is None


def test_bl12_no_page_of_the_journey_is_reached_by_its_address_alone(reporter):
    """With no draft, with the first answer only, and with a made-up token; nothing is sent by it."""
    pages = [f"/r/{page.number}" for page in journey.ALL_PAGES if page != journey.DANGER]
    for url in pages:
        for answer in (
            reporter.client.get(url),
            reporter.client.post(url, {"token": str(uuid4()), "account": "x" * 20}),
        ):
            assert answer.status_code in {302, 303} and answer["Location"].startswith(("/report/", "/r/sent")), url
    reporter.begins()
    for url in pages:
        answer = reporter.client.post(url, {"token": str(uuid4()), "account": "x" * 20, "identity_mode": "anonymous"})
        assert answer.status_code in {302, 303} and re.match(r"/(report/|r/1|r/6)", answer["Location"]), url
    reporter.sends("/r/1", **SHORTEST["/r/1"])
    assert reporter.client.get("/r/6")["Location"] == "/r/2"
    assert not Concern.objects.exists()


def test_bl09_a_cell_of_three_is_in_no_release_and_on_no_page_of_it(at_desk):
    """Three people in London among others: not in the month, the quarter or the year, nor by the difference of them."""
    statistician, lead = make_statistician(), make_lead()
    for month, region, number in (("2026-01", "london", 3), ("2026-01", "wales", 14), ("2026-02", "london", 18)):
        for _case in range(number):
            cases.case(at=datetime(int(month[:4]), int(month[5:]), 9, 12, tzinfo=UTC), region=region)
    codes = ("2026-01", "2026-02", "2026-03", "2026-q1")
    for code in codes:
        made = prepare_release(period=parse_period(code), actor=statistician, at=LATE)
        assert made.exposed == []
        publish(made, lead)
    cells = {
        code: {table.spec.id: table for table in read_release(find_release(parse_period(code))).release.tables}[
            "cases_by_region"
        ].cells
        for code in codes
    }
    assert cells["2026-01"][("london",)].value is None
    assert cells["2026-q1"][("london",)].value == 21, "what is large enough is told"
    february = cells["2026-02"][("london",)].value
    assert february % 5 == 0 and 21 - (february + 2) < 3 < 21 - (february - 2) + 1, "the difference leaves a range"
    client = sign_in(Client(), statistician)
    for release in Release.objects.all():
        page = client.get(f"/desk/statistics/{release.uuid}/tables/cases_by_region/")
        assert page.status_code == 200 and ">3<" not in page.text
