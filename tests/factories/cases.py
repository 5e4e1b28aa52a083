"""Concerns, contacts and cases as the desk keeps them, with their words sealed. The vault has begun before."""

import uuid
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework import reference_numbers
from compliance.casework.choices import Age, Category, Closure, Level, Status
from compliance.casework.services.case_keys import seal_columns, seal_with_own_key
from compliance.concerns.models import Concern
from compliance.concerns.services import desk
from compliance.referrals import models as referrals_models
from portal.vault.unlocked_keys import UnlockedKeys

# Told by the reporter or written by the desk, in every sealed column of a full case.
MARKER = "Quillfeather"
# Every coded fact of people affected.
PEOPLE = {
    "count_mode": "exact",
    "count_min": 3,
    "gender": "mixed",
    "age_bands": ["25_34"],
    "nationalities": ["vietnamese"],
}


def concern(*, at: datetime, account: str = f"A man called {MARKER} keeps the passports", **answers) -> Concern:
    said = {"danger_level": "not_immediate", "age_of_person": "adult", "identity_mode": "anonymous"}
    said |= {"purpose": "report_concern", "account": account, **answers}
    return desk.open_by_phone(said, by="tests", now=at).concern


def case(*, at: datetime | None = None, title: str = "", **columns) -> m.Case:
    """An open case of an adult; closed, where closed_at is given."""
    at = at or timezone.now()
    closed_at = columns.pop("closed_at", None)
    if closed_at:
        columns |= {"status": Status.CLOSED, "closed_at": closed_at, "closure_reason": Closure.REFERRED}
    facts = {
        "reference": reference_numbers.make_case_reference(),
        "status": Status.IN_PROGRESS,
        "level": Level.P3,
        "age_of_person": Age.ADULT,
        "category": Category.LABOUR_ABUSE,
        "channel": "phone",
        "purpose": "report_concern",
        "language": "en",
        "region": "london",
        "police_force": "metropolitan_police_service",
        "exploitation_types": ["labour"],
        "sectors": ["agriculture_horticulture"],
        "arrived_hour": at.replace(minute=0, second=0, microsecond=0),
        "opened_at": at,
        "due_at": at + timedelta(days=1),
    }
    row = seal_with_own_key(m.Case(**facts | columns), title=title or f"{MARKER} farm")
    row.save(force_insert=True)
    return row


def contact(*, at: datetime, case: m.Case | None = None, words: str = MARKER, **columns) -> m.Contact:
    """A call; of a concern, the words stay with the concern."""
    facts = {
        "reference": reference_numbers.make_contact_reference(),
        "channel": "phone",
        "purpose": "information",
        "language": "en",
        "hour": at.replace(minute=0, second=0, microsecond=0),
    }
    row = m.Contact(case=case, **facts | columns)
    if row.concern is None:
        seal_with_own_key(row, words=words)
    row.save(force_insert=True)
    return row


def full_case(vault_unlocked: UnlockedKeys, *, at: datetime, **columns) -> m.Case:
    """A case with a row in every table of a case, each holding the marker, and a contact that was a concern."""
    found = case(at=at, **columns)
    key = vault_unlocked.open(found.data_key)

    def add(row, **sealed):
        seal_columns(key, row, **sealed)
        row.save(force_insert=True)
        return row

    told = contact(at=at, case=found, concern=concern(at=at), channel="webform")
    contact(at=at, case=found)
    group = add(m.PersonGroup(case=found, **PEOPLE), description=MARKER)
    seal_with_own_key(m.PersonIdentity(group=group), details={"names": MARKER}).save(force_insert=True)
    reporter = add(m.Reporter(case=found, contact=told, identity_mode="confidential"), safety={"code_word": MARKER})
    seal_with_own_key(m.ReporterIdentity(reporter=reporter), details={"name": MARKER}).save(force_insert=True)
    exploiter = m.Exploiter(case=found, count_mode="exact", count=1, nationalities=["unknown"])
    add(exploiter, description={"name": MARKER})
    add(m.CaseLocation(case=found, role="exploitation", region="london"), place={"town": MARKER})
    business = m.CaseSupplyChainLink(case=found, tier="tier_1", sectors=["agriculture_horticulture"])
    add(business, details={"business": MARKER})
    add(m.Indicator(case=found, vocabulary="ilo_indicator", code="debt_bondage", contact=told), evidence=MARKER)
    add(m.Note(case=found, kind="decision", at=at), text=MARKER)
    add(m.Task(case=found, kind="review", made_at=at), words={"what": MARKER})
    add(m.Signpost(case=found, kind="service", code="legal_advice", at=at), address={"title": MARKER})
    add(m.CaseRestriction(case=found, marking="restricted", set_at=at, lifted_at=at), reason=MARKER)
    consent = add(
        referrals_models.Consent(case=found, reporter=reporter, recipient="police", state="given", on=at.date()),
        words=MARKER,
    )
    approval = m.Approval(case=found, kind="closure", asked_by=found.owner, asked_at=at)
    if found.owner:
        add(approval, reason=MARKER)
    disclosure = referrals_models.Disclosure(case=found, recipient_type="police", consent=consent, at=at)
    add(disclosure, words={"recipient": MARKER})
    referral = referrals_models.Referral(
        case=found, kind="referral", target_type="police", status="done", disclosure=disclosure, made_at=at, sent_at=at
    )
    add(referral, target={"name": MARKER}, fields={"account": MARKER}, call={"who": MARKER})
    pack = referrals_models.NrmPack(
        case=found, group=group, pathway="undecided", form_edition="2026-04", consent=consent, made_at=at
    )
    add(pack, answers={"q": MARKER}, recipient={"person": MARKER})
    session = m.InterpreterSession(contact=told, language="vi", mode="three_way_call", hour=told.hour, wait_seconds=40)
    seal_with_own_key(session, complaint=MARKER).save(force_insert=True)
    name = storages["private"].save(f"casework/{uuid.uuid4()}", ContentFile(b"sealed"))
    add(m.Attachment(case=found, size=6, stored_as=name, added_at=at), about={"name": MARKER})
    return found


def hold(
    found: m.Case, unlocked: UnlockedKeys, *, reason: str = "Court case", at: datetime | None = None
) -> m.LegalHold:
    row = m.LegalHold(case=found, set_at=at or timezone.now())
    seal_columns(unlocked.open(found.data_key), row, reason=reason)
    row.save(force_insert=True)
    return row
