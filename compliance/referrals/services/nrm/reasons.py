"""Why answers of a pack are missing: said once for a group of them, or once for all."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.services.case_keys import Keys
from compliance.referrals.models import NrmPack
from compliance.referrals.rules import nrm as rules
from compliance.referrals.services.nrm import packs
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.reference import nrm
from portal.reference.nrm import Question


def get_unexplained(pack: NrmPack, keys: Keys) -> dict[str, list[Question]]:
    """Return by section, in the form's order, the questions without an answer and without a reason."""
    gaps = rules.assess_completeness(pack.pathway, packs.get_answers(pack, keys)).gaps
    questions: dict[str, list[Question]] = {}
    for gap in gaps:
        if not gap.why:
            questions.setdefault(gap.question.section, []).append(gap.question)
    return {code: questions[code] for code in nrm.get_sections() if code in questions}


@transaction.atomic
def save_reasons(
    *, pack: NrmPack, reasons: Mapping[str, str], otherwise: str, actor: User, keys: Keys, at: datetime,
    version: int | None,
) -> NrmPack:  # fmt: skip
    """Write the reason of its section, or else the one for all, to each gap that has none; no answer changes.

    reasons: by section. Raises ActionRefused, EditConflict.
    """
    current = packs.lock_pack(pack, version)
    reasons_by_key = {
        question.key: reasons.get(section) or otherwise
        for section, questions in get_unexplained(current, keys).items()
        for question in questions
    }
    answers = {key: {"value": "", "source": "", "why": why} for key, why in reasons_by_key.items() if why}
    if not answers:
        raise ActionRefused(_("Every missing answer already has a reason."))
    return packs.save_answers(pack=current, given=answers, actor=actor, keys=keys, at=at, version=current.version)
