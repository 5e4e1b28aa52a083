"""Save views of the register under a name, for everybody in the organisation."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.suppliers.models import ColumnChoice, SavedView
from portal.accounts.models import User
from portal.history.services import record


class NameTaken(Exception):
    """The organisation has a view of this name already. sentence: for the person."""

    def __init__(self, name: str) -> None:
        self.sentence = _("You already have a view with this name. Enter a different name.")
        super().__init__(name)


@transaction.atomic
def save_view(*, organisation: Organisation, actor: User, name: str, query: str, is_shared: bool = True) -> SavedView:
    """Save a view. query: the address's query string, as the filter form writes it. Raises NameTaken."""
    view = SavedView(organisation=organisation, name=name, query=query, made_by=actor, is_shared=is_shared)
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise NameTaken(name) from error
    record(actor, "suppliers.view.saved", view, {}, scope=organisation.uuid)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, actor: User) -> None:
    """Remove a saved view."""
    record(actor, "suppliers.view.removed", view, {}, scope=view.organisation.uuid)
    view.delete()


def choose_columns(*, organisation: Organisation, actor: User, columns: list[str]) -> None:
    """Save which columns of the list this person wants to see."""
    ColumnChoice.objects.update_or_create(
        organisation=organisation, user=actor, defaults={"columns": ",".join(columns)}
    )
