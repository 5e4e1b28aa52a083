"""Rows that describe a case: people, places, who may be responsible, businesses, signs. Saved whole or not at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from compliance.casework.models import Case, CaseLocation, Indicator, PersonGroup, PersonIdentity
from compliance.casework.models.base import CaseRow
from compliance.casework.rules.closing import NO_FORCE
from compliance.casework.services import merged_cases, transitions
from compliance.casework.services.case_keys import Keys, seal_columns, seal_with_own_key
from portal.accounts.models import User
from portal.core.types import JsonObject
from portal.history.services import record

EXPLOITATION = "exploitation"
# Nobody coded it, or nobody knew.
NOT_KNOWN = frozenset({"", "unknown"})


@transaction.atomic
def save_description[Row: CaseRow](
    *,
    row: Row,
    facts: Mapping[str, object],
    sealed: Mapping[str, str | JsonObject],
    actor: User,
    keys: Keys,
    at: datetime,
    version: int | None,
) -> Row:
    """Save a new row of a case, or change one. version: of the row that was shown; None for a new one.

    What the row says of the case as a whole is coded there too. Raises ActionRefused where the case is closed,
    EditConflict.
    """
    case = transitions.lock_open_case_of(row)
    current: Any = row if row._state.adding else transitions.lock_row(row, version)
    is_new, before = current._state.adding, _speaks_of_case(current, keys)
    for name, value in facts.items():
        setattr(current, name, value)
    seal_columns(keys.get_key(row.case), current, **sealed)
    if not is_new and hasattr(current, "version"):
        current.version += 1
    current.save()
    verb = "added" if is_new else "changed"
    record(actor, f"casework.description.{verb}", case, {"what": current._meta.model_name}, at=at)
    after = _speaks_of_case(current, keys)
    changes = _follows(case, before, after) | _get_exploitation(case, before, after) | get_nationalities(case)
    _code(case, changes, actor, at)
    return current


def recode_case(case: Case, *, actor: User, at: datetime) -> None:
    """Code a locked case anew, once people were removed from it or restored."""
    _code(case, get_nationalities(case), actor, at)


@transaction.atomic
def save_identity(*, group: PersonGroup, details: Mapping[str, object], actor: User, at: datetime) -> PersonIdentity:
    """Save somebody's name, apart and under a key of its own. Raises ActionRefused, RowGone."""
    case = transitions.lock_open_case_of(group)
    transitions.lock_row(group)
    row = seal_with_own_key(PersonIdentity(group=group), details=dict(details))
    row.save(force_insert=True)
    record(actor, "casework.identity.added", case, at=at)
    return row


@transaction.atomic
def save_signs(*, case: Case, vocabulary: str, codes: Iterable[str], actor: User, at: datetime) -> None:
    """Save the signs of one list, as they are coded now. Evidence of those that stay, stays."""
    case = transitions.lock_open_case(case)
    wanted = set(codes)
    signs = merged_cases.rows_of_case(Indicator.objects.filter(vocabulary=vocabulary), case)
    signs.exclude(code__in=wanted).delete()
    known = set(signs.values_list("code", flat=True))
    Indicator.objects.bulk_create(
        Indicator(case=case, vocabulary=vocabulary, code=code) for code in sorted(wanted - known)
    )
    record(actor, "casework.signs.coded", case, {"list": vocabulary, "count": len(wanted)}, at=at)


@transaction.atomic
def save_summary(*, case: Case, texts: Mapping[str, str], actor: User, keys: Keys, at: datetime, version: int) -> Case:
    """Save title, summary, and the lines that a partner may read. Raises ActionRefused, EditConflict."""
    current = transitions.lock_open_case(case, version)
    seal_columns(keys.get_key(current), current, **texts)
    return transitions.save_case(current, actor, "casework.case.summarised", at)


def find_row(model: type[CaseRow], case: Case, uuid: UUID) -> CaseRow | None:
    """Return a row of the case, or of one that was merged into it."""
    return merged_cases.find_row(model._default_manager.all(), case, uuid)


def get_signs(case: Case) -> list[tuple[str, str]]:
    """List and code of each, once."""
    indicators = merged_cases.rows_of_case(Indicator.objects.order_by("vocabulary", "code"), case)
    return list(indicators.values_list("vocabulary", "code").distinct())


def get_vocabulary_signs(case: Case, vocabulary: str) -> list[str]:
    return [code for name, code in get_signs(case) if name == vocabulary]


def code_place(case: Case, place: CaseLocation, keys: Keys) -> None:
    """Code a case, which is not saved here, by a place that came with a contact; what is coded already stays."""
    for name, value in _follows(case, {}, _speaks_of_case(place, keys)).items():
        setattr(case, name, value)


# Any: codes, or a list of them.
def _speaks_of_case(row: Any, keys: Keys) -> dict[str, Any]:
    """What a place of exploitation, or a group of people, says of its case, before or after it is changed."""
    if isinstance(row, PersonGroup):
        return {"exploitation_types": list(row.exploitation_types)}
    if not isinstance(row, CaseLocation) or row.role != EXPLOITATION:
        return {}
    force = keys.facts(row, "place").get("force") or ""
    return {"nation": row.nation, "region": row.region, "police_force": force}


def _get_exploitation(case: Case, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the exploitation of the case with that of a group: what only the group said before goes with it."""
    was, now = (set(said.get("exploitation_types", ())) - NOT_KNOWN for said in (before, after))
    if was == now:
        return {}
    groups = merged_cases.rows_of_case(PersonGroup.objects, case).values_list("exploitation_types", flat=True)
    others = {code for codes in groups for code in codes}
    return {"exploitation_types": sorted((set(case.exploitation_types) - NOT_KNOWN - (was - others)) | now)}


def _follows(case: Case, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Facts of the case that follow its place of exploitation: what a handler coded otherwise stays."""
    if "region" not in after:
        return {}
    changes = {
        name: value
        for name, value in after.items()
        if value not in NOT_KNOWN and getattr(case, name) in {*NOT_KNOWN, before.get(name)}
    }
    if changes.get("region", case.region) in NO_FORCE:
        changes["police_force"] = ""
    return changes


def get_nationalities(case: Case) -> dict[str, list[str]]:
    """Return the codes of all people affected; not known is left out beside one that is."""
    groups = merged_cases.rows_of_case(PersonGroup.objects, case).values_list("nationalities", flat=True)
    codes_found = {code for codes in groups for code in codes}
    return {"nationalities": sorted(codes_found - NOT_KNOWN or codes_found)}


def _code(case: Case, facts: Mapping[str, Any], actor: User, at: datetime) -> None:
    changed = sorted(name for name, value in facts.items() if getattr(case, name) != value)
    for name in changed:
        setattr(case, name, facts[name])
    if changed:
        transitions.save_case(case, actor, "casework.case.coded", at, fields=", ".join(changed))
