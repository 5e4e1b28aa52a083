"""A suggestion tells its kind, its rows and its numbers apart, and no small number."""

from dataclasses import replace
from datetime import date

import pytest

from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.rules.register_snapshot import (
    RegisterSnapshot,
)
from compliance.statements.evidence.rules.suggestion import Row, Suggestion, fingerprint, suppress_small
from tests.compliance.statements.evidence.register_rows import audit, suggest


def test_the_digest_tells_what_was_seen():
    one = suggest("due_diligence", RegisterSnapshot(audits=[audit()]))[EvidenceKind.AUDITS]
    again = suggest("due_diligence", RegisterSnapshot(audits=[audit()]))[EvidenceKind.AUDITS]
    other = suggest("due_diligence", RegisterSnapshot(audits=[audit(scheme="wrap")]))[EvidenceKind.AUDITS]
    assert one.digest == again.digest != other.digest


@pytest.mark.parametrize(
    ("number", "least", "expected"), [(0, 5, 0), (1, 5, None), (4, 5, None), (5, 5, 5), (6, 5, 6), (9, 10, None)]
)
def test_a_small_number_is_not_published_and_nought_is(number, least, expected):
    assert suppress_small(number, least) == expected


def test_the_order_of_keys_changes_no_fingerprint_and_any_value_does():
    assert fingerprint({"a": 1, "b": date(2026, 3, 31)}) == fingerprint({"b": "2026-03-31", "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
    assert len(fingerprint({})) == 64


def test_what_is_no_plain_value_has_no_fingerprint():
    with pytest.raises(TypeError, match="no plain value"):
        fingerprint({"a": object()})


@pytest.mark.parametrize("changes", [{"numbers": {"audits": 2}}, {"answers": {"social_audits": ["announced"]}}])
def test_a_suggestion_with_other_numbers_or_answers_has_another_digest(changes):
    suggestion = Suggestion(EvidenceKind.AUDITS, "dd1_process", {"audits": 1}, [Row("audit", "a1", "A", {})])
    assert len(suggestion.digest) == 16
    assert replace(suggestion, **changes).digest != suggestion.digest
    assert replace(suggestion, rows=[Row("audit", "a1", "Renamed", {})]).digest == suggestion.digest
