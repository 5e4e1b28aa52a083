"""What the desk owes by law, in the small world of tests.factories.world: a row of every kind."""

from datetime import timedelta

from django.utils import timezone

from compliance.casework.models import Case
from compliance.casework.services.case_keys import Keys
from compliance.data_protection.models import RetentionRun
from compliance.data_protection.services import access_requests, complaints, legal_holds
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.vault import encryption
from portal.vault.services import handover_export
from tests.factories.accounts import UserFactory


def build_duties(case: Case, *, handler: User, keys: Keys) -> dict[str, object]:
    """All the handler's; a lead who is not the world's proposed the handover. The run waits for a lead."""
    now = timezone.now()
    today = timezone.localdate(now)
    who = {"by": handler, "keys": keys, "at": now}

    def ask(*, is_confirmed: bool):
        asked = access_requests.record_request(
            kind="access", who="Somebody", how="by post", wants="All", received_on=today, is_held_apart=False,
            by=handler, at=now,
        )  # fmt: skip
        outcome = access_requests.CONFIRMED if is_confirmed else access_requests.CANNOT
        return access_requests.save_identity_check(access_request=asked, outcome=outcome, how="By a code.", **who)

    written = access_requests.write_answer(
        access_request=ask(is_confirmed=True), gives="", left_out="Nothing was found.", exemptions=[], erases=False,
        review_on=None, **who,
    )  # fmt: skip
    complaint = complaints.record_complaint(
        who="Somebody", how="by post", about="Data.", received_on=today, by=handler, at=now
    )
    lead = UserFactory(first_name="other-lead", role=StaffRole.TRIAGE_LEAD)
    return {
        "asked": ask(is_confirmed=True),
        "written": written,
        "ended": ask(is_confirmed=False),
        "complaint": complaints.acknowledge_complaint(complaint=complaint, by=handler, at=now),
        "hold": legal_holds.set_hold(case=case, reason="A trial.", review_on=today + timedelta(days=90), **who),
        "run": RetentionRun.objects.create(at=now, refused={"cases": {"due": 1, "of": 2}}),
        "operator": handover_export.propose_handover(public_key=encryption.new_key_pair()[1], by=lead, at=now),
    }
