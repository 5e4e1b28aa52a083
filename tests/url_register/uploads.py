"""The part of the register about uploads: members look, writers send and decide."""

from tests.url_register.expectations import (
    ADMINISTRATOR,
    APPROVER,
    AWAY,
    EDITOR,
    NOT_OFFERED,
    VIEWER,
    WRITERS_AWAY,
    WRITERS_HANDLED,
    WRITERS_ONLY,
    Address,
    organisation_page,
    row_uuid,
)

UPLOADS: dict[str, Address] = {
    "workbooks:list": organisation_page(),
    "workbooks:new": organisation_page(get=WRITERS_ONLY, post=WRITERS_HANDLED),
    "workbooks:templates": organisation_page(),
    "workbooks:mappings": organisation_page(),
    "workbooks:forget": organisation_page(
        get=NOT_OFFERED, post=WRITERS_AWAY, fingerprint=lambda world: world.a.rows["mapping"].fingerprint
    ),
    "workbooks:template": organisation_page(name="suppliers-small.xlsx"),
    "workbooks:upload": organisation_page(uuid=row_uuid("upload")),
    "workbooks:columns": organisation_page(
        get={VIEWER: 403, EDITOR: AWAY, APPROVER: 403, ADMINISTRATOR: AWAY}, post=WRITERS_AWAY, uuid=row_uuid("upload")
    ),
    "workbooks:audit": organisation_page(
        get={VIEWER: 403, EDITOR: AWAY, APPROVER: 403, ADMINISTRATOR: AWAY}, post=WRITERS_AWAY, uuid=row_uuid("upload")
    ),
    "workbooks:problems": organisation_page(uuid=row_uuid("upload")),
    "workbooks:result": organisation_page(get=404, uuid=row_uuid("upload")),
    "workbooks:apply": organisation_page(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_uuid("upload")),
    "workbooks:others": organisation_page(get=WRITERS_ONLY, post=WRITERS_AWAY, uuid=row_uuid("upload")),
    "workbooks:lines": organisation_page(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_uuid("upload")),
    "workbooks:kinds": organisation_page(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_uuid("upload")),
    "workbooks:duplicates": organisation_page(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_uuid("upload")),
    "workbooks:encoding": organisation_page(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_uuid("upload")),
    "workbooks:again": organisation_page(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_uuid("upload")),
    "workbooks:cancel": organisation_page(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_uuid("upload")),
    "workbooks:undo": organisation_page(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_uuid("upload")),
}
