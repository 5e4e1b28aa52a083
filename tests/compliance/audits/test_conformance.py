"""The words of audits are those of the domain vocabulary."""

import json

import pytest

from compliance.audits import choices
from compliance.audits.rules import dates
from compliance.suppliers.models import WorkerFigures
from portal.reference.audits import code_areas, indicators, issues, schemes
from tests.factories.domain import DOMAIN

VOCABULARY = DOMAIN.with_name("suppliers_vocabulary.json")
pytestmark = pytest.mark.skipif(not VOCABULARY.exists(), reason="the domain vocabulary is not beside this checkout")


@pytest.fixture(scope="module")
def words() -> dict:
    return json.loads(VOCABULARY.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("audit_types", choices.AuditType),
        ("audit_announcement", choices.Announcement),
        ("audit_commissioned_by", choices.CommissionedBy),
        ("finding_grades", choices.Grade),
        ("finding_status", choices.FindingStatus),
        ("verification_method", choices.VerificationMethod),
    ],
)
def test_choices_are_those_of_the_vocabulary_in_its_order(name, choice, words):
    assert [(one.value, str(one.label)) for one in choice] == [(row["key"], row["label"]) for row in words[name]]


def test_management_grades_are_those_of_the_vocabulary(words):
    known = {row["key"]: row["label"] for row in words["management_system_grades"]}
    assert {one.value: str(one.label) for one in choices.ManagementGrade} == known
    assert choices.ManagementPart.values == words["management_system_parts"]


def test_notes_are_the_grades_of_that_kind(words):
    assert {row["key"] for row in words["finding_grades"] if row["kind"] == "note"} == set(choices.NOTE_GRADES)


def test_grades_ask_for_their_days(words):
    days = {row["key"]: row["days"] for row in words["finding_grades"] if row["days"] is not None}
    assert days == dates.GRADE_DAYS


def test_issues_are_those_of_the_vocabulary_with_all_their_data(words):
    assert [
        (i.code, i.title, i.area, list(i.indicators), i.strength, i.grade, i.days, i.alert) for i in issues().values()
    ] == [
        (
            row["code"],
            row["title"],
            row["code_area"],
            row["ilo_indicators"],
            row["strength"],
            row["default_grade"],
            row["default_days"],
            row["alert"],
        )
        for row in words["issue_codes"]
    ]


def test_schemes_areas_and_indicators_are_those_of_the_vocabulary(words):
    assert [(s.code, s.name, s.fresh_months, s.expires_months) for s in schemes().values()] == [
        (row["key"], row["label"], row["fresh_months"], row["expires_months"]) for row in words["audit_schemes"]
    ]
    assert list(code_areas()) == [row["key"] for row in words["smeta_code_areas"]]
    assert indicators() == {row["key"]: row["label"] for row in words["ilo_indicators"]}


def test_groups_of_workers_are_those_of_the_vocabulary(words):
    known = {row["key"] for row in words["worker_groups"]}
    assert {*WorkerFigures.CONTRACTS, *WorkerFigures.GROUPS} == known


def test_alert_levels_are_those_of_the_vocabulary(words):
    stored = {row["key"] for row in words["alert_levels"] if row["deadline_hours"] is not None}
    assert stored == set(choices.AlertLevel.values)
