"""What the API is asked and what it answers, as its description says it. Tests hold every real answer against these."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema
from pydantic import ConfigDict

MAX_ROWS = 100


class Answer(Schema):
    """Nothing is answered that is not described."""

    model_config = ConfigDict(extra="forbid")


# --- Asked ----------------------------------------------------------------------------------------------------------


class Pages(Schema):
    page: int = Field(1, ge=1, le=10_000, description="404 after the last one")
    size: int = Field(20, ge=1, le=MAX_ROWS)


class StatementFilters(Schema):
    q: str = Field("", description="Words of a name, or a company number or its beginning")
    search_in: str = Field("", description="text: look for the words of q in the text of statements, not in names")
    year: str = Field("", description="Statement year: the year of the expected date")
    sector: str = ""
    turnover: str = ""
    area: list[str] = Field(default_factory=list, description="Topics covered; all of those given")
    form: str = Field("", description="Legal form")
    group: str = Field("", description="yes or no")
    signed: str = Field("", description="on_screen or recorded")
    figures: str = Field("", description="yes: has measures and figures")
    country: str = Field("", description="Names a risk in: country:TH")
    sort: str = Field("name", description="name, newest or year")
    modified_after: datetime | None = Field(
        None, description="Published, or published again, at this moment or later: 2026-11-28T00:00:00Z"
    )


class OrganisationFilters(Schema):
    q: str = Field("", max_length=160, description="Words of a name, or a company number or its beginning")
    modified_after: datetime | None = Field(
        None, description="Has a statement published or withdrawn at this moment or later: 2026-11-28T00:00:00Z"
    )


# --- Answered -------------------------------------------------------------------------------------------------------


class Problem(Answer):
    detail: str = Field(description="What is wrong, and what to do")
    fields: dict[str, list[str]] = Field(description="What is wrong, by the name of the filter")


class Licence(Answer):
    name: str
    url: str | None = Field(description="Where it can be read")


class Page(Answer):
    count: int
    is_more: bool = Field(description="Whether there are more than count says")
    page: int
    pages: int
    licence: Licence


class Summary(Answer):
    """One statement in a list."""

    organisation: str
    company_number: str
    year: int
    version: int
    period_start: date
    period_end: date
    expected_by: date
    first_published_on: date
    published_at: datetime
    is_late: bool
    late_reason: str
    is_voluntary: bool
    is_group: bool
    statement_kind: str
    legal_form: str
    turnover_band: str
    sectors: list[str]
    areas: list[str]
    risk_countries: list[str]
    signed: str | None
    statement_url: str | None
    licence: str = Field(description="By the code of the licence")
    address: str
    pdf: str
    json_: str = Field(alias="json")


class StatementList(Page):
    statements: list[Summary]


class OrganisationSummary(Answer):
    """One organisation in a list, under the name of its latest statement."""

    name: str
    slug: str
    company_number: str
    legal_form: str
    years: list[int] = Field(description="Years with a statement, the latest first")
    address: str


class OrganisationList(Page):
    organisations: list[OrganisationSummary]


class OrganisationYears(Answer):
    name: str
    slug: str
    company_number: str
    left_on: date | None = Field(description="Date on which it left this website; what it published stays")
    statements: list[Summary]


class Amendment(Answer):
    kind: str
    note: str


class VersionLine(Answer):
    version: int
    published_at: datetime
    is_current: bool
    withdrawn_at: datetime | None
    amendment: Amendment | None
    json_: str = Field(alias="json")


class ShownFigure(Answer):
    """A picture of the text, by its number there."""

    alt: str
    caption: str = ""
    content_type: str
    width: int
    height: int
    sha256: str
    is_logo: bool = False
    address: str


class Publisher(Answer):
    name: str
    company_number: str
    legal_form: str
    slug: str


class Named(Answer):
    name: str
    slug: str


class OneVersion(Answer):
    """What is said of a version whatever became of it. "schema" names the format of the rest."""

    schema_: int = Field(alias="schema")
    address: str
    year: int
    version: int
    is_current: bool
    withdrawn_at: datetime | None
    withdrawn_reason: str | None
    organisation_left_on: date | None = Field(description="Date on which the organisation left this website")
    versions: list[VersionLine]


class Statement(OneVersion):
    """Every public answer, in the codes of the vocabulary, with its sign-off."""

    organisation: Publisher
    period_start: date
    period_end: date
    expected_by: date
    first_published_on: date
    published_at: datetime
    is_late: bool
    late_reason: str
    is_voluntary: bool
    is_group: bool
    no_steps: bool
    statement_url: str | None
    request_email: str | None
    amendment: Amendment | None
    answers: dict[str, Any] = Field(description="By the code of the question")
    disclosures: dict[str, Any] = Field(description="By the code of the disclosure")
    figures: dict[str, ShownFigure] = Field(default_factory=dict, description="By the number in the text")
    signoff: dict[str, Any] = Field(description="Approval and signature, as shown in public")
    content_hash: str
    ruleset: str
    licence: Licence


class Withdrawn(OneVersion):
    """Who, which year, when and why; no answers."""

    organisation: Named
