"""A phone number is shown only after somebody has asked whether it is safe to call now (helpline rule 7, RP12)."""

from datetime import datetime

from compliance.casework.models import Case
from compliance.casework.reading.people import Teller
from compliance.casework.rules.calling import Verdict, verdict
from portal.accounts.models import User
from portal.history.services import record


def may_call(teller: Teller) -> Verdict:
    """What the person's own rules say. Where their device is not safe, somebody has to find out first what is."""
    methods = {*teller.methods, *(["phone"] if teller.safety.get("wants_call") else [])}
    found = verdict(methods=methods, rules=teller.rules, times=str(teller.safety.get("safe_times") or ""))
    return Verdict.ASK if found == Verdict.SAFE and teller.is_device_unsafe else found


def shown(*, case: Case, found: Verdict, actor: User, at: datetime) -> None:
    record(actor, "casework.number.shown", case, {"verdict": str(found)}, at=at)
