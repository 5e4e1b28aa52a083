"""What the desk owes by law, and what only leads look after."""

from tests.url_register.desk import desk_page, leads_page
from tests.url_register.expectations import (
    HANDLED,
    HANDLER,
    HELPLINE_MANAGER,
    NOT_OFFERED,
    STATISTICIAN,
    TRIAGE_LEAD,
    Address,
    staff_page,
)


def of_handler(address: Address) -> Address:
    return Address(address.get, address.post, lambda world: {"uuid": world.staff[HANDLER].uuid}, is_private=True)


FIGURES = staff_page(HANDLER, TRIAGE_LEAD, HELPLINE_MANAGER, STATISTICIAN)

DUTIES: dict[str, Address] = {
    "duties:retention": leads_page(),
    "duties:hold": leads_page(HANDLED),
    "duties:hold_lift": leads_page(HANDLED, uuid="hold"),
    "duties:confirm_run": leads_page(HANDLED),
    "duties:requests": desk_page(),
    "duties:request_take": desk_page(post=HANDLED),
    "duties:request": desk_page(uuid="asked"),
    "duties:request_apart": desk_page(NOT_OFFERED, HANDLED, uuid="asked"),
    "duties:request_check": desk_page(post=HANDLED, uuid="asked"),
    "duties:request_look": desk_page(post=HANDLED, uuid="asked"),
    "duties:request_write": desk_page(post=HANDLED, uuid="asked"),
    # The handler wrote it, so that the lead releases it.
    "duties:request_release": desk_page(403, 403, lead=(200, HANDLED), uuid="written"),
    "duties:request_send_back": desk_page(403, 403, lead=(200, HANDLED), uuid="written"),
    "duties:letter_text": desk_page(uuid="ended"),
    "duties:letter_pdf": desk_page(uuid="ended"),
    "duties:complaints": desk_page(),
    "duties:complaint_take": desk_page(post=HANDLED),
    "duties:complaint": desk_page(post=HANDLED, uuid="complaint"),
    "duties:complaint_acknowledge": desk_page(NOT_OFFERED, HANDLED, uuid="complaint"),
    "duties:figures": FIGURES,
    "duties:workbook": FIGURES,
    "duties:overview": staff_page(HELPLINE_MANAGER, STATISTICIAN),
    "duties:leaving": leads_page(),
    "duties:leave": of_handler(leads_page(HANDLED)),
    "duties:operator": leads_page(HANDLED),
    **{f"duties:operator_{act}": leads_page(HANDLED, get=NOT_OFFERED) for act in ("confirm", "export", "withdraw")},
}
