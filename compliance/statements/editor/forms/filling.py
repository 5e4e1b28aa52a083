"""What a button of a section's form adds to what was posted, before anything is saved."""

from collections.abc import Mapping

from django.http import QueryDict

from compliance.statements.core.forms.items import add_filled_items, add_item, add_member, remove_item
from compliance.statements.editor.rules.proposals import Proposal


def apply_list_change(posted: QueryDict, known_members: Mapping[str, str]) -> QueryDict | None:
    """Return the posted data with one item more or less, when a button asked for that; else None."""
    if number := posted.get("add_member"):
        return add_member(posted, number, known_members[number]) if number in known_members else posted
    if code := posted.get("add"):
        return add_item(posted, code)
    if remove := posted.get("remove"):
        code, _colon, index = remove.partition(":")
        is_number = index.isascii() and index.isdigit() and len(index) < 5
        return remove_item(posted, code, int(index)) if is_number else posted
    return None


def apply_proposal(posted: QueryDict, proposal: Proposal) -> QueryDict:
    """Return the posted data with the proposal in its fields; what is typed there already stays."""
    data = posted.copy()
    for name, value in (proposal.fields or {}).items():
        if not str(data.get(name) or "").strip():
            data[name] = value
    return add_filled_items(data, proposal.list_code, proposal.items) if proposal.list_code else data


def storable(posted: QueryDict) -> dict[str, list[str]]:
    """Return field name to values, without what PostgreSQL cannot store and what is not an answer."""
    aside = {
        "csrfmiddlewaretoken",
        "revision",
        "then",
        "add",
        "add_member",
        "remove",
        "use",
        "use_last_year",
        "block",
        "propose",
    }
    return {
        name.replace("\x00", ""): [value.replace("\x00", "") for value in values]
        for name, values in posted.lists()
        if name not in aside
    }


def restore_post(saved: Mapping[str, object]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in saved.items():
        data.setlist(name, values if isinstance(values, list) else [])
    return data
