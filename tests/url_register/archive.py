"""The part of the register about archives: administrators alone download all data and close an organisation."""

from tests.url_register.expectations import (
    ADMINISTRATOR,
    ADMINISTRATORS,
    ADMINISTRATORS_HANDLED,
    APPROVER,
    EDITOR,
    NOT_OFFERED,
    VIEWER,
    Address,
    organisation_page,
    row_uuid,
)

ARCHIVES: dict[str, Address] = {
    "archive:home": organisation_page(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "archive:download": organisation_page(ADMINISTRATORS, uuid=row_uuid("archive")),
    "archive:close": organisation_page(ADMINISTRATORS, {**ADMINISTRATORS, ADMINISTRATOR: 422}),
    "archive:take_back": organisation_page(NOT_OFFERED, ADMINISTRATORS_HANDLED),
    "archive:before": organisation_page({VIEWER: 403, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 200}),
}
