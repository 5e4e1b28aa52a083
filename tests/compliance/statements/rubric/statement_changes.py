"""Changes to the good statement, and to what is known of it, that spoil one criterion at a time."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from compliance.statements import vocabulary
from compliance.statements.rubric.rules.check import Approval, Signature, Web
from compliance.statements.rules.content import AREAS, assemble, content_hash
from tests.factories.good_statement import ORGANISATION, made

NO_TEXT = {area: {f"narrative_{area}": None, "disclosures": None} for area in AREAS}

BARE = assemble(organisation=ORGANISATION, year=2026, sections={})

GONE = {"status": "not_covered"}

LONG = "<p>" + " ".join(["word"] * 60) + ".</p>"


def disclosed(area, **rows):
    return {area: {"disclosures": rows}}


def text(area, words, **answers):
    return {area: {f"narrative_{area}": f"<p>{words}</p>", **answers}}


def member(**changes):
    base = {"legal_name": "Gull Bakery Ltd", "scope": "in_scope", "covered": True, "section": "structure"}
    return {"organisations": {"is_group": True, "group_members": [base | changes]}}


def unrelated(area, **rows):
    """The area's narrative says nothing of the matter, and these disclosures are not covered."""
    return {area: {f"narrative_{area}": LONG, "disclosures": dict.fromkeys(rows, GONE)}}


NO_STEPS = {"period": {"statement_kind": "no_steps"}, **NO_TEXT}

PARTNERSHIP = {"signoff": {"legal_form": "other_partnership"}}

SINGLE = {"organisations": {"is_group": False}}

SIGNED = {"content_hash": content_hash(made())}

APPROVAL = Approval("board_of_directors", date(2026, 6, 20), SIGNED["content_hash"])

SIGNATURE = Signature("Ada", "Quill", "Managing Director", "director", date(2026, 6, 21), SIGNED["content_hash"])

NO_SITE = Web(has_website=False, request_email="copies@harbourlight.example")

SITE = "https://harbourlight.example/modern-slavery"


def signature(**changes):
    return replace(SIGNATURE, **changes)


PLANNED = {"signature": None, "planned": signature(signed_on=None, content_hash="", is_on_approving_board=True)}

UNPLANNED = {"signature": None, "planned": Signature("", "", "", "", None, "")}


def check_cases(cases, rules) -> None:
    """Assert that the cases hold each criterion of the rules met, not met, and not applied where it can be."""
    results = defaultdict(set)
    for criterion, _answers, _facts, result, _reason in cases:
        results[criterion].add(result)
    assert set(results) == set(rules)
    for code in rules:
        criterion = vocabulary.criterion(code)
        assert "met" in results[code], code
        if criterion.applies_when != "always":
            assert "not_applicable" in results[code], code
        worst = "partly_met" if criterion.area == "consistency" or code == "g_plain_english" else "not_met"
        assert {worst, "not_met"} & results[code], code
