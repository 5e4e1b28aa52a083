"""Referrals of one case to several recipients in one pass, each filled with the defaults for its kind of recipient."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.models import Case
from compliance.casework.services import merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.referrals.models import Referral
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.rules.referrals import RESPONSE_TIMES, get_response_due
from compliance.referrals.services import disclosure
from compliance.referrals.services import drafts as services_drafts
from compliance.referrals.services.disclosable_items import MESSAGE_PREFIX, Item
from compliance.referrals.services.disclosure import Ground
from compliance.referrals.services.package_lines import Request
from portal.accounts.models import User
from portal.core.types import JsonObject


@transaction.atomic
def start_referrals(
    *, case: Case, kind: str, targets: Iterable[JsonObject], ground: Ground | None, actor: User, keys: Keys,
    at: datetime,
) -> list[Referral]:  # fmt: skip
    """Create a draft for each recipient, in the order given. Raises ActionRefused where the case is closed.

    ground: why all of them may be told, an empty one for consent; the drafts then hold the usual items and the usual
    request. None leaves both questions to the pages that ask them. Nothing is sent here: sending judges each draft.
    """
    drafts = [
        services_drafts.start_draft(case=case, kind=kind, target=target, actor=actor, keys=keys, at=at)
        for target in targets
    ]
    if ground is None:
        return drafts
    return [_fill(draft, ground, keys, at) for draft in drafts]


def _fill(draft: Referral, ground: Ground, keys: Keys, at: datetime) -> Referral:
    chosen = services_drafts.choose_items(
        referral=draft,
        names=propose_names(disclosure.get_offered_items(draft.case, keys, draft.target_type)),
        note="",
        request=propose_request(draft.case, at),
        keys=keys,
        version=draft.version,
    )
    return services_drafts.save_ground(referral=chosen, ground=ground, keys=keys, version=chosen.version)


def propose_names(items: Iterable[Item]) -> list[str]:
    """Return what is ticked at first: all that the recipient may get, except identities, files and later messages."""
    usual = (item for item in items if item.kind not in rules.IDENTITIES | rules.FILES)
    return [item.name for item in usual if not item.name.startswith(MESSAGE_PREFIX)]


def propose_request(case: Case, at: datetime) -> Request:
    """Return what we ask at first: an answer by the time that the level gives, to our own number."""
    due = timezone.localtime(get_response_due(case.level, timezone.localtime(at)))
    return Request(
        ask=_("Tell us what you did and the outcome."),
        answer_by=due.isoformat(timespec="minutes") if case.level in RESPONSE_TIMES else due.date().isoformat(),
        call_back=settings.HELPLINE_NUMBER,
    )


def get_unsent(referral: Referral) -> list[Referral]:
    """Return the other drafts of the same pass, which one person started in the same moment."""
    drafts = Referral.objects.filter(
        made_by=referral.made_by, made_at=referral.made_at, status__in=services_drafts.OPEN_STATUSES
    ).exclude(pk=referral.pk)
    return merged_cases.read_rows(drafts.select_related("approval").order_by("uuid"), referral.case)
