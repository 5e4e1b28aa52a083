"""What the check knows besides the content, the check itself, and its results as they are kept."""

from datetime import date

import pytest

from compliance.statements.choices import SectionCode
from compliance.statements.models import CheckAnswer, CheckRun, EarlierYear, UrlCheck
from compliance.statements.rubric import services
from compliance.statements.rubric.rules.check import RULESET
from compliance.statements.rubric.rules.result import Result
from compliance.statements.rules.facts import Signature
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT
from tests.factories.organisations import ScopeAnswerFactory

TODAY = date(2026, 11, 24)


def test_an_open_draft_has_neither_approval_nor_signature_and_a_planned_signatory(business):
    version = business.written()
    section = version.sections.get(code=SectionCode.SIGNOFF)
    section.answers |= {"signatory_first_name": "Ada", "signatory_role": "director", "signatory_last_name": None}
    section.save()
    facts = services.get_facts(version, today=TODAY)
    assert (facts.approval, facts.signature, facts.published_on, facts.previous_content) == (None, None, None, None)
    assert facts.planned == Signature("Ada", "", "", "director", None, "")


def test_the_records_that_stand_are_known_and_voided_ones_are_not(business):
    version = business.ready()
    business.approve(version)
    version.refresh_from_db()
    business.sign(version)
    version.refresh_from_db()
    facts = services.get_facts(version, today=TODAY)
    assert (facts.approval.body, facts.approval.approved_on) == ("board_of_directors", date(2026, 11, 20))
    assert (facts.signature.last_name, facts.signature.signed_on) == ("Example", TODAY)
    assert facts.approval.content_hash == facts.signature.content_hash == version.content_hash
    version.approvals.update(voided_at=AT)
    version.signatures.update(voided_at=AT)
    facts = services.get_facts(version, today=TODAY)
    assert (facts.approval, facts.signature) == (None, None)


def test_years_published_elsewhere_are_known_before_this_year_only(business):
    version = business.start()
    for year in (2024, 2025, 2027):
        EarlierYear.objects.create(
            organisation=business.organisation, year=year, period_start=date(year - 1, 4, 1),
            period_end=date(year, 3, 31), url="https://goods.example/statement", added_at=AT,
        )  # fmt: skip
    facts = services.get_facts(version, today=TODAY)
    assert [(each.year, each.is_available) for each in facts.earlier_years] == [(2025, True), (2024, True)]


def test_an_address_opens_only_as_far_as_somebody_looked_at_this_very_address(business):
    version = business.written()
    url = version.sections.get(code=SectionCode.WEB).answers["statement_url"]
    assert services.get_facts(version, today=TODAY).web.page_opens is None
    look, _ = UrlCheck.objects.update_or_create(
        statement=version.statement, defaults={"url": url, "asked_at": AT, "opened": True}
    )
    version.statement.refresh_from_db()
    assert services.get_facts(version, today=TODAY).web.page_opens is True
    UrlCheck.objects.filter(pk=look.pk).update(url="https://other.example/")
    version.statement.refresh_from_db()
    assert services.get_facts(version, today=TODAY).web.page_opens is None


@pytest.mark.parametrize(("outcome", "expected"), [("required", False), ("not_required_voluntary", True)])
def test_whether_it_is_published_by_choice_rests_on_the_questionnaire(business, outcome, expected):
    version = business.written()
    ScopeAnswerFactory(organisation=business.organisation, due_on=date(2026, 9, 30), outcome=outcome)
    assert services.get_facts(version, today=TODAY).is_voluntary is expected


def test_the_results_are_kept_under_the_ruleset_that_gave_them(business):
    version = business.written()
    results = services.run_check(version, today=TODAY)
    run = services.save_run(version, results, actor=business.editor)
    assert CheckRun.objects.get() == run
    assert (run.ruleset, run.version_number, run.run_by) == (RULESET, version.number, business.editor)
    assert len(run.content_hash) == 64
    assert [Result.from_dict(row) for row in run.results] == results


def test_the_check_of_other_sections_is_the_check_of_those(business):
    version = business.written()
    results = {each.criterion: each.result for each in services.run_check(version, today=TODAY, sections={})}
    assert results["law_financial_year"] == "not_met"
    assert {each.criterion: each.result for each in services.run_check(version, today=TODAY)}[
        "law_financial_year"
    ] == "met"


def test_an_answer_to_a_criterion_is_saved_changed_and_taken_back(business):
    version = business.written()
    for text in ("We are small.", "We are two people."):
        services.save_answer(version=version, criterion="p_governance", text=text, actor=business.editor)
    answer = CheckAnswer.objects.get()
    assert (answer.text, answer.by, answer.version) == ("We are two people.", business.editor, version)
    services.save_answer(version=version, criterion="p_governance", text="", actor=business.people["second"])
    assert not CheckAnswer.objects.exists()
    entries = Entry.objects.filter(action="statements.check.answered")
    assert entries.count() == 3
    assert all(entry.detail == {"criterion": "p_governance"} for entry in entries), "never the words"


def test_a_draft_is_checked_anew_once_its_text_the_day_or_what_is_known_changes(business, monkeypatch):
    asked = []
    run = services.run
    monkeypatch.setattr(services, "run", lambda *args, **kwargs: asked.append(1) or run(*args, **kwargs))
    services._run.cache_clear()
    version = business.written()
    first = services.run_check(version, today=TODAY)
    assert services.run_check(version, today=TODAY) == first
    assert len(asked) == 1
    services.run_check(version, today=date(2027, 11, 24))
    assert len(asked) == 2
    section = version.sections.get(code=SectionCode.POLICIES)
    section.answers |= {"narrative_policies": "<p>We guarantee that there is no slavery in our supply chains.</p>"}
    section.save()
    changed = services.run_check(version, today=TODAY)
    assert len(asked) == 3
    assert changed != first
    url = version.sections.get(code=SectionCode.WEB).answers["statement_url"]
    UrlCheck.objects.update_or_create(
        statement=version.statement, defaults={"url": url, "opened": False, "asked_at": AT, "looked_at": AT}
    )
    version = type(version).objects.get(pk=version.pk)
    assert services.run_check(version, today=TODAY) != changed
    assert len(asked) == 4


def test_the_results_of_one_draft_are_not_those_of_another(business):
    version = business.written()
    mine = services.run_check(version, today=TODAY)
    mine.clear()
    assert services.run_check(version, today=TODAY)
