"""Keeping where a statement stands on the government registry. There is no public way to write to it from here."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.statements.choices import State
from compliance.statements.models import Statement, Version
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def record_registry(*, version: Version, actor: User, submitted_on: date | None, url: str) -> Statement:
    """Save both, or neither to take them back. Raises Refusal before the statement is published."""
    statement = Statement.objects.select_for_update().get(pk=version.statement_id)
    if not statement.versions.filter(state=State.PUBLISHED).exists():
        raise ActionRefused(_("Publish the statement first, then add it to the government registry."))
    if (statement.registry_submitted_on, statement.registry_url) == (submitted_on, url):
        return statement
    statement.registry_submitted_on, statement.registry_url = submitted_on, url
    statement.save(update_fields=["registry_submitted_on", "registry_url"])
    detail = {"submitted_on": submitted_on.isoformat() if submitted_on else None, "url": url}
    record(actor, "statements.statement.registry_recorded", statement, detail, scope=statement.organisation.uuid)
    return statement
