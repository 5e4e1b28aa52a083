"""A phone number is shown only after somebody has asked whether it is safe to call now.

See docs/requirements/helpline.md#safe-calls.
"""

from datetime import datetime

from compliance.casework.models import Case
from compliance.casework.rules.safe_to_call import Verdict, judge_call
from compliance.casework.selectors.people import Teller
from portal.accounts.models import User
from portal.history.services import record


def get_call_verdict(teller: Teller) -> Verdict:
    """Judge by the person's own rules. Where their device is not safe, somebody has to find out first what is."""
    times = str(teller.safety.get("safe_times") or "")
    verdict_by_rules = judge_call(methods=teller.methods, rules=teller.rules, times=times)
    return Verdict.ASK if verdict_by_rules == Verdict.SAFE and teller.is_device_unsafe else verdict_by_rules


def record_reveal(*, case: Case, verdict: Verdict, actor: User, at: datetime) -> None:
    record(actor, "casework.number.shown", case, {"verdict": str(verdict)}, at=at)
