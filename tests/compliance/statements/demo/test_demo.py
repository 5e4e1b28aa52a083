"""The demo's statements: several published, others on their way, and the same after a second run."""

from datetime import date

import pytest

from compliance.audits import demo as audits_demo
from compliance.organisations import demo as organisations_demo
from compliance.statements import demo
from compliance.statements.choices import EvidenceKind, State, WordDecision
from compliance.statements.editor.new_year import get_opening
from compliance.statements.evidence.register_snapshot import take_snapshot
from compliance.statements.evidence.views.panel import changed_since
from compliance.statements.models import (
    Comment,
    Covered,
    EarlierYear,
    Evidence,
    MemberApproval,
    Publication,
    PublishedFigure,
    Version,
    WordPart,
)
from compliance.suppliers import demo as suppliers_demo
from portal.core.models import Outbox
from portal.history.models import Entry

pytestmark = pytest.mark.thorough


@pytest.mark.django_db
def test_the_log_stands_in_the_order_of_its_times():
    organisations_demo.seed(today=date(2026, 11, 24))
    demo.seed(today=date(2026, 11, 24))
    assert Entry.objects.filter(action="training.certificate.issued").exists()
    times = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert len(times) > 50
    assert times == sorted(times)


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2027, 1, 2), date(2028, 2, 29)])
@pytest.mark.django_db
def test_the_demo_shows_every_stage_whenever_it_is_seeded(today):
    organisations_demo.seed(today=today)
    for _run in range(2):
        demo.seed(today=today)
    published = Publication.objects.listed()
    assert len(set(published.values_list("legal_form", flat=True))) >= 4
    assert published.filter(kind="no_steps").exists()
    assert all(one.published_at.date() <= today for one in published)
    states = set(Version.objects.values_list("state", flat=True))
    assert states == {
        State.PUBLISHED,
        State.DRAFTING,
        State.INTERNAL_REVIEW,
        State.READY_FOR_APPROVAL,
        State.APPROVED,
    }
    assert Version.objects.count() == 9
    assert not Outbox.objects.filter(template__startswith="statements/").exists()


@pytest.mark.django_db
def test_the_demos_draft_rests_on_evidence_and_some_of_it_changed_since():
    """The registers come first, as in the whole demo; a second run adds nothing."""
    today = date(2026, 11, 24)
    for module in (organisations_demo, suppliers_demo, audits_demo, demo, demo):
        module.seed(today=today)
    used = list(Evidence.objects.select_related("version__statement__organisation"))
    assert len(used) == 4
    held = take_snapshot(used[0].version.statement.organisation, today=today)
    changed = {one.kind for one in used if changed_since(one, held)}
    assert changed == {EvidenceKind.AUDITS, EvidenceKind.SOCIAL_AUDITS, EvidenceKind.SITES_AUDITED}


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2027, 1, 2)])
@pytest.mark.django_db
def test_one_organisation_shows_a_groups_statement_and_the_next_one_on_its_way(today):
    organisations_demo.seed(today=today)
    for _run in range(2):
        demo.seed(today=today)
    publication = Publication.objects.current().filter(organisation__slug=demo.FOODS).order_by("-year").first()
    assert [one.is_covered for one in Covered.objects.filter(publication=publication)] == [True] * 4 + [False]
    assert MemberApproval.objects.filter(version=publication.version, voided_at=None).count() == 2
    shown = publication.content["figures"]
    assert {told["alt"] for told in shown.values() if told.get("is_logo")} == {"Harbour and Vale Foods"}
    assert PublishedFigure.objects.filter(publication=publication).count() == len(shown) == 2
    assert "<aside" in publication.content["answers"]["narrative_due_diligence"]
    assert [one.year for one in EarlierYear.objects.all()] == [publication.year - 2]

    draft = Version.objects.get(statement__organisation__slug=demo.FOODS, state=State.DRAFTING)
    waiting = WordPart.objects.filter(word_return__version=draft, decision=WordDecision.WAITING)
    assert sorted(waiting.values_list("section", flat=True)) == ["", "policies", "training"]
    assert not waiting.filter(word_return__is_of_another=True).exists()
    assert [one.mentioned.get().get_full_name() for one in Comment.objects.filter(version=draft)] == [
        "Tomos Greaves"
    ] * 2
    assert len(get_opening(draft, today=today).promises) == 2
