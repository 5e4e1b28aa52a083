"""The helpline's desk, unlocked: handlers and leads work there, to everybody else it is not there."""

from tests.factories.world import World
from tests.url_register.expectations import (
    ANONYMOUS,
    AWAY,
    HANDLED,
    HANDLER,
    NOT_OFFERED,
    SIGN_IN,
    TRIAGE_LEAD,
    Address,
    Answer,
    same_for_everyone,
    staff_page,
)


def desk_page(
    get: Answer = 200, post: Answer = NOT_OFFERED, *, lead: tuple[Answer, Answer] | None = None, **kwargs
) -> Address:
    """lead: their answers to GET and POST, where they differ. kwargs: values, or names of rows of the world's desk."""

    def build(world: World) -> dict:
        return {name: world.desk[value].pk if value in world.desk.rows else value for name, value in kwargs.items()}

    found = staff_page(HANDLER, TRIAGE_LEAD, get=get, post=post, kwargs=build)
    if lead is None:
        return found
    return Address(
        dict(found.get) | {TRIAGE_LEAD: lead[0]}, dict(found.post) | {TRIAGE_LEAD: lead[1]}, build, is_private=True
    )


def leads_page(post: Answer = NOT_OFFERED, *, get: Answer = 200, **kwargs) -> Address:
    """A handler may know that there is such a page."""
    return desk_page(403, 403, lead=(get, post), **kwargs)


def case_page(get: Answer = 200, post: Answer = NOT_OFFERED, **kwargs) -> Address:
    return desk_page(get, post, uuid="case", **kwargs)


def of_call(world: World) -> dict:
    return {"token": world.desk["call"].token}


# Whoever holds the token of an open call may save it, and nothing more; the form itself is its handler's.
CALL = Address(
    same_for_everyone(404) | {ANONYMOUS: SIGN_IN, HANDLER: 200},
    same_for_everyone(404) | {ANONYMOUS: SIGN_IN, HANDLER: HANDLED},
    of_call,
    is_private=True,
)
CALL_END = Address(
    same_for_everyone(404) | {ANONYMOUS: SIGN_IN, HANDLER: 200},
    same_for_everyone(404) | {ANONYMOUS: SIGN_IN, HANDLER: HANDLED},
    of_call,
    is_private=True,
)
CALL_SAVE = Address(same_for_everyone(NOT_OFFERED), same_for_everyone(404) | {ANONYMOUS: 200, HANDLER: 200}, of_call)

DESK: dict[str, Address] = {
    "desk:queue": desk_page(),
    "desk:mark": desk_page(),
    "desk:find": desk_page(post=HANDLED),
    "desk:hand_over": desk_page(post=HANDLED),
    "desk:unlock": desk_page(post=HANDLED),
    "desk:choose": desk_page(AWAY, HANDLED),
    "desk:lost": desk_page(post=HANDLED),
    "desk:lock": desk_page(NOT_OFFERED, HANDLED),
    "desk:keys": leads_page(),
    "desk:rotate": leads_page(HANDLED),
    "desk:give_key": leads_page(HANDLED, uuid="waiting_key"),
    "desk:untaken": desk_page(uuid="untaken"),
    "desk:take": desk_page(NOT_OFFERED, HANDLED, uuid="untaken"),
    "desk:contact": desk_page(uuid="contact"),
    "desk:contact_case": desk_page(post=HANDLED, uuid="contact"),
    "desk:contact_review": desk_page(NOT_OFFERED, 403, uuid="contact"),
    "desk:calls": desk_page(),
    "desk:call_begin": desk_page(NOT_OFFERED, HANDLED),
    "desk:call": CALL,
    "desk:call_save": CALL_SAVE,
    "desk:call_end": CALL_END,
    # Whoever holds a form's slip may save what is typed into it; without one there is nothing to save.
    "desk:draft_save": Address(same_for_everyone(NOT_OFFERED), same_for_everyone(404)),
    "desk:draft_discard": desk_page(NOT_OFFERED, 404),
    "desk:approvals": desk_page(),
    # The handler asked for it, so that the lead decides.
    "desk:approval": desk_page(post=403, lead=(200, HANDLED), uuid="approval"),
    "desk:approval_alone": desk_page(post=HANDLED, lead=(404, 404), uuid="life_approval"),
    "desk:approval_take_back": desk_page(NOT_OFFERED, HANDLED, lead=(NOT_OFFERED, 404), uuid="approval"),
    "desk:lead": leads_page(),
    "desk:repeats": leads_page(),
    "desk:workload": leads_page(get=404),
    "desk:alarm_seen": leads_page(HANDLED, get=NOT_OFFERED, uuid="alarm"),
    "desk:call_take_over": leads_page(HANDLED, get=NOT_OFFERED, uuid="left_call"),
    # The world's case is not sealed, so that nobody has to ask.
    "desk:ask_to_open": desk_page(403, 403, lead=(404, 404), uuid="case"),
    "desk:give_tries": Address(
        leads_page(get=NOT_OFFERED).get,
        leads_page(HANDLED).post,
        lambda world: {"uuid": world.staff[HANDLER].uuid},
        is_private=True,
    ),
    **{f"cases:{tab}": case_page() for tab in ("case", "people", "places", "timeline", "actions", "files", "sharing")},
    "cases:conversation": case_page(post=HANDLED),
    # The world's request for advice is answered and open.
    "cases:advise": desk_page(post=HANDLED, uuid="advice"),
    "cases:guidance": desk_page(post=HANDLED, uuid="advice"),
    "cases:file_add": case_page(post=HANDLED),
    "cases:file": case_page(post=HANDLED, file="attachment"),
    "cases:file_remove": case_page(post=HANDLED, file="attachment"),
    "cases:reveal": case_page(post=HANDLED, kind="person", row="person_row"),
    "cases:number": case_page(post=HANDLED, kind="concern", row="concern_of_case"),
    **{
        f"cases:{act}": case_page(post=HANDLED)
        for act in (
            "level",
            "age",
            "facts",
            "summarise",
            "status",
            "assign",
            "note",
            "task",
            "call",
            "signpost",
            "restrict",
            "lift",
            "reader",
            "merge",
            "close",
            "reopen",
        )
    },
    "cases:child": case_page(post=HANDLED),
    "cases:pick_up": case_page(NOT_OFFERED, HANDLED),
    "cases:finish": case_page(post=HANDLED, task="task"),
    "cases:describe": case_page(post=HANDLED, what="place"),
    "cases:redescribe": case_page(post=HANDLED, what="place", row="place_row"),
    "cases:remove": case_page(post=HANDLED, what="place", row="place_row"),
    "cases:merge_undo": desk_page(post=HANDLED, uuid="merged_into", row="merge"),
    "cases:restore": case_page(NOT_OFFERED, HANDLED, row="removal"),
    "cases:identify": case_page(post=HANDLED, row="group"),
    "cases:signs": case_page(post=HANDLED, vocabulary="ilo_indicator"),
}
