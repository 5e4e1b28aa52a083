"""The helpline's desk, unlocked: handlers and leads work there, to everybody else it is not there."""

from tests.factories.world import World
from tests.url_register.answers import (
    ANONYMOUS,
    AWAY,
    HANDLED,
    HANDLER,
    NOT_OFFERED,
    SIGN_IN,
    TRIAGE_LEAD,
    Address,
    Answer,
    everyone,
    staff,
)


def desk(
    get: Answer = 200, post: Answer = NOT_OFFERED, *, lead: tuple[Answer, Answer] | None = None, **kwargs
) -> Address:
    """lead: their answers to GET and POST, where they differ. kwargs: values, or names of rows of the world's desk."""

    def build(world: World) -> dict:
        return {name: world.desk[value].pk if value in world.desk.rows else value for name, value in kwargs.items()}

    found = staff(HANDLER, TRIAGE_LEAD, get=get, post=post, kwargs=build)
    if lead is None:
        return found
    return Address(
        dict(found.get) | {TRIAGE_LEAD: lead[0]}, dict(found.post) | {TRIAGE_LEAD: lead[1]}, build, is_private=True
    )


def leads(post: Answer = NOT_OFFERED, *, get: Answer = 200, **kwargs) -> Address:
    """A handler may know that there is such a page."""
    return desk(403, 403, lead=(get, post), **kwargs)


def case(get: Answer = 200, post: Answer = NOT_OFFERED, **kwargs) -> Address:
    return desk(get, post, uuid="case", **kwargs)


def of_call(world: World) -> dict:
    return {"token": world.desk["call"].token}


# Whoever holds the token of an open call may save it, and nothing more; the form itself is its handler's.
CALL = Address(
    everyone(404) | {ANONYMOUS: SIGN_IN, HANDLER: 200},
    everyone(404) | {ANONYMOUS: SIGN_IN, HANDLER: HANDLED},
    of_call,
    is_private=True,
)
CALL_END = Address(
    everyone(404) | {ANONYMOUS: SIGN_IN, HANDLER: 200},
    everyone(404) | {ANONYMOUS: SIGN_IN, HANDLER: HANDLED},
    of_call,
    is_private=True,
)
CALL_SAVE = Address(everyone(NOT_OFFERED), everyone(404) | {ANONYMOUS: 200, HANDLER: 200}, of_call)

DESK: dict[str, Address] = {
    "desk:queue": desk(),
    "desk:mark": desk(),
    "desk:find": desk(post=HANDLED),
    "desk:hand_over": desk(post=HANDLED),
    "desk:unlock": desk(post=HANDLED),
    "desk:choose": desk(AWAY, HANDLED),
    "desk:lost": desk(post=HANDLED),
    "desk:lock": desk(NOT_OFFERED, HANDLED),
    "desk:keys": leads(),
    "desk:rotate": leads(HANDLED),
    "desk:give_key": leads(HANDLED, uuid="waiting_key"),
    "desk:untaken": desk(uuid="untaken"),
    "desk:take": desk(NOT_OFFERED, HANDLED, uuid="untaken"),
    "desk:contact": desk(uuid="contact"),
    "desk:contact_case": desk(post=HANDLED, uuid="contact"),
    "desk:contact_review": desk(NOT_OFFERED, 403, uuid="contact"),
    "desk:calls": desk(),
    "desk:call_begin": desk(NOT_OFFERED, HANDLED),
    "desk:call": CALL,
    "desk:call_save": CALL_SAVE,
    "desk:call_end": CALL_END,
    # Whoever holds a form's slip may save what is typed into it; without one there is nothing to save.
    "desk:draft_save": Address(everyone(NOT_OFFERED), everyone(404)),
    "desk:draft_discard": desk(NOT_OFFERED, 404),
    "desk:approvals": desk(),
    # The handler asked for it, so that the lead decides.
    "desk:approval": desk(post=403, lead=(200, HANDLED), uuid="approval"),
    "desk:approval_alone": desk(post=HANDLED, lead=(404, 404), uuid="life_approval"),
    "desk:approval_take_back": desk(NOT_OFFERED, HANDLED, lead=(NOT_OFFERED, 404), uuid="approval"),
    "desk:lead": leads(),
    "desk:repeat_premises": leads(),
    "desk:alarm_seen": leads(HANDLED, get=NOT_OFFERED, uuid="alarm"),
    "desk:call_take_over": leads(HANDLED, get=NOT_OFFERED, uuid="left_call"),
    # The world's case is not sealed, so that nobody has to ask.
    "desk:ask_to_open": desk(403, 403, lead=(404, 404), uuid="case"),
    "desk:give_tries": Address(
        leads(get=NOT_OFFERED).get,
        leads(HANDLED).post,
        lambda world: {"uuid": world.staff[HANDLER].uuid},
        is_private=True,
    ),
    **{f"cases:{tab}": case() for tab in ("case", "people", "places", "timeline", "actions", "files", "sharing")},
    "cases:conversation": case(post=HANDLED),
    # The world's request for advice is answered and open.
    "cases:advise": desk(post=HANDLED, uuid="advice"),
    "cases:guidance": desk(post=HANDLED, uuid="advice"),
    "cases:file_add": case(post=HANDLED),
    "cases:file": case(post=HANDLED, file="attachment"),
    "cases:file_remove": case(post=HANDLED, file="attachment"),
    "cases:reveal": case(post=HANDLED, kind="person", row="person_row"),
    "cases:number": case(post=HANDLED, kind="concern", row="concern_of_case"),
    **{
        f"cases:{act}": case(post=HANDLED)
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
    "cases:child": case(post=HANDLED),
    "cases:pick_up": case(NOT_OFFERED, HANDLED),
    "cases:finish": case(post=HANDLED, task="task"),
    "cases:describe": case(post=HANDLED, what="place"),
    "cases:redescribe": case(post=HANDLED, what="place", row="place_row"),
    "cases:remove": case(post=HANDLED, what="place", row="place_row"),
    "cases:merge_undo": desk(post=HANDLED, uuid="merged_into", row="merge"),
    "cases:restore": case(NOT_OFFERED, HANDLED, row="removal"),
    "cases:identify": case(post=HANDLED, row="group"),
    "cases:signs": case(post=HANDLED, vocabulary="ilo_indicator"),
}
