"""All sections on one page: what is shown is saved, and what is not shown stays."""

from compliance.statements.models import Section
from tests.compliance.statements.conftest import state_of


def stored(code):
    return Section.objects.get(code=code)


def posted(**changes):
    revisions = {f"revision-{section.code}": section.revision for section in Section.objects.all()}
    return revisions | changes


def test_a_section_is_saved_and_what_the_page_does_not_show_stays(business, visit, at):
    business.written()
    before = stored("monitoring").answers
    data = posted(narrative_monitoring="We count visits.", area_monitoring="yes")
    response = visit("editor").post(at("one_page"), data)
    assert response.status_code == 303
    after = stored("monitoring").answers
    assert after["narrative_monitoring"] == "<p>We count visits.</p>"
    assert after["disclosures"] == before["disclosures"]
    for name in ("kpis", "goals"):
        assert [told(item) for item in after[name]] == [told(item) for item in before[name]]


def told(item):
    return {name: value for name, value in item.items() if value}


def test_a_section_that_lacks_an_answer_is_saved_as_not_complete(business, visit, at):
    business.start()
    visit("editor").post(at("one_page"), posted(area_training="yes", narrative_training="We trained all buyers."))
    assert stored("training").is_complete and not stored("organisations").is_complete
    visit("editor").post(at("one_page"), posted(area_training="yes", narrative_training=""))
    assert not stored("training").is_complete


def test_an_error_saves_nothing_and_keeps_what_was_typed(business, visit, at):
    business.start()
    data = posted(narrative_training="We trained all buyers.", area_training="yes", statement_url="no address")
    response = visit("editor").post(at("one_page"), data | {"has_website": "yes"})
    assert response.status_code == 422
    assert "We trained all buyers." in response.content.decode()
    assert "narrative_training" not in stored("training").answers


def test_a_colleagues_save_is_not_overwritten(business, visit, at):
    business.start()
    data = posted(narrative_training="Mine.", area_training="yes")
    visit("second").post(at("one_page"), posted(narrative_training="Theirs.", area_training="yes"))
    response = visit("editor").post(at("one_page"), data)
    assert response.status_code == 409
    assert "Mine." in response.content.decode()
    assert stored("training").answers["narrative_training"] == "<p>Theirs.</p>"


def test_a_text_that_was_sent_on_is_closed(business, visit, at):
    version = business.ready()
    response = visit("editor").post(at("one_page"), posted(narrative_training="Late."))
    assert response.status_code == 303
    assert state_of(version) == "ready_for_approval"
    assert "Late." not in stored("training").answers["narrative_training"]
