"""Every address of the portal, and what each kind of visitor gets there.

A new address needs an entry here, or tests/test_access.py fails. An entry says how to build the address from the
rows of organisation A, and the answer to GET and to an empty POST for each visitor:

    "statements:draft": inside("year", get={VIEWER: 200, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 200}),

Visitors who are not named get what a stranger gets: 404 inside an organisation, the sign-in page when signed out.
HEAD must answer as GET does. A method that is not offered answers 405 or, to strangers, 404.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.factories.world import MEMBERS, STAFF, VISITORS, World

ANONYMOUS, OUTSIDER = "anonymous", "outsider"
VIEWER, EDITOR, APPROVER, ADMINISTRATOR = MEMBERS
HANDLER, TRIAGE_LEAD, STATISTICIAN, CONTENT_EDITOR, SITE_ADMINISTRATOR, PARTNER = STAFF

SIGN_IN = "sign-in"  # sent to the sign-in page
AWAY = 302  # sent to another page
NOT_OFFERED = 405
# An empty POST by somebody who may: done, asked again with messages at the fields, or told why not now.
HANDLED = "handled"

Answer = int | str
Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Address:
    get: Answers
    post: Answers
    kwargs: Callable[[World], dict] = lambda world: {}
    query: str = ""
    # Rows of organisation A show here, to those who may open it and to nobody else.
    is_private: bool = False
    # It begins with /o/<organisation>/: an outsider must get the answer of an address that is not there.
    is_inside: bool = False


def everyone(answer: Answer) -> dict[str, Answer]:
    return dict.fromkeys(VISITORS, answer)


def public(*, get: Answer = 200, post: Answer = NOT_OFFERED, kwargs=lambda world: {}, query: str = "") -> Address:
    """Open to all, signed in or not."""
    return Address(everyone(get), everyone(post), kwargs, query)


def signed_in(*, get: Answer = 200, post: Answer = NOT_OFFERED, kwargs=lambda world: {}, query: str = "") -> Address:
    """For anybody with an account."""
    return Address(everyone(get) | {ANONYMOUS: SIGN_IN}, everyone(post) | {ANONYMOUS: SIGN_IN}, kwargs, query)


def inside(get: Answers | Answer = 200, post: Answers | Answer = NOT_OFFERED, *, query: str = "", **kwargs) -> Address:
    """Below /o/<organisation>/: named members get the answer said, all others 404.

    A plain answer holds for all four roles. kwargs: values, or functions from the World to a value.
    """
    strangers = everyone(404) | {ANONYMOUS: SIGN_IN}

    def answers(said: Answers | Answer) -> dict[str, Answer]:
        return strangers | (dict(said) if isinstance(said, Mapping) else dict.fromkeys(MEMBERS, said))

    def build(world: World) -> dict:
        values = {name: value(world) if callable(value) else value for name, value in kwargs.items()}
        return {"organisation": world.a.organisation.slug} | values

    return Address(answers(get), answers(post), build, query, is_private=True, is_inside=True)


def staff(
    *roles: str, get: Answer = 200, post: Answer = NOT_OFFERED, kwargs=lambda world: {}, query: str = ""
) -> Address:
    """For named roles of our staff; everybody else finds nothing there."""
    closed = everyone(404) | {ANONYMOUS: SIGN_IN}
    return Address(
        closed | dict.fromkeys(roles, get), closed | dict.fromkeys(roles, post), kwargs, query, is_private=True
    )


ADMINISTRATOR_ONLY: Answers = {VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}
ADMINISTRATOR_HANDLED: Answers = {VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: HANDLED}
WRITERS_ONLY: Answers = {VIEWER: 403, EDITOR: 200, APPROVER: 403, ADMINISTRATOR: 200}
WRITERS_HANDLED: Answers = {VIEWER: 403, EDITOR: HANDLED, APPROVER: 403, ADMINISTRATOR: HANDLED}


def published(world: World) -> dict:
    return {"organisation": "alder", "year": 2025}


def published_version(world: World) -> dict:
    return published(world) | {"number": world.a.publication.number}


def business_people(
    *, get: Answer = 200, post: Answer = NOT_OFFERED, kwargs=lambda world: {}, but: Answers | None = None
) -> Address:
    """For anybody with an account that is not our staff's; but: the answer to GET of those who differ."""
    closed = dict.fromkeys(STAFF, 404) | {ANONYMOUS: SIGN_IN} | dict(but or {})
    return Address(everyone(get) | closed, everyone(post) | closed, kwargs)


def row_of_a(name: str) -> Callable[[World], object]:
    return lambda world: world.a.rows[name].uuid


def site_administrator_of(name: str, **kwargs) -> Address:
    return staff(SITE_ADMINISTRATOR, kwargs=lambda world: {"uuid": world.a.rows[name].uuid}, **kwargs)


def number_of_a(world: World) -> dict:
    return {"company_number": world.a.organisation.company_number}


ADMINISTRATORS: Answers = {VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}
ADMINISTRATORS_HANDLED: Answers = {**ADMINISTRATORS, ADMINISTRATOR: HANDLED}
WRITERS_ASKED: Answers = {VIEWER: 403, EDITOR: 200, APPROVER: 403, ADMINISTRATOR: 200}
WRITERS_AWAY: Answers = {VIEWER: 403, EDITOR: AWAY, APPROVER: 403, ADMINISTRATOR: AWAY}


REGISTER: dict[str, Address] = {
    # The public register: open to all.
    "register:index": public(),
    "register:result_csv": public(),
    "register:result_json": public(),
    "register:verify": public(query="?code=" + "0" * 64),
    "register:organisation": public(kwargs=lambda world: {"organisation": "alder"}),
    "register:statement": public(kwargs=published),
    "register:pdf": public(kwargs=published),
    "register:json": public(kwargs=published),
    "register:versions": public(kwargs=published),
    "register:version": public(kwargs=published_version),
    "register:version_pdf": public(kwargs=published_version),
    "register:version_json": public(kwargs=published_version),
    "organisations:scope_start": public(),
    "organisations:scope_question": public(post=422, kwargs=lambda world: {"question": "kind"}),
    "organisations:scope_result": public(get=AWAY),
    "organisations:scope_clear": public(get=NOT_OFFERED, post=AWAY),
    "organisations:new": business_people(get=AWAY),
    "organisations:new_details": business_people(post=422),
    "organisations:join": business_people(post=422),
    "organisations:join_sent": signed_in(),
    "organisations:join_known": business_people(post=HANDLED, kwargs=number_of_a),
    "organisations:handover_by_number": business_people(post=422, kwargs=number_of_a, but={ADMINISTRATOR: 404}),
    "organisations:invitation": public(get=404, post=404, kwargs=lambda world: {"token": "guess"}),
    "organisations:home": inside(),
    "organisations:leave": inside(post=HANDLED),
    "organisations:scope": inside(),
    "organisations:own_scope_result": inside(WRITERS_AWAY, WRITERS_HANDLED),
    "organisations:own_scope_question": inside(WRITERS_ASKED, WRITERS_HANDLED, question="kind"),
    "organisations:scope_kept": inside(uuid=row_of_a("scope_answer")),
    "organisations:people": inside(ADMINISTRATORS),
    "organisations:invite": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:invitation_resend": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("invitation")),
    "organisations:invitation_withdraw": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("invitation")),
    "organisations:join_request": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_of_a("join_request")),
    "organisations:member": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_of_a("viewer_membership")),
    "organisations:member_end": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_of_a("viewer_membership")),
    "organisations:member_second_factor": inside(
        ADMINISTRATORS, ADMINISTRATORS_HANDLED, uuid=row_of_a("viewer_membership")
    ),
    "organisations:handover": inside(
        {VIEWER: 200, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 404},
        {VIEWER: 422, EDITOR: 422, APPROVER: 422, ADMINISTRATOR: 404},
    ),
    "organisations:settings": inside(),
    "organisations:details": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:sectors": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:year": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:group": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:group_answer": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("group_question")),
    "organisations:group_withdraw": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("group_asked")),
    "organisations:group_end": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED, uuid=row_of_a("subsidiary")),
    "organisations:confirm": inside(ADMINISTRATORS),
    "organisations:confirm_page": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:confirm_dns": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED),
    "organisations:confirm_evidence": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "organisations:confirm_check": inside(NOT_OFFERED, ADMINISTRATORS_HANDLED),
    "organisations:staff": staff(SITE_ADMINISTRATOR),
    "organisations:staff_proof": site_administrator_of("proof", post=HANDLED),
    # The world's file has no bytes: 410 is what it answers once the door is open.
    "organisations:staff_proof_evidence": site_administrator_of("proof", get=410),
    "organisations:staff_handover": site_administrator_of("handover", post=HANDLED),
    "organisations:staff_handover_evidence": site_administrator_of("handover", get=410),
    "organisations:staff_organisation": staff(
        SITE_ADMINISTRATOR, kwargs=lambda world: {"uuid": world.a.organisation.uuid}
    ),
    **{
        f"organisations:staff_{act}": staff(
            SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"uuid": world.a.organisation.uuid}
        )
        for act in ("take_down", "give_back", "unconfirm")
    },
    # Alerts. Of an A-alert, those who may not see the details do not learn which there are.
    "alerts:list": inside(),
    "alerts:notice": inside({ADMINISTRATOR: AWAY}, {ADMINISTRATOR: HANDLED}),
    "alerts:escalation": inside(ADMINISTRATORS, ADMINISTRATORS_HANDLED),
    "alerts:alert": inside({ADMINISTRATOR: 200}, uuid=row_of_a("alert")),
    "alerts:report": inside({ADMINISTRATOR: 200}, {ADMINISTRATOR: HANDLED}, uuid=row_of_a("alert")),
    "alerts:close": inside({ADMINISTRATOR: 200}, {ADMINISTRATOR: HANDLED}, uuid=row_of_a("alert")),
    **{
        f"alerts:{act}": inside(NOT_OFFERED, {ADMINISTRATOR: HANDLED}, uuid=row_of_a("alert"))
        for act in ("acknowledge", "take_back_report", "confirm", "keep_open")
    },
    # The API: JSON for programs, open to all.
    "api:api-root": public(),
    "api:docs": public(),
    "api:openapi-json": public(),
    "api:statements": public(),
    "api:statement": public(kwargs=published),
    "api:version": public(kwargs=published_version),
    "api:organisations": public(),
    "api:organisation": public(kwargs=lambda world: {"slug": "alder"}),
    "api:nothing": public(get=404, kwargs=lambda world: {"rest": "nothing"}),
    "statements:list": inside(),
    "statements:start": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "statements:copies": inside(),
    "statements:copy_add": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "statements:copy_sent": inside(WRITERS_ONLY, WRITERS_HANDLED, copy=row_of_a("copy_request")),
    "statements:look": inside(NOT_OFFERED, WRITERS_HANDLED, year=2026),
    "statements:tasks": inside(year=2026),
    "statements:section": inside(post=WRITERS_HANDLED, year=2026, section="risk"),
    "statements:autosave": inside(NOT_OFFERED, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:merge": inside(303, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:drop_unsaved": inside(NOT_OFFERED, WRITERS_HANDLED, year=2026, section="risk"),
    "statements:check": inside(post={VIEWER: 403, EDITOR: 404, APPROVER: 403, ADMINISTRATOR: 404}, year=2026),
    "statements:preview": inside(year=2026),
    "statements:review": inside(post=HANDLED, year=2022),
    "statements:approve": inside(post={VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403}, year=2024),
    "statements:sign": inside(post={VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403}, year=2024),
    "statements:decline": inside(
        {VIEWER: 403, EDITOR: 403, APPROVER: 200, ADMINISTRATOR: 403},
        {VIEWER: 403, EDITOR: 403, APPROVER: HANDLED, ADMINISTRATOR: 403},
        year=2024,
    ),
    "statements:reopen": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2024),
    "statements:discard": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2026),
    "statements:amend": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2025),
    "statements:registry": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2025),
    "statements:signed_page": inside(
        {VIEWER: 404, EDITOR: 410, APPROVER: 410, ADMINISTRATOR: 410}, year=2023, page=lambda world: world.a.file.uuid
    ),
    "statements:publish": inside(ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED, year=2023),
    "statements:published": inside(year=2025),
    "statements:certificate": inside(year=2025),
    "statements:registry_answers": inside(year=2025),
    "statements:registry_table": inside(year=2025),
    "statements:homepage_link": inside(WRITERS_ONLY, WRITERS_HANDLED, year=2025),
    "statements:next_year": inside(year=2025),
    "statements:withdraw": inside(ADMINISTRATOR_ONLY, ADMINISTRATOR_HANDLED, year=2025),
    "statements_staff:index": staff(SITE_ADMINISTRATOR, kwargs=lambda world: {"uuid": world.a.organisation.uuid}),
    "statements_staff:withdraw": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"uuid": world.a.organisation.uuid, "year": 2025}
    ),
    "suppliers:index": inside(),
    "suppliers:export": inside(ADMINISTRATORS),
    "suppliers:save_view": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "suppliers:remove_view": inside(NOT_OFFERED, WRITERS_HANDLED, uuid=row_of_a("view")),
    "suppliers:add": inside(WRITERS_ONLY, WRITERS_HANDLED),
    "suppliers:supplier": inside(uuid=row_of_a("supplier")),
    "suppliers:edit": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers:end": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers:resume": inside(NOT_OFFERED, WRITERS_HANDLED, uuid=row_of_a("ended_supplier")),
    "suppliers:licence": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("labour_provider")),
    "suppliers:add_supply": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers:edit_supply": inside(
        WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier"), key=lambda world: world.a.rows["supply"].pk
    ),
    "suppliers:add_site": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers:site": inside(uuid=row_of_a("site")),
    "suppliers:edit_site": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site")),
    "suppliers:count_workers": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site")),
    "suppliers:edit_workers": inside(
        WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site"), key=lambda world: world.a.rows["figures"].pk
    ),
    "suppliers:add_control": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site")),
    "suppliers:remove_control": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("control")),
    "suppliers:providers": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("site")),
    "suppliers:risk": inside(),
    "suppliers:site_risk": inside(uuid=row_of_a("site")),
    "suppliers:supplier_risk": inside(uuid=row_of_a("labour_provider")),
    "suppliers:goods": inside(WRITERS_ONLY, WRITERS_HANDLED, uuid=row_of_a("supplier")),
    "suppliers_staff:risk": staff(SITE_ADMINISTRATOR),
    "suppliers_staff:table": staff(SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"table": "tip_tiers"}),
    "suppliers_staff:download": staff(SITE_ADMINISTRATOR, kwargs=lambda world: {"table": "dol_goods"}),
    "suppliers_staff:shipped": staff(SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"table": "tip_tiers"}),
    "suppliers_staff:edition": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"uuid": world.accounts["edition"].uuid}
    ),
    "suppliers_staff:weights": staff(SITE_ADMINISTRATOR, post=HANDLED),
    "dashboard:home": signed_in(),
    # Uploads: members look, writers send and decide.
    "workbooks:list": inside(),
    "workbooks:new": inside(get=WRITERS_ONLY, post=WRITERS_HANDLED),
    "workbooks:template": inside(name="suppliers-small.xlsx"),
    "workbooks:upload": inside(uuid=row_of_a("upload")),
    "workbooks:columns": inside(
        get={VIEWER: 403, EDITOR: AWAY, APPROVER: 403, ADMINISTRATOR: AWAY}, post=WRITERS_AWAY, uuid=row_of_a("upload")
    ),
    "workbooks:problems": inside(uuid=row_of_a("upload")),
    "workbooks:result": inside(get=404, uuid=row_of_a("upload")),
    "workbooks:apply": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "workbooks:cancel": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "workbooks:undo": inside(get=NOT_OFFERED, post=WRITERS_AWAY, uuid=row_of_a("upload")),
    "organisations:activity": inside({VIEWER: 403, EDITOR: 200, APPROVER: 200, ADMINISTRATOR: 200}),
    "organisations:activity_csv": inside({VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}),
    "organisations:activity_json": inside({VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}),
    "history:log": staff(HANDLER, TRIAGE_LEAD, CONTENT_EDITOR, SITE_ADMINISTRATOR),
    "history:verify": staff(SITE_ADMINISTRATOR, get=NOT_OFFERED, post=200),
    # One's own account.
    "people:account": signed_in(),
    "people:second_step": signed_in(),
    "people:lost": public(),
    "people:session": signed_in(),
    "people:name": signed_in(post=422),
    "people:discard_kept": signed_in(get=NOT_OFFERED, post=AWAY),
    "people:stop_reset": public(post=AWAY, kwargs=lambda world: {"reset": world.accounts["reset"].uuid}),
    "people:invitation": staff(PARTNER, post=AWAY, kwargs=lambda world: {"invitation": world.accounts["offer"].uuid}),
    # People, for site administrators.
    "staffing:people": staff(SITE_ADMINISTRATOR, TRIAGE_LEAD),
    "staffing:invite": staff(SITE_ADMINISTRATOR, post=HANDLED),
    "staffing:confirm": staff(
        SITE_ADMINISTRATOR,
        TRIAGE_LEAD,
        post=HANDLED,
        kwargs=lambda world: {"invitation": world.accounts["accepted_offer"].uuid},
    ),
    "staffing:withdraw": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"invitation": world.accounts["offer"].uuid}
    ),
    "staffing:take_role": staff(
        SITE_ADMINISTRATOR,
        post=HANDLED,
        kwargs=lambda world: {"person": world.staff[HANDLER].uuid, "role": HANDLER},
    ),
    "staffing:find": staff(SITE_ADMINISTRATOR, post=HANDLED),
    "staffing:account": staff(SITE_ADMINISTRATOR, kwargs=lambda world: {"person": world.staff[HANDLER].uuid}),
    "staffing:reset": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"person": world.staff[HANDLER].uuid}
    ),
    "staffing:close": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"person": world.staff[HANDLER].uuid}
    ),
    "staffing:open": staff(
        SITE_ADMINISTRATOR, post=HANDLED, kwargs=lambda world: {"person": world.accounts["closed"].uuid}
    ),
    "healthz": public(),
    "readyz": public(),
    "security_txt": public(),
    # The demo's mail is there in a demo only.
    "demo_mail": public(get=404, post=404),
    "robots": public(),
    # Browsers send it by themselves, so it asks for no token; an empty one is refused.
    "policy_report": public(get=NOT_OFFERED, post=400),
    "for_business": public(),
    # Doors of later releases (decision 32).
    "services": public(),
    "oruk_services": public(get=501),
    "training": public(),
    "training_verify": public(),
    "check_a_statement": public(),
    "statistics": public(),
    "report": public(),
    "report_first": public(),
    "report_return": public(),
    "desk": staff(HANDLER, TRIAGE_LEAD),
    "business_audits": inside(),
    "business_actions": inside(),
    "business_concerns": inside(),
    "business_training": inside(),
}


@dataclass(frozen=True)
class Group:
    """Addresses of a package we did not write: told by the beginning of their route and of their name.

    allowed: who may see pages there; everybody else is sent away or finds nothing, never a page.
    """

    route: str
    names: tuple[str, ...]
    why: str
    allowed: tuple[str, ...]
    # Names of pages in it that are harmless and open to all.
    open_names: tuple[str, ...] = ()


GROUPS = (
    Group(
        "cms/",
        ("wagtail", ""),
        "Wagtail's admin: for those who publish",
        (CONTENT_EDITOR, SITE_ADMINISTRATOR),
        open_names=("wagtailadmin_javascript_catalog", "wagtailadmin_sprite"),
    ),
    Group("documents/", ("wagtaildocs_",), "Wagtail's documents: never a business's", VISITORS),
    Group("accounts/", ("account_", "mfa_", "usersessions_"), "allauth: one's own account", VISITORS),
    Group("_util/", ("wagtailcore_", ""), "Wagtail's doors to private pages", VISITORS),
    Group("", ("wagtail_serve",), "Wagtail's pages: published guidance", VISITORS),
)
