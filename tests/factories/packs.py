"""Preparation packs begun, filled in, agreed to and handed over, at the desk of tests.factories.sharing."""

import io
import json
import zipfile

from compliance.casework.services import approvals
from compliance.referrals.services.nrm import handover, packs
from tests.factories.sharing import NAME, people

WHO = {
    "pv-name-first-name": "Tuan",
    "pv-name-last-name": "Lethanh",
    "pv-contact-details": ["post"],
    "pv-contact-details-street": "9 Mill Lane",
    "living-conditions": f"Tuan slept in a shed. {NAME} saw it.",
    "pv-gender": "male",
}
RECIPIENT = {
    "code": "derbyshire_constabulary",
    "organisation": "Derbyshire Constabulary",
    "person": "Ada Moss",
    "email": "ada.moss@derbyshire.police.uk",
}


def begin(at, *, age="adult", consents="given", helps=False, **said):
    case = at.case(age_of_person=age if age != "adult" else "adult", **said)
    group = people(case, at.keys, still_in_situation="no")
    pack = packs.start_pack(
        case=case, group=group, age=age, consents=consents, helps_authorities=helps,
        facts={"how_given": "call", "language": "vi", "with_interpreter": True, "on": at.now.date()}, words="",
        actor=at.handler, keys=at.keys, at=at.now,
    )  # fmt: skip
    return packs.find_pack(case, pack.pk)


def fill(at, pack, **said):
    given = {key: {"value": value, "source": "person", "why": ""} for key, value in (WHO | said).items()}
    pack = packs.save_answers(pack=pack, given=given, actor=at.handler, keys=at.keys, at=at.now, version=pack.version)
    gaps = packs.get_panel(pack, at.keys).completeness.gaps
    why = {gap.question.key: {"value": "", "source": "", "why": "Not asked yet"} for gap in gaps}
    return packs.save_answers(pack=pack, given=why, actor=at.handler, keys=at.keys, at=at.now, version=pack.version)


def approve(at, pack):
    approvals.decide_approval(
        approval=pack.approval, is_yes=True, answer="", actor=at.lead, keys=at.keys_of(at.lead), at=at.now
    )
    return packs.find_pack(pack.case, pack.pk)


def who(at):
    return {"actor": at.handler, "keys": at.keys, "at": at.now}


def handed(at, pack):
    pack = approve(
        at, handover.request_approval(pack=fill(at, pack), recipient=RECIPIENT, reason="He wants it", **who(at))
    )
    return packs.find_pack(pack.case, pack.pk), handover.hand_over(pack=pack, **who(at))


def inside(body):
    packed = zipfile.ZipFile(io.BytesIO(body))
    return packed.read("preparation-pack.pdf"), json.loads(packed.read("preparation-pack.json"))
