"""The pages of the journey: their order, who sees each, and what must be answered before it.

See docs/requirements/helpline.md#shortest-way.
"""

from dataclasses import dataclass

from compliance.concerns.rules import triage
from compliance.concerns.types import Answers
from portal.core.types import JsonObject

ROUTES = {
    "seeking_help_self": "r1",
    "seeking_help_other": "r2",
    "report_concern": "r3",
    "professional_advice": "r4",
    "business_concern": "r5",
    "business_advice": "r6",
}
MIN_ACCOUNT_LENGTH = 10
BUSINESS_ROUTES = frozenset({"r5", "r6"})
# Somebody tells for a person, whose own wish is asked (docs/requirements/helpline.md#ways-in).
ROUTES_FOR_SOMEBODY_ELSE = frozenset({"r2", "r4"})
ROUTES_ABOUT_PEOPLE = frozenset({"r1", "r2", "r3", "r4", "r5"})


@dataclass(frozen=True)
class Page:
    """A page. number: of its address, /r/<number>. routes: who is offered it. keys: the answers that it asks."""

    number: int
    code: str
    keys: tuple[str, ...]
    routes: frozenset[str] = ROUTES_ABOUT_PEOPLE | BUSINESS_ROUTES

    @property
    def address(self) -> str:
        """Return the URL name of the page."""
        return f"concerns:{self.code}"


DANGER = Page(1, "danger", ("danger_level",))
AGE = Page(2, "age", ("age_of_person",))
# How to reach somebody safely: asked wherever a call is.
SAFETY_KEYS = ("contact_safety", "safe_times", "code_word")
ACCOUNT = Page(3, "account", ("account", "wants_call", "phone", *SAFETY_KEYS))
WHERE = Page(
    4,
    "where",
    (
        "place_unknown",
        "premises_name",
        "venue_type",
        "address",
        "town",
        "postcode",
        "local_authority",
        "country",
        "place_role",
        "directions",
        "vehicle",
        "url",
    ),
)
PRIVACY = Page(5, "privacy", ("identity_mode", "consent"))
CHECK = Page(6, "check", ())
CODE = Page(7, "code", ())
REQUIRED_PAGES = (DANGER, AGE, ACCOUNT, WHERE, PRIVACY)

CONTACT = Page(
    8,
    "contact",
    ("name", "contact_method", "phone", "email", "other_route", *SAFETY_KEYS),
)
FILES = Page(9, "files", ())
KIND = Page(10, "kind", ("exploitation_type", "sector"), ROUTES_ABOUT_PEOPLE)
SIGNS = Page(11, "signs", ("general_indicator", "ilo_indicator"), ROUTES_ABOUT_PEOPLE)
WHEN = Page(12, "when", ("happened_from", "happened_to", "ongoing", "pattern"), ROUTES_ABOUT_PEOPLE)
AFFECTED = Page(
    13,
    "affected",
    (
        "pv_count_mode",
        "pv_count_min",
        "pv_count_max",
        "group_gender",
        "age_band",
        "nationalities",
        "languages",
        "still_in_situation",
        "device_is_safe",
        "knows_of_report",
        "wants",
        "urgent",
        "affected_description",
    ),
    ROUTES_ABOUT_PEOPLE,
)
RESPONSIBLE = Page(
    14,
    "responsible",
    ("responsible", "responsible_business", "responsible_contact", "responsible_nationality", "responsible_number"),
    ROUTES_ABOUT_PEOPLE,
)
ABOUT = Page(15, "about", ("reporter_type", "reporter_proximity", "agency", "needed_by", "about_nrm"))
LANGUAGE = Page(16, "language", ("language", "interpreter_gender", "communication_need", "need_words"))
SUPPLY = Page(
    17,
    "supply",
    (
        "business_contact_type",
        "organisation_name",
        "subject_organisation",
        "subject_site",
        "supply_chain_tier",
        "tier_confidence",
        "products",
        "purchase_share",
        "business_knowledge_source",
        "business_payroll_flag",
        "workers_affected",
        "migrant_share",
        "recruitment_country",
        "labour_provider",
        "workers_informed",
        "workers_want",
        "supplier_informed",
        "action_taken",
        "business_wants",
        "share_back",
    ),
    frozenset({"r5"}),
)
ADVICE = Page(18, "advice", ("business_contact_type", "organisation_name", "advice_by"), frozenset({"r6"}))
# Lists of cards: further places and groups, each offered once the first of its kind is there.
PLACES = Page(19, "places", ("places",), ROUTES_ABOUT_PEOPLE)
GROUPS = Page(20, "groups", ("groups",), ROUTES_ABOUT_PEOPLE)
CARD_PAGES = (PLACES, GROUPS)
MAX_CARDS = 9
OPTIONAL_PAGES = (
    CONTACT,
    FILES,
    PLACES,
    KIND,
    SIGNS,
    WHEN,
    AFFECTED,
    GROUPS,
    RESPONSIBLE,
    SUPPLY,
    ADVICE,
    ABOUT,
    LANGUAGE,
)
ALL_PAGES = (*REQUIRED_PAGES, CHECK, CODE, *OPTIONAL_PAGES)
PAGES_BY_CODE = {page.code: page for page in ALL_PAGES}

# Set once the check page was seen: from then on every page leads back to it.
REACHED_CHECK = "reached_check"


def get_route(answers: Answers) -> str:
    """Return the route, r1 to r6; r3, the plainest, for a purpose without a route of its own."""
    return ROUTES.get(answers.get("purpose", ""), "r3")


def get_optional_pages(answers: Answers) -> tuple[Page, ...]:
    """Return the optional pages of the route that apply: nobody anonymous is asked for contact details."""
    route = get_route(answers)
    return tuple(page for page in OPTIONAL_PAGES if route in page.routes and _makes_sense(page, answers))


def _makes_sense(page: Page, answers: Answers) -> bool:
    if page == CONTACT:
        return answers.get("identity_mode") != "anonymous"
    if page in CARD_PAGES:
        has_first = has_place(answers) if page == PLACES else any(answers.get(key) for key in AFFECTED.keys)
        return has_first or bool(answers.get(page.code))
    return True


def get_missing_pages(answers: Answers, *, files: int) -> list[Page]:
    """Return the required pages that lack what is needed. files: how many files were added."""
    return [page for page in REQUIRED_PAGES if not is_answered(page, answers, files=files)]


def is_answered(page: Page, answers: Answers, *, files: int) -> bool:
    """Return whether the page has what is needed."""
    if page == ACCOUNT:
        return _has_matter(answers, files) and not lacks_safety(answers)
    if page == WHERE:
        return bool(answers.get("place_unknown")) or has_place(answers)
    if page == PRIVACY:
        return bool(answers.get("identity_mode"))
    return any(answers.get(key) for key in page.keys)


def is_left_open(page: Page, answers: Answers, *, files: int) -> bool:
    """Return whether somebody returns to a required page that still lacks something."""
    if page not in REQUIRED_PAGES or is_answered(page, answers, files=files):
        return False
    later = REQUIRED_PAGES[REQUIRED_PAGES.index(page) + 1 :]
    return bool(answers.get(REACHED_CHECK)) or any(
        is_answered(later_page, answers, files=files) for later_page in later
    )


def is_device_unsafe(answers: Answers) -> bool:
    """Return whether the reporter said that their device is not safe to use."""
    return answers.get("device_is_safe") == "no"


def is_child_telling(answers: Answers) -> bool:
    """Return whether somebody who may be under 18 reports about themselves.

    See docs/requirements/helpline.md#children-reached-safely.
    """
    return get_route(answers) == "r1" and triage.is_child(answers)


def lacks_safety(answers: Answers) -> bool:
    """Return whether a safe way is missing: a child is called only in a way that the child marked safe.

    See docs/requirements/helpline.md#children-reached-safely.
    """
    return is_child_telling(answers) and bool(answers.get("wants_call")) and not answers.get("contact_safety")


def _has_matter(answers: Answers, files: int) -> bool:
    """Return whether there is an account, a file, or "call me" for those who cannot write it."""
    return len(answers.get("account") or "") >= MIN_ACCOUNT_LENGTH or files > 0 or bool(answers.get("wants_call"))


PLACE_KEYS = tuple(key for key in WHERE.keys if key not in {"place_unknown", "venue_type", "place_role"})


def has_place(answers: Answers) -> bool:
    """Return whether the answers name a place."""
    return any(answers.get(key) for key in PLACE_KEYS)


def get_page_to_answer_first(page: Page, answers: Answers, *, files: int) -> Page | None:
    """Return the page to go to first, or None where this page may be opened.

    Pages of the shortest way open one after the other; all others once danger and age are answered, so that
    nobody writes of a child before the help for children was shown. A file may stand in for the account.
    """
    lacking = get_missing_pages(answers, files=files)
    before = {AGE: (DANGER,), ACCOUNT: (DANGER, AGE), WHERE: (DANGER, AGE, ACCOUNT), PRIVACY: REQUIRED_PAGES[:4]}.get(
        page
    )
    if page == DANGER:
        return None
    if page in OPTIONAL_PAGES and page not in get_optional_pages(answers):
        return next(iter(lacking), CHECK)
    if page == CHECK:
        before = REQUIRED_PAGES
    return next((lacking_page for lacking_page in lacking if lacking_page in (before or (DANGER, AGE))), None)


def get_next_page(page: Page, answers: Answers, *, files: int) -> Page:
    """Return the next required page that lacks something, or the check page."""
    if page in REQUIRED_PAGES and not answers.get(REACHED_CHECK):
        position = REQUIRED_PAGES.index(page)
        return REQUIRED_PAGES[position + 1] if position + 1 < len(REQUIRED_PAGES) else CHECK
    return next(iter(get_missing_pages(answers, files=files)), CHECK)


def get_reported_answers(answers: Answers) -> JsonObject:
    """Return the answers without the journey's own mark that the check page has been seen."""
    return {key: value for key, value in answers.items() if key != REACHED_CHECK}


# What an anonymous person does not leave with us: the name, and any way to reach them.
REPORTER_KEYS = frozenset({*CONTACT.keys, "wants_call"})


def drop_reporter_identity(answers: Answers) -> JsonObject:
    """Return the answers of an anonymous reporter without their identity: it is dropped, not hidden."""
    if answers.get("identity_mode") != "anonymous":
        return dict(answers)
    return {key: value for key, value in answers.items() if key not in REPORTER_KEYS}
