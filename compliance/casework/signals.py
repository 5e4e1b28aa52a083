"""Words of a case that change leave the lookup index at once, whichever service changed them (services.lookup_index).

By Django's signals, since a service that forgot to say so would leave a hash of what no longer stands there.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save

from compliance.casework.models import (
    CaseLocation,
    CaseSupplyChainLink,
    Contact,
    Exploiter,
    Note,
    PersonGroup,
    PersonIdentity,
    ReporterIdentity,
)
from portal.vault.services import lookup_index

ROWS_OF_CASE: tuple[Any, ...] = (CaseLocation, CaseSupplyChainLink, Exploiter, Note, PersonGroup)
ROWS_WITH_OWN_KEY: tuple[Any, ...] = (Contact, PersonIdentity, ReporterIdentity)


def words_of_case_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    lookup_index.unindex_words(instance.case.data_key_id)


def own_words_changed(sender: Any, instance: Any, created: bool = False, **kwargs: Any) -> None:
    """A deleted row needs nothing: its data key goes, and its entries with it."""
    if not created:
        lookup_index.unindex_words(instance.data_key_id)


def connect_signals() -> None:
    for model in ROWS_OF_CASE:
        post_save.connect(words_of_case_changed, sender=model, dispatch_uid=f"index_saved_{model.__name__}")
        post_delete.connect(words_of_case_changed, sender=model, dispatch_uid=f"index_deleted_{model.__name__}")
    for model in ROWS_WITH_OWN_KEY:
        post_save.connect(own_words_changed, sender=model, dispatch_uid=f"index_saved_{model.__name__}")
