"""Whoever runs the portal, or steals it with all its secrets, reads nothing.

See docs/requirements/security.md#sealed-content.
"""

import pytest
from django.core import serializers
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import CallDraft, Case, Note
from compliance.casework.models.base import SealedRow
from compliance.casework.services import calls, case_facts, notes, shift_notes, tasks
from portal.accounts.roles import StaffRole
from portal.vault.encryption import DecryptionError
from portal.vault.fields import SealedField
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.casework import keys_of, taken_by

pytestmark = pytest.mark.django_db
CANARY = "CANARY-f4e1"
DESK_APPS = {"casework", "referrals", "data_protection"}


@pytest.fixture
def full(handler):
    """A case with a marked text in everything that holds words."""
    keys, now = keys_of(handler), timezone.now()
    case = taken_by(handler, account=CANARY, name=CANARY, town=CANARY, responsible=CANARY, affected_description=CANARY)
    case_facts.save_summary(
        case=case,
        texts=dict.fromkeys(("title", "summary", "summary_for_partners"), CANARY),
        actor=handler,
        keys=keys,
        at=now,
        version=case.version,
    )
    notes.add_note(case=case, kind="log", text=CANARY, actor=handler, keys=keys, at=now)
    tasks.add_task(case=case, kind="other", what=CANARY, due_at=None, owner=None, actor=handler, keys=keys, at=now)
    case_facts.save_identity(group=case.persongroups.get(), details={"name": CANARY}, actor=handler, at=now)
    draft = calls.start_call(handler=handler, at=now)
    calls.save_draft(draft, {"account": CANARY}, at=now)
    shift_notes.write_shift_note(text=CANARY, by=handler, at=now)
    return Case.objects.select_related("data_key").get(pk=case.pk)


def test_no_row_of_the_database_holds_a_word_of_it(full):
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    text = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert CANARY.encode() not in text, table


def test_a_site_administrator_finds_nothing_by_web(full):
    for person in (UserFactory(role=StaffRole.SITE_ADMINISTRATOR), UserFactory(is_superuser=True, is_staff=True)):
        client = sign_in(Client(), person)
        for address in ("/desk/", reverse("cases:case", args=[full.pk]), f"/api/v1/cases/{full.pk}"):
            assert client.get(address).status_code == 404
        assert CANARY not in client.get("/staff/history/").text


def test_a_management_shell_reads_sealed_bytes_only(full):
    """No property, string or serializer of a row opens it (docs/requirements/security.md#sealed-content)."""
    for model in (Case, Note, CallDraft):
        for row in model.objects.all():
            assert CANARY not in f"{row} {row!r} {vars(row)}"
    assert CANARY not in serializers.serialize("json", Case.objects.all())


def test_a_sealed_column_that_was_moved_to_another_row_does_not_open(handler, full):
    other, keys = taken_by(handler), keys_of(handler)
    other.summary = full.summary
    with pytest.raises(DecryptionError):
        keys.read(other, "summary")
    full.summary, full.title = full.title, full.summary
    with pytest.raises(DecryptionError):
        keys.read(full, "title")


def test_every_row_with_a_sealed_column_knows_whose_key_opens_it():
    from django.apps import apps

    keepers = [
        model
        for model in apps.get_models()
        if model._meta.app_label in DESK_APPS
        and any(isinstance(field, SealedField) for field in model._meta.local_fields)
    ]
    assert len(keepers) > 15
    assert not [model for model in keepers if not issubclass(model, SealedRow) and model._meta.model_name != "partner"]


def test_nothing_leads_from_a_concern_or_a_business_to_a_case():
    from django.apps import apps

    for model in apps.get_models():
        if model._meta.app_label not in DESK_APPS:
            back = [field.get_accessor_name() for field in model._meta.related_objects if _is_of_casework(field)]
            assert not any(back), model


def _is_of_casework(field) -> bool:
    return field.related_model._meta.app_label in DESK_APPS
