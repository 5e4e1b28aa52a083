"""A pack while it is prepared: one a person, with the answers of the Home Office's form in its order.

See docs/requirements/helpline.md#preparation-pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.choices import Age, RevealReason
from compliance.casework.models import Case, CaseLocation, Exploiter, PersonGroup
from compliance.casework.selectors import tellers
from compliance.casework.services import case_facts, children, council_lookup, merged_cases
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.transitions import lock_open_case, lock_open_case_of, lock_row
from compliance.concerns.rules.tellers import TellerRole
from compliance.referrals.choices import CHILD_PATHWAYS, ConsentState, PackStage, Pathway, Source
from compliance.referrals.models import Consent, NrmPack
from compliance.referrals.rules import nrm as rules
from compliance.referrals.rules.nrm import Completeness, Doubt
from compliance.referrals.services import agreement, consent
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.text import fold
from portal.core.types import JsonObject
from portal.history.services import record
from portal.reference import emergency_numbers, helpline, nrm, safeguarding
from portal.reference.places import Council

WITHHELD_PAY = "withholding_wages"
# Without consent the Home Office is notified; the duty is of England and Wales.
# See docs/requirements/helpline.md#duty-to-notify.
NOTIFIES = frozenset({rules.COOPERATES, rules.ANONYMOUS})
IN_HAND = frozenset({PackStage.PACK_IN_PREPARATION})


@dataclass(frozen=True)
class Panel:
    """What the pack has, lacks and could do better."""

    completeness: Completeness
    doubts: list[Doubt]
    by_section: dict[str, tuple[int, int]] = field(default_factory=dict)


def get_packs(case: Case) -> list[NrmPack]:
    return merged_cases.read_rows(NrmPack.objects.select_related("group", "made_by"), case)


def find_pack(case: Case, uuid: UUID) -> NrmPack | None:
    return merged_cases.find_row(NrmPack.objects.select_related("group", "consent", "approval", "made_by"), case, uuid)


def get_groups(case: Case) -> list[PersonGroup]:
    return merged_cases.read_rows(PersonGroup.objects.order_by("uuid"), case)


def get_group(case: Case, uuid: UUID) -> PersonGroup | None:
    return merged_cases.find_row(PersonGroup.objects, case, uuid)


@transaction.atomic
def start_pack(
    # Any: values of columns of Consent.
    *, case: Case, group: PersonGroup, age: str, consents: str, helps_authorities: bool, facts: Mapping[str, Any],
    words: str, actor: User, keys: Keys, at: datetime,
) -> NrmPack:  # fmt: skip
    """Start a pack with the consent of an adult, written down first; of a child nobody asks for any.

    consents: a ConsentState. facts: how it was given, in which language, with an interpreter. Raises ActionRefused,
    RowGone where the people it is about were removed meanwhile.

    See docs/requirements/helpline.md#pack-consent.
    """
    current = lock_open_case(case)
    lock_row(group)
    if age == Age.ADULT and current.age_of_person == Age.UNDER_18:
        raise ActionRefused(_("This case is about a child. Change the age in the case first, if that is wrong."))
    if age != Age.ADULT and not current.concerns_child:
        raise ActionRefused(_("This case is about adults. Change the age in the case first, if that is wrong."))
    way = rules.get_pathway(age=age, consent=consents, helps_authorities=helps_authorities)
    if way not in rules.MAY_PREPARE:
        raise ActionRefused(_("This adult has not decided yet. You cannot prepare a pack until they decide."))
    if way in NOTIFIES and not _has_duty_to_notify(current.nation):
        raise ActionRefused(
            _("There is no duty to notify the Home Office in this nation. You cannot prepare a pack without consent.")
        )
    answer = None
    if age == Age.ADULT:
        answer = consent.save_consent(
            case=current, group=group, recipient=consent.FIRST_RESPONDER, state=ConsentState(consents), words=words,
            actor=actor, keys=keys, at=at, **facts,
        )  # fmt: skip
    pack = NrmPack(
        case=current,
        group=group,
        pathway=Pathway(way),
        form_edition=nrm.get_form_version(),
        consent=answer,
        made_by=actor,
        made_at=at,
        stage_dates={PackStage.PACK_IN_PREPARATION.value: timezone.localdate(at).isoformat()},
    )
    _put(pack, rules.propose_answers(_facts(current, group, age, keys)), keys)
    pack.save(force_insert=True)
    record(actor, "casework.nrm.begun", current, {"pathway": way}, at=at)
    return pack


def get_answers(pack: NrmPack, keys: Keys) -> dict[str, JsonObject]:
    return keys.facts(pack, "answers")


def get_panel(pack: NrmPack, keys: Keys) -> Panel:
    answers = get_answers(pack, keys)
    done = rules.assess_completeness(pack.pathway, answers)
    return Panel(
        done, rules.find_doubts(pack.pathway, answers, others=_other_texts(pack, keys)), _by_section(pack, answers)
    )


def get_sections(pack: NrmPack, keys: Keys) -> list[tuple[str, str]]:
    """Return code and label of those that the handler goes through; the first responder fills in the rest."""
    questions = rules.questions_for(pack.pathway, rules.get_values(pack.pathway, get_answers(pack, keys)))
    codes = {question.section for question in questions} - rules.THEIR_SECTIONS
    return [(code, label) for code, label in nrm.get_sections().items() if code in codes]


def get_questions(pack: NrmPack, section: str, keys: Keys) -> list[nrm.Question]:
    """Return the questions of one section, by the answers so far, without those that the pathway answers."""
    filled = rules.get_values(pack.pathway, get_answers(pack, keys))
    fixed = rules.get_fixed_values(pack.pathway)
    questions = rules.questions_for(pack.pathway, filled)
    return [
        question
        for question in questions
        if question.section == section and question.key not in fixed and question.type != "files"
    ]


@transaction.atomic
def save_answers(
    # Any: values of answers: text or codes.
    *,
    pack: NrmPack,
    given: Mapping[str, Mapping[str, Any]],
    actor: User,
    keys: Keys,
    at: datetime,
    version: int,
) -> NrmPack:
    """Save the answers of one section. Raises ActionRefused, EditConflict."""
    current = lock_pack(pack, version)
    answers = get_answers(current, keys)
    _put(current, answers | {key: dict(answer) for key, answer in given.items()}, keys)
    current.version += 1
    agreement.withdraw_approval(current.approval)
    current.approval = None
    current.save()
    record(
        actor, "casework.nrm.answered", current.case, {"answered": current.answered, "needed": current.needed}, at=at
    )
    return current


@transaction.atomic
def withdraw_pack(*, pack: NrmPack, actor: User, keys: Keys, at: datetime) -> NrmPack:
    """Delete the answers at once, since the person does not want it any more; that there was a pack stays."""
    lock_row(pack)
    current = find_pack(pack.case, pack.pk)
    if current is None or current.deleted_at:
        raise ActionRefused(_("This pack has been deleted."))
    empty_pack(current, at=at)
    change_stage(current, PackStage.WITHDRAWN, at=at)
    current.save()
    record(actor, "casework.nrm.withdrawn", current.case, at=at)
    return current


def record_identity_seen(pack: NrmPack, reason: RevealReason, *, actor: User, at: datetime) -> None:
    """Record that who the person is was shown, and why."""
    record(actor, "casework.identity.revealed", pack.case, {"whose": "person", "reason": str(reason)}, at=at)


def lock_pack(pack: NrmPack, version: int | None = None) -> NrmPack:
    """Lock it, where it is still in preparation, and what a second person may just be deciding about it.

    Raises ActionRefused, EditConflict.
    """
    case = lock_open_case_of(pack)
    locked = lock_row(pack, version)
    if locked.approval is not None:
        lock_row(locked.approval)
    current = find_pack(case, pack.pk)
    if current is None or current.stage not in IN_HAND or current.deleted_at:
        raise ActionRefused(_("This pack has been handed over, or was deleted."))
    return current


def require_fit(pack: NrmPack) -> None:
    """Require that the pack still fits: an adult may take their word back, and an age may prove wrong.

    Raises ActionRefused.

    See docs/requirements/helpline.md#pack-consent.
    """
    if not _fits(pack):
        raise ActionRefused(
            _("Their consent or the age in the case has changed. Delete this pack and start a new one.")
        )


def _fits(pack: NrmPack) -> bool:
    """Whether its way is still the one that the age in the case and the newest word of the person lead to."""
    age = pack.case.goes_on_in.age_of_person
    if pack.pathway in CHILD_PATHWAYS:
        return age != Age.ADULT
    state = get_consent_state(pack)
    helps = pack.pathway == rules.COOPERATES
    return (
        age != Age.UNDER_18 and rules.get_pathway(age=Age.ADULT, consent=state, helps_authorities=helps) == pack.pathway
    )


def get_consent_state(pack: NrmPack) -> ConsentState:
    """Return the newest answer of the person of the pack about a first responder."""
    answers = Consent.objects.filter(group=pack.group_id, recipient=consent.FIRST_RESPONDER)
    row = answers.order_by("on", "recorded_at").last()
    if row is None:
        return ConsentState.NOT_ASKED
    return ConsentState.WITHDRAWN if row.withdrawn_at else ConsentState(row.state)


def change_stage(pack: NrmPack, stage: PackStage, *, at: datetime) -> None:
    pack.stage = stage
    pack.stage_dates = pack.stage_dates | {stage.value: timezone.localdate(at).isoformat()}


def empty_pack(pack: NrmPack, *, at: datetime) -> None:
    """Empty all that anybody said; stage and dates stay."""
    pack.answers, pack.recipient, pack.link_package = b"", b"", None
    pack.link_hash, pack.link_expires_at, pack.deleted_at = "", None, at


def _has_duty_to_notify(nation: str) -> bool:
    """Where the nation is not known yet, the first responder will know."""
    known = emergency_numbers.get_routes().get(nation)
    return known is None or known.duty_to_notify is not None


def _put(pack: NrmPack, answers: Mapping[str, Any], keys: Keys) -> None:
    keys.seal(pack, answers=dict(answers))
    done = rules.assess_completeness(pack.pathway, answers)
    pack.answered, pack.needed = done.answered, done.needed


def _by_section(pack: NrmPack, answers: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Answered and needed, by section."""
    filled = rules.get_values(pack.pathway, answers)
    counts: dict[str, tuple[int, int]] = {}
    for question in rules.questions_for(pack.pathway, filled):
        if question.rule != "optional" and question.section not in rules.THEIR_SECTIONS:
            done, needed = counts.get(question.section, (0, 0))
            counts[question.section] = (done + bool(filled.get(question.key)), needed + 1)
    return counts


def _other_texts(pack: NrmPack, keys: Keys) -> list[str]:
    """Of the other packs of the case: there words are copied from one person to the next."""
    others = merged_cases.read_rows(NrmPack.objects.exclude(pk=pack.pk).filter(deleted_at=None), pack.case.goes_on_in)
    texts: list[str] = []
    for other in others:
        texts += rules.find_long_texts(get_answers(other, keys))
    return texts


def _facts(case: Case, group: PersonGroup, age: str, keys: Keys) -> rules.CaseFacts:
    """What the case holds in codes, and which council was told of a child, and whom there."""
    where = [(row, keys.facts(row, "place")) for row in merged_cases.read_rows(CaseLocation.objects, case)]
    happened = [place for row, place in where if row.role == "exploitation" and row.in_uk is not False]
    now = next((place for row, place in where if row.role == "current"), {})
    signs = case_facts.get_signs(case)
    council = next(filter(None, (council_lookup.find_council(place) for _row, place in where)), None)
    was_told = {} if age == Age.ADULT else children.get_council_contact(case, keys)
    known, reported = tellers.get_teller_details(case, keys), _get_reported_codes(case, keys)
    return rules.CaseFacts(
        age=age,
        still_inside=group.still_in_situation,
        last_contact=group.last_contact,
        gender=group.gender,
        nationalities=[code for code in group.nationalities if code in nrm.get_accepted_labels("nationalities")],
        towns=[code for code in (_town(place.get("town")) for place in happened) if code],
        other_places="\n".join(filter(None, (_address(place) for place in happened))),
        countries=[code for code in (_accepted("countries", place.get("country")) for _r, place in where) if code],
        town_now=_town(now.get("town")),
        types=group.exploitation_types or case.exploitation_types,
        subtypes=group.exploitation_subtypes or case.exploitation_subtypes,
        is_pay_withheld=any(code == WITHHELD_PAY for _list, code in signs),
        signs=[str(helpline.get_label(*sign)) for sign in signs],
        sign_codes=[f"{name}:{code}" for name, code in signs],
        exploiters=rules.withhold(_exploiters(case, keys), known),
        people=group.count_max or group.count_min or 1,
        reported=reported,
        is_recorded_by_us=not reported,
        council=was_told,
        why_no_council="" if age == Age.ADULT else _describe_no_council(council),
    )


def _describe_no_council(council: Council | None) -> str:
    """Return what the pack says where no council was contacted: that the case has a council area is no contact."""
    names = [body.name for body in safeguarding.get_bodies_for(council)] if council else []
    if not names:
        return _("We have no record that a council or Trust was contacted.")
    return _(
        "We have no record that a council or Trust was contacted. Council area, from a place in the case: %(names)s."
    ) % {"names": _(" or ").join(names)}


def _get_reported_codes(case: Case, keys: Keys) -> dict[Source, set[str]]:
    """Return what those ticked who wrote to us themselves, by who they are; empty where everybody only called."""
    reported: dict[Source, set[str]] = {}
    for contact in tellers.get_contacts(case):
        if contact.concern is None:
            continue
        answers = tellers.read_answers(contact, keys)
        is_victim = contact.teller_role is TellerRole.SELF
        source = Source.AGENCY if answers.get("agency") else Source.PERSON if is_victim else Source.REPORTER
        ticked = reported.setdefault(source, set())
        for name, value in answers.items():
            ticked.update(f"{name}:{code}" for code in (value if isinstance(value, list) else [value]) if code)
    return reported


def _exploiters(case: Case, keys: Keys) -> str:
    rows = [keys.facts(row, "description") for row in merged_cases.read_rows(Exploiter.objects, case)]
    return "\n".join(
        " ".join(str(facts[key]) for key in ("name", "description", "business") if facts.get(key)) for facts in rows
    )


def _address(place: Mapping[str, Any]) -> str:
    return ", ".join(str(place[key]) for key in ("premises", "lines", "town", "postcode") if place.get(key))


def _town(typed: Any) -> str:
    return _accepted("towns", typed)


def _accepted(name: str, typed: Any) -> str:
    """The code of the form's list for what was typed; empty where it is none of the list."""
    wanted = fold(str(typed or ""))
    return next((code for code, label in nrm.get_accepted_labels(name).items() if wanted and fold(label) == wanted), "")
