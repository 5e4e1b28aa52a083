"""Having the job look for a code, and waking it again where it was lost."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.organisations import tasks
from compliance.organisations.choices import UNDECIDED, ProofState
from compliance.organisations.models import ControlProof
from compliance.organisations.services.checking import write
from compliance.organisations.services.people import Refused
from portal.accounts.models import User

# After the first, second … attempt that fell down.
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))


@transaction.atomic
def ask_check(*, proof: ControlProof, actor: User, at: datetime) -> ControlProof:
    """Have a job look for the code. Pressing twice asks once. Raises Refused where there is nothing to look for."""
    proof = ControlProof.objects.select_for_update().get(pk=proof.pk)
    if proof.state not in UNDECIDED:
        raise Refused(_("This proof has ended. Start a new one."))
    if proof.state == ProofState.OPEN:
        proof.state, proof.check_at, proof.attempts, proof.finding = ProofState.CHECKING, at, 0, ""
        proof.lease_token = proof.lease_until = None
        proof.save(update_fields=["state", "check_at", "attempts", "finding", "lease_token", "lease_until"])
        transaction.on_commit(partial(tasks.check_proof.enqueue, proof.pk))
    return proof


def sweep(now: datetime) -> int:
    """Wake checks whose job was lost or fell down; give up after four attempts. How many were woken."""
    waiting = ControlProof.objects.filter(state=ProofState.CHECKING, needs_staff=False, check_at__lte=now)
    woken = 0
    for proof in waiting.exclude(lease_until__gt=now):
        if proof.attempts >= len(BACK_OFF):
            write(proof, _("We could not look for the code just now. Try again later."), now)
            continue
        # Not before the wait is over: the lease ends, then the back-off begins.
        since = proof.lease_until or proof.check_at or now
        if now - since >= BACK_OFF[max(0, proof.attempts - 1)]:
            tasks.check_proof.enqueue(proof.pk)
            woken += 1
    return woken
