"""Saving a section: at the revision that was read, in the states that allow it, with no save lost."""

import threading
from datetime import date

import pytest
from django.db import connections

from compliance.statements.choices import State
from compliance.statements.core import services as core_services
from compliance.statements.models import Section, SectionDraft, Statement, Version
from portal.core import exceptions
from portal.core.exceptions import ActionRefused
from tests.compliance.statements.conftest import AT, make_business
from tests.factories.statements import PublicationFactory

SAVES = 100


def test_a_save_needs_the_revision_that_was_read(business):
    section = business.start().sections.get(code="risk")
    save = {"section": section, "at": AT, "is_complete": False}
    core_services.save_section(actor=business.editor, revision=0, answers={"area_risk": True}, **save)
    with pytest.raises(exceptions.EditConflict):
        core_services.save_section(actor=business.people["second"], revision=0, answers={"area_risk": False}, **save)
    section.refresh_from_db()
    assert (section.revision, section.answers) == (1, {"area_risk": True})


def test_saving_drops_ones_own_unsaved_text_and_nobody_elses(business):
    section = business.start().sections.get(code="risk")
    for name in ("editor", "second"):
        core_services.autosave(section=section, actor=business.people[name], data={"a": ["b"]}, base_revision=0)
    core_services.save_section(section=section, actor=business.editor, at=AT, revision=0, answers={}, is_complete=False)
    assert [one.user for one in SectionDraft.objects.all()] == [business.people["second"]]


@pytest.mark.parametrize("state", [State.INTERNAL_REVIEW, State.READY_FOR_APPROVAL, State.APPROVED, State.SIGNED])
def test_only_the_web_section_is_open_once_the_text_is_sent_on(business, state):
    version = business.start()
    Version.objects.filter(pk=version.pk).update(state=state)
    save = {"actor": business.editor, "at": AT, "revision": 0, "is_complete": False}
    with pytest.raises(ActionRefused):
        core_services.save_section(section=version.sections.get(code="risk"), answers={}, **save)
    saved = core_services.save_section(section=version.sections.get(code="web"), answers={"has_website": False}, **save)
    assert saved.revision == 1


def test_a_corrected_year_end_moves_the_draft_to_its_year(business):
    version = business.start()
    period = version.sections.get(code="period")
    answers = period.answers | {"period_start": "2025-09-01", "period_end": "2026-08-31"}
    core_services.save_section(
        section=period, actor=business.editor, at=AT, revision=0, answers=answers, is_complete=False
    )
    assert Statement.objects.get().year == 2027


def test_a_year_end_of_another_statement_or_of_a_published_one_is_refused(business):
    first = business.start(period_start=date(2024, 4, 1), period_end=date(2025, 3, 31))
    version = business.start()
    period = version.sections.get(code="period")
    answers = period.answers | {"period_start": "2024-04-02", "period_end": "2025-03-30"}
    save = {"actor": business.editor, "at": AT, "revision": 0, "is_complete": False}
    with pytest.raises(ActionRefused):
        core_services.save_section(section=period, answers=answers, **save)
    PublicationFactory(version=first)
    moved = first.sections.get(code="period")
    with pytest.raises(ActionRefused):
        core_services.save_section(section=moved, answers=period.answers | {"period_end": "2022-03-31"}, **save)


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_two_editors_with_a_hundred_saves_each_lose_nothing():
    """Each save reads, adds its own mark, and saves; a conflict is met by reading again, as the page asks."""
    business = make_business()
    section = business.start().sections.get(code="intro")
    problems: list[Exception] = []
    conflicts = []

    def write(name: str) -> None:
        try:
            for turn in range(SAVES):
                while True:
                    read = Section.objects.get(pk=section.pk)
                    answers = read.answers | {f"{name}-{turn}": turn}
                    try:
                        core_services.save_section(
                            section=read,
                            actor=business.people[name],
                            at=AT,
                            revision=read.revision,
                            answers=answers,
                            is_complete=False,
                        )
                        break
                    except exceptions.EditConflict:
                        conflicts.append(name)
        except Exception as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(name,)) for name in ("editor", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    section.refresh_from_db()
    marks = {f"{name}-{turn}" for name in ("editor", "second") for turn in range(SAVES)}
    assert marks <= set(section.answers)
    assert section.revision == 2 * SAVES
