"""What the desk owes by law, and what only leads look after."""

from tests.url_register.answers import (
    HANDLED,
    HANDLER,
    HELPLINE_MANAGER,
    NOT_OFFERED,
    STATISTICIAN,
    TRIAGE_LEAD,
    Address,
    staff,
)
from tests.url_register.desk import desk, leads


def of_handler(address: Address) -> Address:
    return Address(address.get, address.post, lambda world: {"uuid": world.staff[HANDLER].uuid}, is_private=True)


FIGURES = staff(HANDLER, TRIAGE_LEAD, HELPLINE_MANAGER, STATISTICIAN)

DUTIES: dict[str, Address] = {
    "duties:retention": leads(),
    "duties:hold": leads(HANDLED),
    "duties:hold_lift": leads(HANDLED, uuid="hold"),
    "duties:confirm_run": leads(HANDLED),
    "duties:requests": desk(),
    "duties:request_take": desk(post=HANDLED),
    "duties:request": desk(uuid="asked"),
    "duties:request_apart": desk(NOT_OFFERED, HANDLED, uuid="asked"),
    "duties:request_check": desk(post=HANDLED, uuid="asked"),
    "duties:request_look": desk(post=HANDLED, uuid="asked"),
    "duties:request_write": desk(post=HANDLED, uuid="asked"),
    # The handler wrote it, so that the lead releases it.
    "duties:request_release": desk(403, 403, lead=(200, HANDLED), uuid="written"),
    "duties:request_send_back": desk(403, 403, lead=(200, HANDLED), uuid="written"),
    "duties:letter_text": desk(uuid="ended"),
    "duties:letter_pdf": desk(uuid="ended"),
    "duties:complaints": desk(),
    "duties:complaint_take": desk(post=HANDLED),
    "duties:complaint": desk(post=HANDLED, uuid="complaint"),
    "duties:complaint_acknowledge": desk(NOT_OFFERED, HANDLED, uuid="complaint"),
    "duties:figures": FIGURES,
    "duties:workbook": FIGURES,
    "duties:overview": staff(HELPLINE_MANAGER, STATISTICIAN),
    "duties:leaving": leads(),
    "duties:leave": of_handler(leads(HANDLED)),
    "duties:operator": leads(HANDLED),
    **{f"duties:operator_{act}": leads(HANDLED, get=NOT_OFFERED) for act in ("confirm", "export", "withdraw")},
}
