"""An organisation that need not publish is told of no day that has passed."""

from datetime import date

from compliance.statements.choices import SectionCode
from compliance.statements.rubric import services as checking
from tests.factories.organisations import ScopeAnswerFactory


def test_no_statement_is_late_without_a_duty(business, visit):
    business.start()
    editor, address = visit("editor"), f"/o/{business.organisation.slug}/statements/"
    assert ">Overdue<" in editor.get(address).content.decode()
    ScopeAnswerFactory(organisation=business.organisation, outcome="not_required", due_on=date(2026, 9, 30))
    page = editor.get(address).content.decode()
    assert ">Overdue<" not in page
    assert "You do not have to publish" in page
    assert "30 September 2026, if you publish one" in page


def test_a_draft_is_not_late_without_a_duty(business, visit, at):
    version = business.start()
    editor = visit("editor")
    assert "That date has passed" in editor.get(at("tasks")).content.decode()
    assert outcome_of(version) == "not_met"
    ScopeAnswerFactory(organisation=business.organisation, outcome="not_required_voluntary", due_on=date(2026, 9, 30))
    for name, person in (("tasks", "editor"), ("publish", "administrator")):
        page = visit(person).get(at(name)).content.decode()
        assert "That date has passed" not in page
        assert "You do not have to publish" in page
        assert "30 September 2026, if you publish one" in page
    assert outcome_of(version) == "not_applicable"


def test_turnover_below_the_threshold_is_no_duty_where_nobody_asked(business):
    version = business.written()
    assert outcome_of(version) == "not_met"
    organisations = version.sections.get(code=SectionCode.ORGANISATIONS)
    organisations.answers["turnover_band"] = "under_36m"
    organisations.save(update_fields=["answers"])
    assert outcome_of(version) == "not_applicable"


def outcome_of(version) -> str:
    results = checking.run_check(version, today=date(2026, 11, 24))
    return next(one.result for one in results if one.criterion == "g_within_six_months")
