"""The name of a person, which signing on screen asks for and which stands in the history of a business."""

from uuid import UUID

from django.db import transaction

from portal.accounts import hooks
from portal.accounts.models import User


@transaction.atomic
def rename(*, user: User, first_name: str, last_name: str) -> bool:
    """Correct the user's own name; each business of the person reads it in its history. Return False where nothing
    changed.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    before = person.get_full_name()
    person.first_name, person.last_name = first_name, last_name
    if person.get_full_name() == before:
        return False
    person.save(update_fields=["first_name", "last_name"])
    names = {"old": before, "new": person.get_full_name()}
    scopes: list[UUID | None] = [*hooks.get_organisation_uuids(person)]
    for scope in scopes or [None]:
        hooks.record(person, "accounts.name.changed", person, names, scope=scope)
    return True
