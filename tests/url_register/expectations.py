"""Expected answers: what each kind of visitor may get at an address, the words in which the URL register is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.factories.world import MEMBERS, STAFF, VISITORS, World

ANONYMOUS, OUTSIDER = "anonymous", "outsider"
VIEWER, EDITOR, APPROVER, ADMINISTRATOR = MEMBERS
HANDLER, TRIAGE_LEAD, STATISTICIAN, HELPLINE_MANAGER, CONTENT_EDITOR, SITE_ADMINISTRATOR, PARTNER = STAFF

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


def same_for_everyone(answer: Answer) -> dict[str, Answer]:
    return dict.fromkeys(VISITORS, answer)


def public_page(*, get: Answer = 200, post: Answer = NOT_OFFERED, kwargs=lambda world: {}, query: str = "") -> Address:
    """Return an address open to all, signed in or not."""
    return Address(same_for_everyone(get), same_for_everyone(post), kwargs, query)


def account_page(*, get: Answer = 200, post: Answer = NOT_OFFERED, kwargs=lambda world: {}, query: str = "") -> Address:
    """Return an address for anybody with an account."""
    return Address(
        same_for_everyone(get) | {ANONYMOUS: SIGN_IN}, same_for_everyone(post) | {ANONYMOUS: SIGN_IN}, kwargs, query
    )


def organisation_page(
    get: Answers | Answer = 200, post: Answers | Answer = NOT_OFFERED, *, query: str = "", **kwargs
) -> Address:
    """Return an address below /o/<organisation>/: named members get the answer said, all others 404.

    A plain answer holds for all four roles. kwargs: values, or functions from the World to a value.
    """
    strangers = same_for_everyone(404) | {ANONYMOUS: SIGN_IN}

    def answers(said: Answers | Answer) -> dict[str, Answer]:
        return strangers | (dict(said) if isinstance(said, Mapping) else dict.fromkeys(MEMBERS, said))

    def build(world: World) -> dict:
        values = {name: value(world) if callable(value) else value for name, value in kwargs.items()}
        return {"organisation": world.a.organisation.slug} | values

    return Address(answers(get), answers(post), build, query, is_private=True, is_inside=True)


def staff_page(
    *roles: str, get: Answer = 200, post: Answer = NOT_OFFERED, kwargs=lambda world: {}, query: str = ""
) -> Address:
    """Return an address for named roles of our staff; everybody else finds nothing there."""
    closed = same_for_everyone(404) | {ANONYMOUS: SIGN_IN}
    return Address(
        closed | dict.fromkeys(roles, get), closed | dict.fromkeys(roles, post), kwargs, query, is_private=True
    )


ADMINISTRATOR_ONLY: Answers = {VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}
ADMINISTRATOR_HANDLED: Answers = {VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: HANDLED}
WRITERS_ONLY: Answers = {VIEWER: 403, EDITOR: 200, APPROVER: 403, ADMINISTRATOR: 200}
WRITERS_HANDLED: Answers = {VIEWER: 403, EDITOR: HANDLED, APPROVER: 403, ADMINISTRATOR: HANDLED}


def published_statement(world: World) -> dict:
    return {"organisation": "alder", "year": 2025}


def published_version(world: World) -> dict:
    return published_statement(world) | {"number": world.a.publication.number}


def business_page(
    *, get: Answer = 200, post: Answer = NOT_OFFERED, kwargs=lambda world: {}, but: Answers | None = None
) -> Address:
    """Return an address for anybody with an account that is not our staff's; but: the answer to GET of those who
    differ.
    """
    closed = dict.fromkeys(STAFF, 404) | {ANONYMOUS: SIGN_IN} | dict(but or {})
    return Address(same_for_everyone(get) | closed, same_for_everyone(post) | closed, kwargs)


def row_uuid(name: str) -> Callable[[World], object]:
    return lambda world: world.a.rows[name].uuid


def site_administrator_page(name: str, **kwargs) -> Address:
    return staff_page(SITE_ADMINISTRATOR, kwargs=lambda world: {"uuid": world.a.rows[name].uuid}, **kwargs)


def company_number(world: World) -> dict:
    return {"company_number": world.a.organisation.company_number}


ADMINISTRATORS: Answers = {VIEWER: 403, EDITOR: 403, APPROVER: 403, ADMINISTRATOR: 200}
ADMINISTRATORS_HANDLED: Answers = {**ADMINISTRATORS, ADMINISTRATOR: HANDLED}
WRITERS_FORM: Answers = {VIEWER: 403, EDITOR: 200, APPROVER: 403, ADMINISTRATOR: 200}
WRITERS_AWAY: Answers = {VIEWER: 403, EDITOR: AWAY, APPROVER: 403, ADMINISTRATOR: AWAY}


def link_page(*, get: Answer = 200, post: Answer = NOT_OFFERED, **kwargs) -> Address:
    """Return an address for whoever holds the link of A's supplier; it needs no account."""

    def build(world: World) -> dict:
        return {"token": f"plan-of-{world.a.organisation.slug}"} | {name: row(world) for name, row in kwargs.items()}

    return Address(same_for_everyone(get), same_for_everyone(post), build, is_private=True)
