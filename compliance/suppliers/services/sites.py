"""Record what is known of a site: who works there, what is in place, who provides labour."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.suppliers.models import Control, Site, Supplier, WorkerFigures
from compliance.suppliers.services.records import FieldValues, rescore_and_record
from portal.accounts.models import User
from portal.core.locks import lock_row


class AlreadyRecorded(Exception):
    """There are figures of that day, or a control of that kind and day, already. sentence: for the person."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@transaction.atomic
def save_worker_figures(*, figures: WorkerFigures, actor: User, fields: FieldValues) -> None:
    """Save the figures of one day, new or existing. Raises AlreadyRecorded."""
    for name, value in fields.items():
        setattr(figures, name, value)
    try:
        with transaction.atomic():
            figures.save()
    except IntegrityError as error:
        raise AlreadyRecorded(
            _("You already have figures for this date. Change those, or enter another date.")
        ) from error
    rescore_and_record(
        actor, "suppliers.site.workers_counted", figures.site, {"day": date_format(figures.counted_on, "j F Y")}
    )


@transaction.atomic
def add_control(*, site: Site, actor: User, fields: FieldValues) -> Control:
    """Record something in place at the site on a day. Raises AlreadyRecorded."""
    control = Control(site=site, recorded_by=actor, **fields)
    try:
        with transaction.atomic():
            control.save()
    except IntegrityError as error:
        raise AlreadyRecorded(_("You have already recorded this measure for that date. Enter another date.")) from error
    rescore_and_record(actor, "suppliers.site.control_added", site, _facts(control))
    return control


@transaction.atomic
def remove_control(*, control: Control, actor: User) -> None:
    """Remove a control; the history keeps what it was. Raises RowGone where somebody else has removed it."""
    control = lock_row(control, "site")
    rescore_and_record(actor, "suppliers.site.control_removed", control.site, _facts(control))
    control.delete()


@transaction.atomic
def set_labour_providers(*, site: Site, actor: User, providers: Collection[Supplier]) -> None:
    """Set who provides labour there now, in place of those before. Nothing happens where nobody changes."""
    before = set(site.labour_providers.values_list("pk", flat=True))
    if before == {provider.pk for provider in providers}:
        return
    site.labour_providers.set(providers)
    names = ", ".join(provider.name for provider in providers) or _("no one")
    rescore_and_record(actor, "suppliers.site.providers_changed", site, {"providers": names[:500]})


def _facts(control: Control) -> dict[str, str]:
    return {"control": str(control.get_kind_display()), "day": date_format(control.held_on, "j F Y")}
