"""The list of statements of an organisation that need not publish."""

from datetime import date

from tests.factories.organisations import ScopeAnswerFactory


def test_no_statement_is_late_without_a_duty(business, visit):
    business.start()
    editor, address = visit("editor"), f"/o/{business.organisation.slug}/statements/"
    assert ">Late<" in editor.get(address).content.decode()
    ScopeAnswerFactory(organisation=business.organisation, outcome="not_required", due_on=date(2026, 9, 30))
    page = editor.get(address).content.decode()
    assert ">Late<" not in page
    assert "You do not have to publish" in page
    assert "30 September 2026, if you publish one" in page
