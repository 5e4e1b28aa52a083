"""The part of the register about audits, findings and actions."""

from tests.url_register.expectations import (
    ADMINISTRATOR,
    APPROVER,
    EDITOR,
    HANDLED,
    NOT_OFFERED,
    VIEWER,
    WRITERS_AWAY,
    WRITERS_HANDLED,
    WRITERS_ONLY,
    Address,
    link_page,
    organisation_page,
    row_uuid,
)

AUDITS: dict[str, Address] = {
    "audits:list": organisation_page(),
    "audits:choose_site": organisation_page(WRITERS_ONLY),
    "audits:add": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("site")),
    "audits:audit": organisation_page(uuid=row_uuid("audit")),
    "audits:change": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("audit")),
    "audits:workers": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("audit")),
    "audits:management": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("audit")),
    "audits:status": organisation_page(NOT_OFFERED, WRITERS_HANDLED, uuid=row_uuid("audit")),
    "audits:attach": organisation_page(NOT_OFFERED, WRITERS_HANDLED, uuid=row_uuid("audit")),
    "audits:file": organisation_page(410, uuid=row_uuid("audit"), file=row_uuid("audit_file")),
    "audits:remove_file": organisation_page(
        NOT_OFFERED, WRITERS_HANDLED, uuid=row_uuid("audit"), file=row_uuid("audit_file")
    ),
    "audits:findings": organisation_page(),
    "audits:finding_add": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("audit")),
    "audits:finding": organisation_page(uuid=row_uuid("finding")),
    "audits:finding_change": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("finding")),
    "audits:finding_issue": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("finding")),
    "audits:finding_status": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("finding")),
    "audits:car": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("car_finding")),
    "audits:action_add": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("finding")),
    "actions:list": organisation_page(),
    "actions:change": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("action")),
    "actions:step": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("action")),
    "actions:close": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("action")),
    # By the mark of a verifier, which the approver of the world has.
    "actions:verify": organisation_page(
        {VIEWER: 403, EDITOR: 403, APPROVER: 200, ADMINISTRATOR: 403},
        {VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403},
        uuid=row_uuid("closed_action"),
    ),
    "actions:reopen": organisation_page(
        {VIEWER: 403, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 200},
        {VIEWER: 403, EDITOR: HANDLED, APPROVER: HANDLED, ADMINISTRATOR: HANDLED},
        uuid=row_uuid("closed_action"),
    ),
    "actions:evidence": organisation_page(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_uuid("action")),
    "actions:file": organisation_page(410, uuid=row_uuid("action"), file=row_uuid("action_file")),
    "plans:list": organisation_page(WRITERS_ONLY, WRITERS_AWAY),
    "plans:download": organisation_page(WRITERS_ONLY),
    "plans:package": organisation_page(
        {VIEWER: 403, EDITOR: 410, APPROVER: 403, ADMINISTRATOR: 410}, uuid=row_uuid("package")
    ),
    "plan_workbook:home": link_page(post=HANDLED),
    "plan_workbook:download": link_page(),
    "plan_workbook:returned": link_page(uuid=row_uuid("returned")),
    "plan_workbook:result": link_page(get=404, uuid=row_uuid("returned")),
    "plan:evidence": link_page(post=HANDLED, uuid=row_uuid("promised_action")),
    "actions:remove_file": organisation_page(
        NOT_OFFERED, WRITERS_HANDLED, uuid=row_uuid("action"), file=row_uuid("action_file")
    ),
}
