"""A pack while it is prepared: one a person, with the answers of the Home Office's form in its order (helpline 3.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.choices import Age, RevealReason
from compliance.casework.choices_sharing import OF_CHILDREN, ConsentState, PackStage, Pathway
from compliance.casework.models import Case, CaseLocation, Consent, Exploiter, NrmPack, PersonGroup
from compliance.casework.rules import nrm as rules
from compliance.casework.rules.nrm import Completeness, Doubt
from compliance.casework.services import children, consent, describing, locating, tellers, whole
from compliance.casework.services.keys import Keys
from compliance.casework.services.referrals import agreement
from compliance.casework.services.steps import Refusal, locked, open_case, open_case_of
from portal.accounts.models import User
from portal.history.services import record
from portal.reference import emergency_numbers, helpline, nrm, safeguarding
from portal.reference.synonyms import bare

WITHHELD_PAY = "withholding_wages"
# Without consent the Home Office is notified; the duty is of England and Wales (helpline 3.1).
NOTIFIES = frozenset({rules.COOPERATES, rules.ANONYMOUS})
IN_HAND = frozenset({PackStage.PACK_IN_PREPARATION})


@dataclass(frozen=True)
class Panel:
    """What the pack has, lacks and could do better."""

    completeness: Completeness
    doubts: list[Doubt]
    by_section: dict[str, tuple[int, int]] = field(default_factory=dict)


def of_case(case: Case) -> list[NrmPack]:
    return whole.read(NrmPack.objects.select_related("group", "made_by"), case)


def find(case: Case, uuid: UUID) -> NrmPack | None:
    return whole.find(NrmPack.objects.select_related("group", "consent", "approval", "made_by"), case, uuid)


def groups(case: Case) -> list[PersonGroup]:
    return whole.read(PersonGroup.objects.order_by("uuid"), case)


def group_of(case: Case, uuid: UUID) -> PersonGroup | None:
    return whole.find(PersonGroup.objects, case, uuid)


@transaction.atomic
def begin(
    *, case: Case, group: PersonGroup, age: str, consents: str, helps_authorities: bool, facts: Mapping[str, Any],
    words: str, actor: User, keys: Keys, at: datetime,
) -> NrmPack:  # fmt: skip
    """With the consent of an adult, written down first; of a child nobody asks for any (helpline rule 3).

    consents: a ConsentState. facts: how it was given, in which language, with an interpreter. Raises Refusal.
    """
    current = open_case(case)
    if age == Age.ADULT and current.age_of_person == Age.UNDER_18:
        raise Refusal(_("This case is about a child. Change the age in the case first, if that is wrong."))
    if age != Age.ADULT and not current.concerns_child:
        raise Refusal(_("This case is about adults. Change the age in the case first, if that is wrong."))
    way = rules.pathway(age=age, consent=consents, helps_authorities=helps_authorities)
    if way not in rules.MAY_PREPARE:
        raise Refusal(_("They have not decided yet. Nothing is prepared for an adult who has not decided."))
    if way in NOTIFIES and not _has_duty_to_notify(current.nation):
        raise Refusal(
            _("There is no duty to notify the Home Office in this nation. Without consent nothing is prepared.")
        )
    given = None
    if age == Age.ADULT:
        given = consent.keep(
            case=current, group=group, recipient=consent.FIRST_RESPONDER, state=ConsentState(consents), words=words,
            actor=actor, keys=keys, at=at, **facts,
        )  # fmt: skip
    pack = NrmPack(
        case=current,
        group=group,
        pathway=Pathway(way),
        form_edition=nrm.version(),
        consent=given,
        made_by=actor,
        made_at=at,
        stage_dates={PackStage.PACK_IN_PREPARATION.value: at.date().isoformat()},
    )
    _put(pack, rules.proposed(_facts(current, group, age, keys)), keys)
    pack.save(force_insert=True)
    record(actor, "casework.nrm.begun", current, {"pathway": way}, at=at)
    return pack


def answers(pack: NrmPack, keys: Keys) -> dict[str, dict[str, Any]]:
    return keys.facts(pack, "answers")


def panel(pack: NrmPack, keys: Keys) -> Panel:
    kept = answers(pack, keys)
    done = rules.completeness(pack.pathway, kept)
    return Panel(done, rules.doubts(pack.pathway, kept, others=_other_texts(pack, keys)), _by_section(pack, kept))


def sections(pack: NrmPack, keys: Keys) -> list[tuple[str, str]]:
    """Code and label of those that the handler goes through; the first responder fills in the rest."""
    asked = rules.questions_for(pack.pathway, rules.values(pack.pathway, answers(pack, keys)))
    codes = {question.section for question in asked} - rules.THEIR_SECTIONS
    return [(code, label) for code, label in nrm.sections().items() if code in codes]


def questions(pack: NrmPack, section: str, keys: Keys) -> list[nrm.Question]:
    """Of one section, as asked by the answers so far, without those that the pathway answers."""
    said = rules.values(pack.pathway, answers(pack, keys))
    fixed = rules.fixed(pack.pathway)
    asked = rules.questions_for(pack.pathway, said)
    return [one for one in asked if one.section == section and one.key not in fixed and one.type != "files"]


@transaction.atomic
def answer(
    *, pack: NrmPack, given: Mapping[str, Mapping[str, Any]], actor: User, keys: Keys, at: datetime, version: int
) -> NrmPack:
    """Answers of one section. Raises Refusal, Conflict."""
    current = in_hand(pack, version)
    kept = answers(current, keys)
    _put(current, kept | {key: dict(answer) for key, answer in given.items()}, keys)
    current.version += 1
    agreement.withdraw(current.approval)
    current.approval = None
    current.save()
    record(
        actor, "casework.nrm.answered", current.case, {"answered": current.answered, "needed": current.needed}, at=at
    )
    return current


@transaction.atomic
def withdraw(*, pack: NrmPack, actor: User, keys: Keys, at: datetime) -> NrmPack:
    """The person does not want it any more: the answers go at once, that there was a pack stays."""
    locked(pack)
    current = find(pack.case, pack.pk)
    if current is None or current.deleted_at:
        raise Refusal(_("This pack has been deleted."))
    empty(current, at=at)
    move(current, PackStage.WITHDRAWN, at=at)
    current.save()
    record(actor, "casework.nrm.withdrawn", current.case, at=at)
    return current


def saw_identity(pack: NrmPack, reason: RevealReason, *, actor: User, at: datetime) -> None:
    """Who the person is was shown, and why."""
    record(actor, "casework.identity.revealed", pack.case, {"whose": "person", "reason": str(reason)}, at=at)


def in_hand(pack: NrmPack, version: int | None = None) -> NrmPack:
    """Locked, and still in preparation. Raises Refusal, Conflict."""
    case = open_case_of(pack)
    locked(pack, version)
    current = find(case, pack.pk)
    if current is None or current.stage not in IN_HAND or current.deleted_at:
        raise Refusal(_("This pack has been handed over, or was deleted."))
    return current


def must_fit(pack: NrmPack) -> None:
    """An adult may take their word back at any time, and an age may prove wrong (helpline rule 3). Raises Refusal."""
    if not _fits(pack):
        raise Refusal(
            _("What they agreed to, or the age in the case, is another by now. Delete this pack and begin a new one.")
        )


def _fits(pack: NrmPack) -> bool:
    """Whether its way is still the one that the age in the case and the newest word of the person lead to."""
    age = pack.case.goes_on_in.age_of_person
    if pack.pathway in OF_CHILDREN:
        return age != Age.ADULT
    words = Consent.objects.filter(group=pack.group_id, recipient=consent.FIRST_RESPONDER)
    row = words.order_by("on", "recorded_at").last()
    word = "" if row is None else ConsentState.WITHDRAWN if row.withdrawn_at else row.state
    helps = pack.pathway == rules.COOPERATES
    return age != Age.UNDER_18 and rules.pathway(age=Age.ADULT, consent=word, helps_authorities=helps) == pack.pathway


def move(pack: NrmPack, stage: PackStage, *, at: datetime) -> None:
    pack.stage = stage
    pack.stage_dates = pack.stage_dates | {stage.value: at.date().isoformat()}


def empty(pack: NrmPack, *, at: datetime) -> None:
    """All that anybody said; stage and dates stay."""
    pack.answers, pack.recipient, pack.link_package = b"", b"", None
    pack.link_hash, pack.link_expires_at, pack.deleted_at = "", None, at


def _has_duty_to_notify(nation: str) -> bool:
    """Where the nation is not known yet, the first responder will know."""
    known = emergency_numbers.routes().get(nation)
    return known is None or known.duty_to_notify is not None


def _put(pack: NrmPack, kept: Mapping[str, Any], keys: Keys) -> None:
    keys.seal(pack, answers=dict(kept))
    done = rules.completeness(pack.pathway, kept)
    pack.answered, pack.needed = done.answered, done.needed


def _by_section(pack: NrmPack, kept: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Answered and needed, by section."""
    said = rules.values(pack.pathway, kept)
    found: dict[str, tuple[int, int]] = {}
    for question in rules.questions_for(pack.pathway, said):
        if question.rule != "optional" and question.section not in rules.THEIR_SECTIONS:
            done, needed = found.get(question.section, (0, 0))
            found[question.section] = (done + bool(said.get(question.key)), needed + 1)
    return found


def _other_texts(pack: NrmPack, keys: Keys) -> list[str]:
    """Of the other packs of the case: there words are copied from one person to the next."""
    others = whole.read(NrmPack.objects.exclude(pk=pack.pk).filter(deleted_at=None), pack.case.goes_on_in)
    found: list[str] = []
    for other in others:
        found += rules.long_texts(answers(other, keys))
    return found


def _facts(case: Case, group: PersonGroup, age: str, keys: Keys) -> rules.CaseFacts:
    """What the case holds in codes, and which council was told of a child, and whom there."""
    where = [(row, keys.facts(row, "place")) for row in whole.read(CaseLocation.objects, case)]
    happened = [place for row, place in where if row.role == "exploitation" and row.in_uk is not False]
    now = next((place for row, place in where if row.role == "current"), {})
    signs = describing.signs(case)
    council = next(filter(None, (locating.council_of(place) for _row, place in where)), None)
    bodies = safeguarding.bodies_for(council) if council and age != Age.ADULT else ()
    was_told = {} if age == Age.ADULT else children.council_told(case, keys)
    known, told_by = tellers.known_of_tellers(case, keys), tellers.tellers(case, keys)
    return rules.CaseFacts(
        age=age,
        still_inside=group.still_in_situation,
        last_contact=group.last_contact,
        gender=group.gender,
        nationalities=[code for code in group.nationalities if code in nrm.accepted("nationalities")],
        towns=[code for code in (_town(place.get("town")) for place in happened) if code],
        other_places="\n".join(filter(None, (_address(place) for place in happened))),
        countries=[code for code in (_accepted("countries", place.get("country")) for _r, place in where) if code],
        town_now=_town(now.get("town")),
        types=group.exploitation_types or case.exploitation_types,
        subtypes=group.exploitation_subtypes or case.exploitation_subtypes,
        is_pay_withheld=any(code == WITHHELD_PAY for _list, code in signs),
        signs=[str(helpline.label(*sign)) for sign in signs],
        exploiters=rules.withhold(_exploiters(case, keys), known),
        people=group.count_max or group.count_min or 1,
        is_from_person=bool(told_by) and all(teller.is_victim for teller in told_by),
        # Of two Trusts a person chooses.
        council=was_told or ({"name": bodies[0].code} if len(bodies) == 1 else {}),
    )


def _exploiters(case: Case, keys: Keys) -> str:
    rows = [keys.facts(row, "description") for row in whole.read(Exploiter.objects, case)]
    return "\n".join(
        " ".join(str(said[key]) for key in ("name", "description", "business") if said.get(key)) for said in rows
    )


def _address(place: Mapping[str, Any]) -> str:
    return ", ".join(str(place[key]) for key in ("premises", "lines", "town", "postcode") if place.get(key))


def _town(typed: Any) -> str:
    return _accepted("towns", typed)


def _accepted(name: str, typed: Any) -> str:
    """The code of the form's list for what was typed; empty where it is none of the list."""
    wanted = bare(str(typed or ""))
    return next((code for code, label in nrm.accepted(name).items() if wanted and bare(label) == wanted), "")
