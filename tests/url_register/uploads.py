"""The part of the register about uploads: members look, writers send and decide."""

from tests.url_register.answers import (
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
    inside,
    row_of_a,
)

UPLOADS: dict[str, Address] = {
    "workbooks:list": inside(),
    "workbooks:new": inside(get=WRITERS_ONLY, post=WRITERS_HANDLED),
    "workbooks:templates": inside(),
    "workbooks:mappings": inside(),
    "workbooks:forget": inside(
        get=NOT_OFFERED, post=WRITERS_AWAY, fingerprint=lambda world: world.a.rows["mapping"].fingerprint
    ),
    "workbooks:template": inside(name="suppliers-small.xlsx"),
    "workbooks:upload": inside(uuid=row_of_a("upload")),
    "workbooks:columns": inside(
        get={VIEWER: 403, EDITOR: AWAY, APPROVER: 403, ADMINISTRATOR: AWAY}, post=WRITERS_AWAY, uuid=row_of_a("upload")
    ),
    "workbooks:audit": inside(
        get={VIEWER: 403, EDITOR: AWAY, APPROVER: 403, ADMINISTRATOR: AWAY}, post=WRITERS_AWAY, uuid=row_of_a("upload")
    ),
    "workbooks:problems": inside(uuid=row_of_a("upload")),
    "workbooks:result": inside(get=404, uuid=row_of_a("upload")),
    "workbooks:apply": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "workbooks:others": inside(get=WRITERS_ONLY, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "workbooks:kinds": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "workbooks:duplicates": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "workbooks:encoding": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "workbooks:again": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "workbooks:cancel": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "workbooks:undo": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
}
