"""No form of an organisation offers, or takes, a row of another; copying from another year included.

See docs/requirements/security.md#foreign-keys-in-forms.
"""

import uuid
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm, ModelChoiceField, ModelMultipleChoiceField
from django.forms.fields import ChoiceField, MultipleChoiceField

from compliance.organisations.models import Organisation
from tests.factories.canaries import rows_of
from tests.factories.world import Tenant
from tests.support.visits import address_url
from tests.url_register import ADDRESSES

pytestmark = pytest.mark.once

INSIDE = sorted(name for name, address in ADDRESSES.items() if address.is_inside)
PEOPLE = ("editor", "approver", "administrator")


def forms_in(response) -> Iterator[BaseForm]:
    """Every form that a page was drawn with, those of formsets too."""
    seen = set()
    for context in response.context or []:
        for values in context.dicts if hasattr(context, "dicts") else [context]:
            for value in values.values():
                for form in getattr(value, "forms", None) or [value]:
                    if isinstance(form, BaseForm) and id(form) not in seen:
                        seen.add(id(form))
                        yield form


def keys_of(tenant: Tenant) -> set[str]:
    """Random ids of every row of an organisation: no other row can share them."""
    return {
        str(value)
        for model, rows in rows_of(tenant.organisation)
        if any(field.name == "uuid" for field in model._meta.concrete_fields)
        for value in rows.values_list("uuid", flat=True)
    }


def belongs_elsewhere(row, own: Organisation) -> bool:
    """Whether a row that is some organisation's is not this one's."""
    path = getattr(row, "organisation_path", "organisation" if hasattr(row, "organisation") else None)
    if isinstance(row, Organisation):
        return row != own
    if path is None:
        return False
    for step in path.split("__"):
        row = getattr(row, step)
    return row != own


@pytest.fixture(scope="module")
def foreign_keys(shared_world, django_db_blocker) -> set[str]:
    """The keys of the neighbour's rows. No test changes them: what a request writes is undone."""
    with django_db_blocker.unblock():
        return keys_of(shared_world.b)


@pytest.fixture(scope="module")
def foreign_counts(shared_world, django_db_blocker) -> dict[str, int]:
    """How many rows of each kind the neighbour has, which no request may change."""
    with django_db_blocker.unblock():
        return count_rows(shared_world.b)


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.django_db
def test_no_choice_offers_a_row_of_another_organisation(name, shared_world, clients, foreign_keys):
    url = address_url(ADDRESSES[name], name, shared_world)
    for person in PEOPLE:
        with transaction.atomic():
            response = clients[person].get(url)
            for form in forms_in(response):
                for field_name, field in form.fields.items():
                    if isinstance(field, ModelChoiceField):
                        outside = [row for row in field.queryset if belongs_elsewhere(row, shared_world.a.organisation)]
                        assert not outside, f"{name}: {type(form).__name__}.{field_name} offers {outside}"
                    elif isinstance(field, ChoiceField):
                        offered = {str(value) for value, _ in _flat(field.choices)}
                        assert not offered & foreign_keys, f"{name}: {type(form).__name__}.{field_name}"
            transaction.set_rollback(True)


def _flat(choices) -> Iterator[tuple]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _own_codes(field: ChoiceField) -> set[str]:
    """Codes that the field has of itself: "2" may be a step, and by chance a neighbour's key too."""
    return set() if isinstance(field, ModelChoiceField) else {str(value) for value, _ in _flat(field.choices)}


def takes(field: ChoiceField, value: str) -> bool:
    """Whether the field itself would take the value; the page may still refuse it."""
    try:
        field.clean([value] if isinstance(field, MultipleChoiceField | ModelMultipleChoiceField) else value)
    except ValidationError:
        return False
    return True


def _same_kind(field: ChoiceField) -> object:
    """Fields with the same codes refuse alike, so that one of them stands for all; rows are each asked for."""
    return object() if isinstance(field, ModelChoiceField) else (type(field), frozenset(_own_codes(field)))


def typed(form: BaseForm) -> dict[str, object]:
    """What a browser would send of a form as it was drawn."""
    values = {bound.html_name: bound.value() for bound in form if not bound.field.disabled}
    return {name: value for name, value in values.items() if isinstance(value, str | int | bool | list) and value}


@pytest.mark.parametrize("name", [name for name in INSIDE if "handled" in ADDRESSES[name].post.values()])
@pytest.mark.django_db
def test_foreign_pk_in_every_choice_field(name, shared_world, clients, foreign_counts):
    """Each choice of each form, given the id of a neighbour's row of each kind.

    All are shown to the field; a page is sent what a field took, every id where it chooses among rows, and one id for
    each list of codes.
    """
    url = address_url(ADDRESSES[name], name, shared_world)
    neighbours = [shared_world.b.organisation, *shared_world.b.rows.values(), *shared_world.b.versions.values()]
    values = {str(getattr(row, "uuid", row.pk)) for row in neighbours} | {str(uuid.uuid4())}
    for person in PEOPLE:
        if ADDRESSES[name].post[person] != "handled":
            continue
        with transaction.atomic():
            forms = list(forms_in(clients[person].get(url)))
            for form in forms:
                choices = [bound for bound in form if isinstance(bound.field, ChoiceField)]
                seen = set()
                for bound in choices:
                    foreign = sorted(values - _own_codes(bound.field))
                    sent = [value for value in foreign if takes(bound.field, value)]
                    if (kind := _same_kind(bound.field)) not in seen:
                        seen.add(kind)
                        sent = foreign if isinstance(bound.field, ModelChoiceField) else sent or foreign[:1]
                    for value in sent:
                        with transaction.atomic():
                            response = clients[person].post(url, typed(form) | {bound.html_name: value})
                            assert response.status_code in {403, 404, 409, 422}, (
                                f"{name}: {bound.html_name}={value} as {person}: {response.status_code}"
                            )
                            transaction.set_rollback(True)
            transaction.set_rollback(True)
    assert count_rows(shared_world.b) == foreign_counts


def count_rows(tenant: Tenant) -> dict[str, int]:
    return {model._meta.label: rows.count() for model, rows in rows_of(tenant.organisation)}
