"""Archives for tests."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from compliance.archive import storage
from compliance.archive.choices import ArchiveState
from compliance.archive.models import Archive, EarlierHistory
from portal.history.chain import FIRST_PREVIOUS_HASH, FORMAT, HASHED_FIELDS, compute_entry_hash
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory

BODY = b"PK as if it were an archive"


class ArchiveFactory(DjangoModelFactory):
    """One that is ready, with bytes."""

    class Meta:
        model = Archive
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    state = ArchiveState.READY
    asked_by = factory.SubFactory(UserFactory)
    asked_at = factory.LazyFunction(timezone.now)
    made_at = factory.SelfAttribute("asked_at")
    expires_at = factory.LazyAttribute(lambda o: o.asked_at + timedelta(days=7))
    stored_as = factory.LazyFunction(uuid4)
    size = len(BODY)
    sha256 = hashlib.sha256(BODY).hexdigest()

    @factory.post_generation
    def bytes(self, create, extracted, **kwargs):
        if create and self.stored_as:
            storage.save_archive(self.stored_as, [BODY])


class EarlierHistoryFactory(DjangoModelFactory):
    """One line, as another portal wrote it."""

    class Meta:
        model = EarlierHistory

    organisation = factory.SubFactory(OrganisationFactory)
    number = 1
    portal = "https://before.example"
    brought_at = factory.LazyFunction(timezone.now)
    sha256 = "0" * 64
    chain = factory.LazyAttribute(lambda o: chain_of(o.organisation))


def chain_of(organisation) -> dict[str, Any]:
    """A history of one line, whole."""
    line: dict[str, Any] = dict.fromkeys(HASHED_FIELDS) | {
        "at": "2025-05-01T09:00:00.000000+00:00",
        "actor": "Robin Example",
        "action": "organisations.organisation.created",
        "object_type": "organisations.organisation",
        "object_label": "Before Limited",
        "scope": str(organisation.uuid),
        "scope_seq": 1,
        "scope_prev": FIRST_PREVIOUS_HASH,
        "detail": {},
    }
    own = compute_entry_hash(FIRST_PREVIOUS_HASH, line)
    return {
        "format": FORMAT,
        "scope": str(organisation.uuid),
        "exported_by": "Robin Example",
        "exported_at": "2025-05-02T09:00:00.000000+00:00",
        "count": 1,
        "last": own,
        "entries": [line | {"prev": FIRST_PREVIOUS_HASH, "hash": own}],
    }
