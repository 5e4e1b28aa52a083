"""The part of the register about archives: administrators alone take everything along, and close an organisation."""

from tests.url_register.answers import (
    ADMINISTRATOR,
    ADMINISTRATORS,
    ADMINISTRATORS_HANDLED,
    APPROVER,
    EDITOR,
    NOT_OFFERED,
    VIEWER,
    Address,
    inside,
    row_of_a,
)

ARCHIVES: dict[str, Address] = {
    "archive:home": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "archive:download": inside(ADMINISTRATORS, uuid=row_of_a("archive")),
    "archive:close": inside(ADMINISTRATORS, {**ADMINISTRATORS, ADMINISTRATOR: 422}),
    "archive:take_back": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED),
    "archive:before": inside({VIEWER: 403, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 200}),
}
