"""Evidence of a draft: offered, used, frozen, changed since, taken away."""

import re
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from compliance.audits.choices import Announcement, Grade
from compliance.audits.models import Audit
from compliance.statements.choices import EvidenceKind, State
from compliance.statements.core import services as core_services
from compliance.statements.evidence import services as evidence
from compliance.statements.evidence.rules.suggestion import fingerprint
from compliance.statements.models import Evidence, Section, Version
from portal.core.exceptions import ActionRefused
from portal.history.event_labels import get_entry_sentence
from portal.history.models import Entry
from portal.reference.audits import issues
from tests.compliance.statements.conftest import AT, make_business
from tests.compliance.statements.evidence.evidence_in_use import suggestion_for, use
from tests.factories.alerts import OpenAlertFactory
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

MAX_QUERIES_OF_PANEL = 37


@pytest.fixture
def panel(visit, at):
    def shown(name: str = "editor", section: str = "due_diligence") -> str:
        response = visit(name).get(at("section", section=section) + "?panel=evidence")
        assert response.status_code == 200
        return response.content.decode()

    return shown


def key(body: str, kind: str) -> str:
    """What the button of a suggestion sends."""
    return re.search(rf'name="use" value="({kind}:[^"]*)"', body)[1]


def offers(body: str) -> set[str]:
    return {one.partition(":")[0] for one in re.findall(r'name="use" value="([^"]+)"', body)}


@pytest.fixture
def press(visit, at, panel):
    """Press “Use this”, with what is typed in the section."""

    def pressed(kind: str, section: str = "due_diligence", name: str = "editor", *, value: str = "", **typed):
        use = value or key(panel(name, section), kind)
        revision = typed.pop("revision", Section.objects.get(code=section, version__statement__year=2026).revision)
        data = {"use": use, "revision": revision, **typed}
        return visit(name).post(at("evidence_use", section=section), data)

    return pressed


# --- Offering ------------------------------------------------------------------------------------------------------


def test_the_panel_offers_what_the_registers_hold_and_links_to_it(business, audit, panel):
    business.start()
    body = panel()
    assert {"audits", "findings", "social_audits", "indicators"} <= offers(body)
    assert reverse("audits:audit", args=[business.organisation.slug, audit.uuid]) in body
    assert "1 social audit was carried out, at 1 of 1 site." in body


def test_without_the_address_no_register_is_read_and_the_way_to_it_is_shown(business, audit, visit, at):
    business.start()
    body = visit("editor").get(at("section", section="due_diligence")).content.decode()
    assert f"{at('section', section='due_diligence')}?panel=evidence#evidence" in body
    assert not offers(body)
    assert 'id="evidence"' not in visit("editor").get(at("section", section="web")).content.decode()


def test_audits_of_another_organisation_are_not_offered(business, panel):
    other = make_business()
    foreign = AuditFactory(site=SiteFactory(supplier__organisation=other.organisation), ended_on=date(2026, 1, 15))
    FindingFactory(audit=foreign, issue_code="FL14")
    business.start()
    assert not offers(panel())


@pytest.mark.parametrize(("name", "offered"), [("editor", True), ("administrator", True), ("viewer", False)])
def test_those_who_write_are_offered_evidence_and_others_read_what_is_used(
    business, audit, panel, press, name, offered
):
    business.start()
    press("audits")
    body = panel(name)
    assert "Social audits" in body
    assert bool(offers(body)) == offered


def test_a_text_that_is_sent_on_is_offered_nothing(business, audit, panel):
    business.ready()
    assert not offers(panel())


# --- Using ---------------------------------------------------------------------------------------------------------


def test_accepting_fills_point_and_text_and_freezes_the_rows(business, audit, press):
    version = business.start()
    response = press("audits", narrative_due_diligence="Typed by us.", is_complete="yes", area_due_diligence="yes")
    assert response.status_code == 303
    section = version.sections.get(code="due_diligence")
    assert section.answers["narrative_due_diligence"].startswith("<p>Typed by us.</p>\n<p>Between 1 April 2025 and")
    assert section.answers["disclosures"]["dd1_process"]["status"] == "covered"
    assert (section.is_complete, section.revision) == (True, 1)
    used = Evidence.objects.get()
    assert (used.version, used.section, used.kind, used.used_by) == (version, section.code, "audits", business.editor)
    assert used.snapshot["rows"] == [
        {
            "type": "audit",
            "id": str(audit.uuid),
            "label": "ZAA-SECRET",
            "audit": str(audit.uuid),
            "values": {
                "scheme": "smeta_4_pillar",
                "announcement": "unannounced",
                "commissioned_by": "third_party_us",
                "ended_on": "2026-01-15",
            },
        }
    ]
    assert used.sha256 == fingerprint(used.snapshot)
    line = Entry.objects.get(action="statements.evidence.used")
    assert "used evidence, “Social audits”, in the section “Due diligence" in get_entry_sentence(line)
    assert line.detail["sha256"] == used.sha256


def test_what_was_used_is_not_offered_again_until_it_changes(business, audit, press, panel):
    business.start()
    press("audits")
    assert "audits" not in offers(panel())
    AuditFactory(site=audit.site, ended_on=date(2026, 2, 1))
    body = panel()
    assert "audits" in offers(body)
    assert "These figures differ from the ones you used." in body


def test_a_figure_becomes_a_measure_with_its_unit(business, audit, press):
    version = business.start()
    press("sites_audited", section="monitoring")
    assert version.sections.get(code="monitoring").answers["kpis"] == [
        {
            "name": "Share of suppliers’ sites with a social audit in the year",
            "unit": "%",
            "this_year": "100",
            "kind": "output",
        }
    ]


def test_answers_of_the_registry_are_ticked_when_a_person_accepts(business, audit, press):
    version = business.start()
    section = version.sections.get(code="due_diligence")
    assert "social_audits" not in section.answers
    press("social_audits", social_audits=["own_staff"])
    section.refresh_from_db()
    assert section.answers["social_audits"] == ["own_staff", "third_party_for_organisation", "unannounced"]
    press("indicators", social_audits=section.answers["social_audits"])
    section.refresh_from_db()
    assert section.answers["indicators"] == ["withholding_of_wages", "abusive_conditions"]


def test_the_short_path_gets_the_sentence_without_a_point_it_does_not_ask(business, audit):
    version = business.start(is_short=True)
    section = version.sections.get(code="due_diligence")
    suggestion = suggestion_for(business, "due_diligence", EvidenceKind.FINDINGS)
    changed = type(suggestion)(suggestion.kind, "dd2_kpis", suggestion.numbers, suggestion.rows)
    used, _kept = use(business, section, changed)
    assert used.snapshot["disclosure"] == ""
    section.refresh_from_db()
    assert "disclosures" not in section.answers
    assert "breaches" in section.answers["narrative_due_diligence"]


def test_hostile_or_old_keys_are_refused_with_what_was_typed(business, audit, press):
    version = business.start()
    for value in ("audits::0000000000000000", "<script>", "x" * 5000, "one_audit::"):
        response = press("", value=value, narrative_due_diligence="Typed and not lost.")
        assert response.status_code == 422
        body = response.content.decode()
        assert "Typed and not lost." in body
        assert "Your registers have changed since then." in body
    assert not Evidence.objects.exists()
    assert version.sections.get(code="due_diligence").revision == 0


def test_a_typed_mistake_is_shown_and_nothing_is_used(business, audit, press):
    business.start()
    response = press("audits", other_monitoring="x" * 201)
    assert response.status_code == 422
    assert "x" * 201 in response.content.decode()
    assert not Evidence.objects.exists()


def test_a_section_that_a_colleague_saved_meanwhile_conflicts_and_freezes_nothing(business, audit, press):
    version = business.start()
    section = version.sections.get(code="due_diligence")
    core_services.save_section(
        section=section,
        actor=business.people["second"],
        at=AT,
        revision=0,
        answers={"narrative_due_diligence": "<p>Theirs.</p>"},
        is_complete=False,
    )
    response = press("audits", revision=0, narrative_due_diligence="Mine.")
    assert response.status_code == 409
    body = response.content.decode()
    assert "Mine." in body and "Theirs." in body
    assert "We did not use the evidence." in body
    assert not Evidence.objects.exists()
    section.refresh_from_db()
    assert section.answers["narrative_due_diligence"] == "<p>Theirs.</p>"


def test_a_text_that_was_sent_on_takes_no_evidence(business, audit, visit, at, panel):
    version = business.written()
    use_key = key(panel(), "audits")
    Version.objects.filter(pk=version.pk).update(state=State.INTERNAL_REVIEW)
    answer = visit("editor").post(at("evidence_use", section="due_diligence"), {"use": use_key, "revision": 1})
    assert answer.status_code == 303
    assert not Evidence.objects.exists()


# --- A-alerts ---------------------------------------------------------------------------------------------------------
# See docs/requirements/statements.md#evidence-under-alert.


@pytest.mark.parametrize(
    ("name", "offered"), [("editor", False), ("second", True), ("administrator", True), ("viewer", False)]
)
def test_signs_under_an_open_alert_are_offered_to_writers_who_see_the_finding(business, audit, panel, name, offered):
    audit.findings.all().delete()
    OpenAlertFactory(finding=FindingFactory(audit=audit, issue_code="FL01", grade=Grade.MINOR), acknowledged_at=AT)
    business.memberships["second"].is_safeguarding_lead = True
    business.memberships["second"].save()
    business.start()
    body = panel(name)
    assert ("indicators" in offers(body)) == offered
    assert ("Retention of identity documents" in body.partition('id="evidence"')[2].partition("</aside>")[0]) == offered


def test_rows_under_an_open_alert_are_shut_to_those_who_may_not_see_them(business, audit, panel, press, visit, at):
    finding = FindingFactory(audit=audit, finding_ref="NC-GRAVE", issue_code="FL01")
    OpenAlertFactory(finding=finding, acknowledged_at=AT)
    business.start()
    press("indicators", name="administrator")
    used = Evidence.objects.get()
    page = at("evidence", evidence=used.uuid)
    assert "NC-GRAVE" in visit("administrator").get(page).content.decode()
    for name in ("editor", "viewer", "approver"):
        for body in (visit(name).get(page).content.decode(), panel(name)):
            # Its reference, grade and status stand in the list of findings for every member; what it is does not.
            used_part = body.partition("Suggestions from your registers")[0]
            assert "part of an open alert" in used_part
            assert "NC-GRAVE" not in used_part
            assert issues()["FL01"].title not in body
    finding.delete()
    assert "NC-GRAVE" not in visit("editor").get(page).content.decode()


# --- Changed since, and taking away --------------------------------------------------------------------------------


def test_a_row_that_changes_shows_its_old_and_its_new_value(business, audit, press, panel):
    business.start()
    press("audits")
    assert "Changed since then" not in panel()
    Audit.objects.filter(pk=audit.pk).update(announcement=Announcement.ANNOUNCED)
    body = panel()
    assert "Changed since then" in body
    assert "Audit ZAA-SECRET, Announced or not: was “Unannounced”, is now “Announced”." in body


def test_rows_that_are_gone_or_new_show(business, audit, press, panel, visit, at):
    business.start()
    press("findings")
    audit.findings.all().delete()
    FindingFactory(audit=audit, finding_ref="NC-LATER")
    page = visit("viewer").get(at("evidence", evidence=Evidence.objects.get().uuid)).content.decode()
    for body in (panel(), page):
        assert "Finding NC-SECRET was deleted, or no longer counts here." in body
        assert "Finding NC-LATER is new." in body


def test_frozen_rows_are_not_changed_in_the_database(business, audit, press):
    business.start()
    press("audits")
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        Evidence.objects.update(snapshot={})
    Evidence.objects.update(used_by=None)
    assert Evidence.objects.get().used_by is None


def test_evidence_is_taken_away_and_the_text_stays(business, audit, press, visit, at):
    version = business.start()
    press("audits")
    used = Evidence.objects.get()
    answer = visit("editor").post(at("evidence_take_away", evidence=used.uuid), follow=True)
    assert "The evidence is removed. The text stays" in answer.content.decode()
    assert not Evidence.objects.exists()
    assert "social audit" in version.sections.get(code="due_diligence").answers["narrative_due_diligence"]
    assert Entry.objects.filter(action="statements.evidence.taken_away").count() == 1
    with pytest.raises(ActionRefused):
        evidence.remove_evidence(evidence=used, actor=business.editor, at=AT)


def test_what_a_text_that_is_sent_on_rests_on_stays(business, audit, press, visit, at):
    version = business.start()
    press("audits")
    Version.objects.filter(pk=version.pk).update(state=State.READY_FOR_APPROVAL)
    page = at("evidence", evidence=Evidence.objects.get().uuid)
    assert "Remove this evidence" not in visit("editor").get(page).content.decode()
    visit("editor").post(at("evidence_take_away", evidence=Evidence.objects.get().uuid))
    assert Evidence.objects.exists()


# --- Cost ----------------------------------------------------------------------------------------------------------


def test_the_panel_asks_few_questions_of_the_database(business, audit, press, visit, at, django_assert_max_num_queries):
    business.start()
    press("audits")
    for _number in range(10):
        held = AuditFactory(
            site=SiteFactory(supplier=SupplierFactory(organisation=business.organisation)), ended_on=date(2026, 2, 1)
        )
        FindingFactory(audit=held, issue_code="FL29")
    client = visit("editor")
    address = at("section", section="due_diligence") + "?panel=evidence"
    client.get(address)
    with django_assert_max_num_queries(MAX_QUERIES_OF_PANEL):
        assert "11 social audits were carried out" in client.get(address).content.decode()
