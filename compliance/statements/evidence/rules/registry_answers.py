"""Answers to the registry's questions on audits, signs of forced labour, and what was done.

See docs/requirements/suppliers.md#audits-in-the-statement.
"""

from collections import defaultdict
from collections.abc import Iterator

from compliance.audits.choices import Announcement, CommissionedBy
from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.rules.audits import ANNOUNCED, Year, alerted, audit_row, fee_rows, finding_row
from compliance.statements.evidence.rules.suggestion import MIN_SITES, Suggestion

# From an audit's words to the registry's choices.
WHO = {
    CommissionedBy.OWN_STAFF: "own_staff",
    CommissionedBy.THIRD_PARTY_US: "third_party_for_organisation",
    CommissionedBy.SUPPLIER_STAFF: "supplier_staff",
    CommissionedBy.THIRD_PARTY_SUPPLIER: "third_party_for_supplier",
}
NOTICE = dict.fromkeys(ANNOUNCED, "announced") | {Announcement.UNANNOUNCED: "unannounced"}
# The ILO's eleven are named alike in both vocabularies, but for these two.
RENAMED = {
    "retention_identity_documents": "retention_of_identity_documents",
    "withholding_wages": "withholding_of_wages",
}


def suggest_registry_answers(year: Year) -> Iterator[Suggestion]:
    yield from _social_audits(year)
    yield from _indicators(year)
    repaid = [fee for fee in year.fees if fee.repaid]
    if repaid:
        yield Suggestion(
            EvidenceKind.REMEDIATIONS,
            "",
            {},
            fee_rows(repaid),
            answers={"remediations": ["fee_repayment"]},
            cautions=alerted(repaid),
        )


def _social_audits(year: Year) -> Iterator[Suggestion]:
    answers = {WHO[CommissionedBy(audit.commissioned_by)] for audit in year.audits if audit.commissioned_by}
    answers |= {NOTICE[audit.announcement] for audit in year.audits if audit.announcement in NOTICE}  # type: ignore[index]
    if answers:
        yield Suggestion(
            EvidenceKind.SOCIAL_AUDITS,
            "",
            {"audits": len(year.audits)},
            [audit_row(audit) for audit in year.audits],
            answers={"social_audits": sorted(answers)},
        )


def _indicators(year: Year) -> Iterator[Suggestion]:
    """From findings that the reader may see, open and closed. In the text, only signs from several sites are named."""
    site = {audit.id: audit.site for audit in year.audits}
    places: dict[str, set[str]] = defaultdict(set)
    for breach in year.seen:
        for indicator in breach.indicators:
            places[RENAMED.get(indicator, indicator)].add(site[breach.audit])
    if not places:
        return
    signs = [finding for finding in year.seen if finding.indicators]
    few = any(len(sites) < MIN_SITES for sites in places.values())
    yield Suggestion(
        EvidenceKind.INDICATORS,
        "dd1_results",
        {"indicators": sorted(code for code in places if len(places[code]) >= MIN_SITES)},
        [finding_row(sign, with_issue=True) for sign in signs],
        answers={"indicators": sorted(places)},
        cautions=[*alerted(signs), *(["few_sites"] if few else [])],
    )
