"""Concerns and cases for tests, sealed to a vault that has begun (tests.factories.vault)."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from compliance.casework.models import Attachment, Case, PersonGroup
from compliance.casework.services import attachments, claim, messages
from compliance.casework.services.attachments import About
from compliance.casework.services.case_keys import Keys
from compliance.concerns.models import Concern
from compliance.concerns.services import submission
from compliance.concerns.services.submission import NewCode
from portal.accounts.models import User
from portal.core.form_tokens import get_row_id
from portal.vault.services import unlocking
from tests.factories.accounts import sign_in
from tests.factories.cases import PEOPLE
from tests.factories.vault import PASSPHRASE

ADULT = {
    "danger_level": "not_immediate",
    "age_of_person": "adult",
    "identity_mode": "confidential",
    "purpose": "report_concern",
    "account": "Men sleep in the back of the car wash and are never paid.",
    "premises_name": "Sparkle hand car wash",
    "town": "Chesterfield",
    "exploitation_type": ["labour"],
    "sector": ["car_wash"],
    "language": "en",
    "name": "Robin Marker",
    "phone": "07700 900123",
    "contact_method": ["phone"],
    "contact_safety": ["safe_anytime"],
}
CHILD = ADULT | {"age_of_person": "not_sure", "account": "A boy who may be fifteen works there at night."}
NOW = ADULT | {"danger_level": "happening_now"}
ADVICE = {
    "danger_level": "not_immediate",
    "age_of_person": "adult",
    "identity_mode": "anonymous",
    "purpose": "business_advice",
    "account": "How do we speak with workers about debts?",
}


def tell(answers: dict[str, Any] | None = None, *, at: datetime | None = None, **changed: Any) -> NewCode:
    """A concern as somebody sent it; changed: answers that differ from ADULT."""
    said = (answers or ADULT) | changed
    return submission.create_concern(said, channel="webform", submit_token=uuid4(), now=at or timezone.now())


def coded(case: Case, **changed: Any) -> Case:
    """The case, in progress, with every fact that the tables count; its reporter is told."""
    facts = {
        "status": "in_progress",
        "category": "modern_slavery",
        "region": "east_midlands",
        "police_force": "derbyshire_constabulary",
        "is_told": True,
    }
    Case.objects.filter(pk=case.pk).update(**facts | changed)
    PersonGroup.objects.create(case=case, **PEOPLE)
    return Case.objects.get(pk=case.pk)


def keys_of(user: User) -> Keys:
    """The desk, unlocked by the user without a browser."""
    return Keys(unlocking.open_with_passphrase(user=user, passphrase=PASSPHRASE))


def taken_by(user: User, concern: Concern | None = None, *, at: datetime | None = None, **changed: Any) -> Case:
    """A case that the user took from the queue."""
    concern = concern or tell(at=at, **changed).concern
    return claim.claim_concern(concern=concern, actor=user, keys=keys_of(user), at=at or timezone.now())


def advised(user: User, **changed: Any) -> Case:
    """A request for advice that the user took and answered."""
    concern = tell(ADVICE, **changed).concern
    case, now = taken_by(user, concern), timezone.now()
    said = {"text": "Ask them in private.", "token": uuid4(), "is_told": True}
    messages.send_message(case=case, concern=concern, actor=user, keys=keys_of(user), at=now, **said)
    return case


def attach(
    case: Case,
    user: User,
    *,
    name: str = "letter.txt",
    body: bytes = b"Dear somebody",
    what: str = "A letter",
    made_on: date | None = None,
    as_it_is: bool = False,
) -> Attachment:
    """A file that the user added to the case."""
    token = uuid4()
    attachments.add_attachment(
        case=case,
        upload=SimpleUploadedFile(name, body),
        about=About(what, made_on, as_it_is=as_it_is),
        token=token,
        actor=user,
        keys=keys_of(user),
        at=timezone.now(),
    )
    return Attachment.objects.get(pk=get_row_id(case.pk, token, sha256(body).hexdigest()))


def unlock(client: Client, user: User, *, at: datetime | None = None) -> Client:
    """Signed in at the desk, and unlocked."""
    sign_in(client, user, seconds_ago=-3600)
    unlock_signed_in(client, user, at=at)
    return client


def unlock_signed_in(client: Client, user: User, *, at: datetime | None = None) -> None:
    value = unlocking.unlock_session(
        user=user, passphrase=PASSPHRASE, session_key=client.session.session_key, at=at or timezone.now()
    )
    client.cookies[settings.VAULT_COOKIE_NAME] = value
