"""Referrals of one case to several recipients in one pass, each filled with the defaults for its kind of recipient."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.models import Case, Referral
from compliance.casework.rules import disclosure as rules
from compliance.casework.rules.referrals import response_due
from compliance.casework.services import disclosure, whole
from compliance.casework.services.disclosure import Ground
from compliance.casework.services.keys import Keys
from compliance.casework.services.package_lines import Request
from compliance.casework.services.referrals import drafting
from compliance.casework.services.telling import MESSAGE, Item
from portal.accounts.models import User


@transaction.atomic
def start(
    *, case: Case, kind: str, targets: Iterable[dict[str, Any]], ground: Ground | None, actor: User, keys: Keys,
    at: datetime,
) -> list[Referral]:  # fmt: skip
    """Create a draft for each recipient, in the order given. Raises Refusal where the case is closed.

    ground: why all of them may be told, an empty one for consent; the drafts then hold the usual items and the usual
    request. None leaves both questions to the pages that ask them. Nothing is sent here: sending judges each draft.
    """
    drafts = [drafting.begin(case=case, kind=kind, target=target, actor=actor, keys=keys, at=at) for target in targets]
    if ground is None:
        return drafts
    return [_fill(draft, ground, keys, at) for draft in drafts]


def _fill(draft: Referral, ground: Ground, keys: Keys, at: datetime) -> Referral:
    chosen = drafting.choose(
        referral=draft,
        names=usual_names(disclosure.offered(draft.case, keys, draft.target_type)),
        note="",
        request=usual_request(draft.case, at),
        keys=keys,
        version=draft.version,
    )
    return drafting.take_ground(referral=chosen, ground=ground, keys=keys, version=chosen.version)


def usual_names(items: Iterable[Item]) -> list[str]:
    """Return what is ticked at first: all that the recipient may get, except identities, files and later messages."""
    usual = (item for item in items if item.kind not in rules.IDENTITIES | rules.FILES)
    return [item.name for item in usual if not item.name.startswith(MESSAGE)]


def usual_request(case: Case, at: datetime) -> Request:
    """Return what we ask at first: an answer by the time that the level gives, to our own number."""
    return Request(
        ask=_("Tell us what you did, and what came of it."),
        answer_by=response_due(case.level, timezone.localtime(at)).date().isoformat(),
        call_back=settings.HELPLINE_NUMBER,
    )


def unsent(referral: Referral) -> list[Referral]:
    """Return the other drafts of the same pass, which one person started in the same moment."""
    drafts = Referral.objects.filter(
        made_by=referral.made_by, made_at=referral.made_at, status__in=drafting.OPEN
    ).exclude(pk=referral.pk)
    return whole.read(drafts.select_related("approval").order_by("uuid"), referral.case)
