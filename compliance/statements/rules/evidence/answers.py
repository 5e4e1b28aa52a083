"""Answers to the registry's questions on audits, signs of forced labour, and what was done (suppliers 2.4)."""

from collections import defaultdict
from collections.abc import Iterator

from compliance.audits.choices import Announcement, CommissionedBy
from compliance.statements.choices import EvidenceKind
from compliance.statements.rules.evidence.suggestion import LEAST_SITES, Suggestion
from compliance.statements.rules.evidence.visits import (
    ANNOUNCED,
    Year,
    alerted,
    audit_row,
    fee_rows,
    finding_row,
)

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


def of_registry(year: Year) -> Iterator[Suggestion]:
    yield from _social_audits(year)
    yield from _indicators(year)
    repaid = [one for one in year.fees if one.repaid]
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
    told = {WHO[CommissionedBy(one.commissioned_by)] for one in year.audits if one.commissioned_by}
    told |= {NOTICE[one.announcement] for one in year.audits if one.announcement in NOTICE}  # type: ignore[index]
    if told:
        yield Suggestion(
            EvidenceKind.SOCIAL_AUDITS,
            "",
            {"audits": len(year.audits)},
            [audit_row(one) for one in year.audits],
            answers={"social_audits": sorted(told)},
        )


def _indicators(year: Year) -> Iterator[Suggestion]:
    """From findings that the reader may see, open and closed. In the text, only signs from several sites are named."""
    site = {one.id: one.site for one in year.audits}
    places: dict[str, set[str]] = defaultdict(set)
    for one in year.seen:
        for indicator in one.indicators:
            places[RENAMED.get(indicator, indicator)].add(site[one.audit])
    if not places:
        return
    signs = [one for one in year.seen if one.indicators]
    few = any(len(sites) < LEAST_SITES for sites in places.values())
    yield Suggestion(
        EvidenceKind.INDICATORS,
        "dd1_results",
        {"indicators": sorted(code for code in places if len(places[code]) >= LEAST_SITES)},
        [finding_row(one, with_issue=True) for one in signs],
        answers={"indicators": sorted(places)},
        cautions=[*alerted(signs), *(["few_sites"] if few else [])],
    )
