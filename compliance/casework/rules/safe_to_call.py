"""May this person be called now? Asked before a number is shown (docs/requirements/helpline.md#safe-calls)."""

from collections.abc import Collection
from enum import StrEnum

PHONE_METHODS = frozenset({"phone", "sms"})


class Verdict(StrEnum):
    SAFE = "safe"
    # Somebody has to say that it is safe before the number shows: no rule was given, or times in the person's words.
    ASK = "ask"
    NEVER = "never"


def judge_call(*, methods: Collection[str], rules: Collection[str], times: str) -> Verdict:
    """Return whether a person may be called now, by their own rules.

    methods and rules: codes of contact_method and contact_safety. times: when it is safe, in the person's words.

    Words are for people to read: "never from 9 to 5, he is at home" holds two hours, and both are unsafe.
    """
    if not PHONE_METHODS & set(methods):
        return Verdict.NEVER
    is_any_time = "safe_anytime" in rules and "safe_windows" not in rules and not times.strip()
    return Verdict.SAFE if is_any_time else Verdict.ASK
