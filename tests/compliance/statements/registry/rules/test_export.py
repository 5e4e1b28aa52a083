"""A statement in the columns of the registry's open file, read back by our own import; and the registry's own rules."""

import csv
import io
from datetime import date

import pytest

from compliance.statements.registry import answers
from compliance.statements.registry.parse_csv import read_rows
from compliance.statements.registry.rules.csv_row import parse_row
from compliance.statements.registry.rules.export import build_table, find_warnings
from compliance.statements.registry.services.import_csv import _lists
from compliance.statements.vocabulary.registry import columns
from portal.core.csv_cells import csv_lines
from tests.factories.signed import RISKS, content_of, signed_version
from tests.factories.statements import PublicationFactory

# Typed from the registry's own columns (docs/requirements/statements.md#registry-export).
HEADS = """StatementYear OrganisationName Address SectorType CompanyNumber LastUpdated GroupSubmission ParentName
StatementURL StatementSummaryURL EmailAddressNoURL StatementStartDate StatementEndDate ApprovingPerson DateApproved
StatementIncludesOrgStructure NoOrgStructureReason StatementIncludesPolicies NoPoliciesReason
StatementIncludesRisksAssessment NoRiskAssessmentReason StatementIncludesDueDiligence NoDueDiligenceReason
StatementIncludesTraining NoTrainingReason StatementIncludesGoals NoGoalsReason
OrganisationSectors OtherOrganisationSector Turnover YearsProducingStatements Policies NoPolicies OtherPolicies
Training NoTraining OtherTraining WorkingConditionsEngagement NoEngagement SocialAudits NoSocialAudits
GrievanceMechanisms NoGrievanceMechanisms OtherMonitoring NoRisks
Risk1 Risk1Area Risk1SupplyChainTier Risk1GroupAffected Risk1OtherGroupAffected Risk1Location Risk1Mitigation
Risk2 Risk2Area Risk2SupplyChainTier Risk2GroupAffected Risk2OtherGroupAffected Risk2Location Risk2Mitigation
Risk3 Risk3Area Risk3SupplyChainTier Risk3GroupAffected Risk3OtherGroupAffected Risk3Location Risk3Mitigation
ILOIndicatorsInStatement NoILOIndicatorsInStatement ILOIndicatorsActions ILOIndicatorsNoActions
DemonstrateProgress"""
FORTY = [
    {
        "legal_name": f"Invented Shop {n} Limited",
        "company_number": f"9{n:07}",
        "scope": "in_scope",
        "covered": True,
        "section": "risk",
    }
    for n in range(1, 41)
]
TODAY = date(2026, 11, 24)
FACTS = {
    "year": 2026,
    "organisation_name": "Goods Limited",
    "period_start": "2025-04-01",
    "period_end": "2026-03-31",
    "approval_date": "2026-05-01",
    "statement_url": "https://goods.example/slavery",
}


@pytest.fixture
def published(db):
    """A group of forty with three risks; "none" was ticked of the audits."""
    said = {"is_group": True, "group_members": FORTY, "social_audits": ["none"], "sectors": ["construction", "other"]}
    risks = [RISKS[0], RISKS[0] | {"description": "Second", "targets": ["other"], "targets_other": "Students"}]
    said |= {
        "sectors_other": "Toys",
        "risks": [*risks, RISKS[0] | {"description": "Third", "source": "own_operations"}],
    }
    version = signed_version()
    content = content_of(version)
    return PublicationFactory(
        version=version,
        content=content | {"answers": content["answers"] | said},
        statement_url="https://goods.example/modern-slavery",
        signoff={
            "signature": {"first_name": "Robin", "last_name": "Example", "job_title": "Director"},
            "approval": {"approved_on": "2026-05-01"},
        },
    )


def test_the_heads_are_those_of_the_registrys_file():
    assert next(build_table(columns(), {}, [])) == tuple(HEADS.split())


def test_forty_members_are_forty_one_rows(published):
    heads, first, *others = answers.build_rows(published)
    told = dict(zip(heads, first, strict=True))
    assert len(others) == 40
    assert (told["StatementStartDate"], told["DateApproved"]) == ("2025-04-01", "2026-05-01")
    assert told["ApprovingPerson"] == "Robin Example (Director)"
    assert (told["SocialAudits"], told["NoSocialAudits"]) == ("", "Yes")
    assert (told["NoGrievanceMechanisms"], told["NoPolicies"]) == ("No", "No")
    assert [told[f"Risk{n}"] for n in (1, 2, 3)] == [RISKS[0]["description"], "Second", "Third"]
    assert told["Risk1Location"] == "Malaysia\nThailand"
    assert (told["Risk2OtherGroupAffected"], told["Risk3Area"]) == ("Students", "Own operations")
    assert told["ParentName"] == ""
    member = dict(zip(heads, others[39], strict=True))
    assert (member["OrganisationName"], member["CompanyNumber"]) == ("Invented Shop 40 Limited", "90000040")
    assert member["ParentName"] == told["OrganisationName"]
    assert member["Policies"] == told["Policies"]


def test_our_own_import_reads_it_back_equal(published):
    said, body = [], "".join(csv_lines(answers.build_rows(published))).encode()
    found = [
        parse_row(cells, _lists(), today=TODAY)
        for _, cells in read_rows(io.BytesIO(body), lambda *one: said.append(one))
    ]
    assert (said, [note for one in found for note in one.notes]) == ([], [])
    assert len(found) == 41
    first, last = found[0], found[-1]
    assert (first.organisation_name, first.year) == (published.organisation_name, 2026)
    assert (first.period_start, first.period_end) == (date(2025, 4, 1), date(2026, 3, 31))
    assert (first.statement_url, first.is_group, first.parent_name) == (published.statement_url, True, "")
    assert (first.turnover_band, first.years_band) == ("60m_100m", "1_to_5")
    assert first.sectors == ("construction", "other")
    assert dict(first.areas) == dict.fromkeys(dict(first.areas), True) and len(first.areas) == 6
    assert first.updated_on == date(2026, 6, 1)
    assert (last.organisation_name, last.company_number) == ("Invented Shop 40 Limited", "90000040")
    assert last.parent_name == published.organisation_name
    assert len({one.identity for one in found}) == 41


def test_no_cell_is_a_formula(published):
    facts = FACTS | {"progress_measures": "=HYPERLINK(1)", "organisation_name": "@Goods"}
    lines = "".join(csv_lines(build_table(columns(), facts, [{"legal_name": "+Shop"}])))
    cells = [cell for row in csv.reader(io.StringIO(lines.removeprefix("\ufeff"))) for cell in row]
    assert {"'=HYPERLINK(1)", "'@Goods", "'+Shop"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


@pytest.mark.parametrize(
    ("changes", "members", "codes"),
    [
        ({}, [], []),
        ({"period_start": "2025-01-01"}, [], []),  # fifteen months
        ({"period_start": "2025-10-01"}, [], ["period_length"]),
        ({"approval_date": "2026-03-01"}, [], ["approved_early"]),
        ({"approval_date": "2027-01-04"}, [], ["approved_years"]),
        ({"approval_date": None}, [], ["not_approved"]),
        ({"year": 2024}, [], ["old_year", "period_years", "approved_years"]),
        ({"statement_url": ""}, [], ["address"]),
        ({"request_email": "copies@goods.example"}, [], ["address"]),
        ({"is_group": True}, [], ["no_members"]),
        ({"is_group": True}, [{"legal_name": "Shop"}], []),
        ({"is_group": True}, [{"legal_name": "GOODS LIMITED"}], ["member_twice"]),
    ],
)
def test_what_the_registry_would_refuse_is_warned_of(changes, members, codes):
    assert [one.code for one in find_warnings(FACTS | changes, members, today=TODAY)] == codes


def test_every_warning_has_words():
    assert all(str(sentence).startswith("The registry") for sentence in answers.WARNINGS.values())
