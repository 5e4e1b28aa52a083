"""Why answers of a pack are missing: said once for a group of them, or once for all."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.models import NrmPack
from compliance.casework.rules import nrm as rules
from compliance.casework.services.keys import Keys
from compliance.casework.services.nrm import packs
from compliance.casework.services.steps import Refusal
from portal.accounts.models import User
from portal.reference import nrm
from portal.reference.nrm import Question


def unexplained(pack: NrmPack, keys: Keys) -> dict[str, list[Question]]:
    """Return by section, in the form's order, the questions without an answer and without a reason."""
    gaps = rules.completeness(pack.pathway, packs.answers(pack, keys)).gaps
    found: dict[str, list[Question]] = {}
    for gap in gaps:
        if not gap.why:
            found.setdefault(gap.question.section, []).append(gap.question)
    return {code: found[code] for code in nrm.sections() if code in found}


@transaction.atomic
def explain(
    *, pack: NrmPack, reasons: Mapping[str, str], otherwise: str, actor: User, keys: Keys, at: datetime,
    version: int | None,
) -> NrmPack:  # fmt: skip
    """Write the reason of its section, or else the one for all, to each gap that has none; no answer changes.

    reasons: by section. Raises Refusal, Conflict.
    """
    current = packs.in_hand(pack, version)
    said = {
        question.key: reasons.get(section) or otherwise
        for section, questions in unexplained(current, keys).items()
        for question in questions
    }
    given = {key: {"value": "", "source": "", "why": why} for key, why in said.items() if why}
    if not given:
        raise Refusal(_("Every answer that is missing has a reason already."))
    return packs.answer(pack=current, given=given, actor=actor, keys=keys, at=at, version=current.version)
