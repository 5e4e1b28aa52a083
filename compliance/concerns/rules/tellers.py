"""Who told us: the person affected, somebody else, or nobody knows. Pure, so that a table can prove it.

Everything that says or counts who told us asks `derive_teller`. A question that nobody answered decides nothing.

See docs/requirements/helpline.md#who-told-us.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

CODE_WORD = "code_word"
# Answers by which somebody says that it is about themselves; and those that leave it open who they are.
SELF_ANSWERS: Mapping[str, frozenset[str]] = {
    "for_self": frozenset({"yes"}),
    "reporter_type": frozenset({"potential_victim"}),
    "reporter_proximity": frozenset({"self"}),
    "purpose": frozenset({"seeking_help_self"}),
}
OPEN_ANSWERS = frozenset({"", "unknown", "other", "information", "existing_case"})


class TellerRole(StrEnum):
    SELF = "self"
    OTHER = "other"
    NOT_KNOWN = "not_known"


# Any: values of answers: text or codes.
def derive_teller(*told: Mapping[str, Any]) -> TellerRole:
    """Return who told us, by the answers of one contact.

    told: the contact's answers, then those of the earlier contact whose reference or code they gave, and so on: who
    says nothing of themselves is who they were before.
    """
    for answers in told:
        if not _is_silent(answers):
            return _derive(answers)
    return TellerRole.NOT_KNOWN


def _is_silent(answers: Mapping[str, Any]) -> bool:
    """Nobody answered a question about who they are; "not known" is an answer."""
    asked = ("for_self", "reporter_type", "reporter_proximity")
    return not any(answers.get(name) for name in asked) and (answers.get("purpose") or "") in OPEN_ANSWERS


def _derive(answers: Mapping[str, Any]) -> TellerRole:
    """The plainest answer decides: for whom, then what they are, then how they know, then why they are in touch."""
    if answers.get("for_self") in {"yes", "no"}:
        return TellerRole.SELF if answers["for_self"] == "yes" else TellerRole.OTHER
    if any(answers.get(name) in SELF_ANSWERS[name] for name in ("reporter_type", "reporter_proximity")):
        return TellerRole.SELF
    is_other = any((answers.get(name) or "") not in OPEN_ANSWERS for name in ("reporter_type", "reporter_proximity"))
    purpose = answers.get("purpose") or ""
    if purpose in SELF_ANSWERS["purpose"]:
        # A friend who asks for help "for myself" may be either.
        return TellerRole.NOT_KNOWN if is_other else TellerRole.SELF
    return TellerRole.OTHER if is_other or purpose not in OPEN_ANSWERS else TellerRole.NOT_KNOWN
