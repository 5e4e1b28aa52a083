"""A phone number is shown only after somebody has asked whether it is safe to call now (helpline rule 7, RP12)."""

import re
from datetime import datetime, time

from django.utils import timezone

from compliance.casework.models import Case
from compliance.casework.reading.people import Teller
from compliance.casework.rules.calling import Verdict, Window, verdict
from portal.accounts.models import User
from portal.history.services import record

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIMES = re.compile(r"(\d{1,2})[:.](\d{2})\s*(?:-|–|to|until)\s*(\d{1,2})[:.](\d{2})")


def may_call(teller: Teller, *, now: datetime) -> Verdict:
    """What the person's own rules say of this moment. Times that nobody can read are asked about."""
    methods = {*teller.methods, *(["phone"] if teller.safety.get("wants_call") else [])}
    said = str(teller.safety.get("safe_times") or "")
    windows = windows_in(said)
    if said and not windows:
        return min(
            verdict(methods=methods, rules=(), windows=(), at=timezone.localtime(now)), Verdict.ASK, key=_gravity
        )
    return verdict(methods=methods, rules=teller.rules, windows=windows, at=timezone.localtime(now))


def _gravity(found: Verdict) -> int:
    return [Verdict.NEVER, Verdict.ASK, Verdict.SAFE].index(found)


def windows_in(said: str) -> list[Window]:
    """Times in what somebody wrote, like "Mon 18:00-20:00"; none where it says them in another way."""
    days = frozenset(place for place, name in enumerate(DAYS) if re.search(rf"\b{name}", said.lower()))
    found = []
    for begins_hour, begins_minute, ends_hour, ends_minute in _TIMES.findall(said):
        try:
            begins, ends = time(int(begins_hour), int(begins_minute)), time(int(ends_hour), int(ends_minute))
        except ValueError:
            continue
        found.append(Window(begins, ends, days))
    return found


def shown(*, case: Case, found: Verdict, actor: User, at: datetime) -> None:
    record(actor, "casework.number.shown", case, {"verdict": str(found)}, at=at)
