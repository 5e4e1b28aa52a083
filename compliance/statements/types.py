"""The shapes of the JSON that drafts, publications and evidence hold, and of what Django leaves open."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

# Any: only the vocabulary knows, by the code of a field, whether its answer is a text, a code, codes, truth or rows.
type Answers = Mapping[str, Any]
# The same, as one section stores it and as it is changed.
type SectionAnswers = dict[str, Any]
type AnswersBySection = dict[str, SectionAnswers]
type Sections = Mapping[str, Answers]

# Any: Django gives a form's constructor and a form's first values this shape, and no other.
type FormKwargs = dict[str, Any]
type Initial = dict[str, Any]


class Disclosure(TypedDict, total=False):
    """A point of the guidance: covered, planned, not covered or not relevant, and in which words."""

    status: str
    text: str


class Goal(TypedDict, total=False):
    """A goal of the monitoring section; target_date is an ISO date."""

    text: str
    target_date: str
    status: str
    result: str


class Kpi(TypedDict, total=False):
    """A measure of the monitoring section; its figures are what people typed."""

    name: str
    unit: str
    kind: str
    this_year: str | None
    last_year: str | None


class Risk(TypedDict, total=False):
    """A priority risk of the risk section; codes of the vocabulary but for the description and the actions."""

    description: str
    source: str
    source_other: str
    supply_chain_tiers: list[str]
    targets: list[str]
    targets_other: str
    countries: list[str]
    actions_or_plans: str


class GroupMember(TypedDict, total=False):
    """An organisation that the statement of a group names; covered is None while nobody has said."""

    legal_name: str
    company_number: str
    scope: str
    covered: bool | None
    section: str
    website_url: str


class FigureFacts(TypedDict):
    """What the content says of a figure; width and height in pixels, sha256 of its bytes."""

    alt: str
    caption: str
    content_type: str
    height: int
    sha256: str
    width: int
    is_logo: NotRequired[bool]


class OrganisationFacts(TypedDict, total=False):
    """Whom a content is about; legal_form is known of a draft's organisation, and an answer of the content."""

    name: str
    company_number: str
    legal_form: str


class KnownContent(TypedDict):
    """A content as far as it is known: of a statement that was published elsewhere, its texts and its goals."""

    organisation: OrganisationFacts
    answers: SectionAnswers
    disclosures: NotRequired[dict[str, Disclosure]]
    figures: NotRequired[dict[str, FigureFacts]]


class Content(KnownContent):
    """The content that is approved, signed and published."""

    schema: int
    year: int


class ApprovingBody(TypedDict):
    """A body of the vocabulary, and the name that the organisation has for it."""

    body: str
    body_name: str


class PublicApproval(ApprovingBody):
    """Who approved a published text, when, as an ISO date, and in which way."""

    approved_on: str
    way: str


class PublicSignature(TypedDict):
    """Who signed a published text, and when, as an ISO date; codes of the vocabulary."""

    first_name: str
    last_name: str
    job_title: str
    role: str
    is_on_approving_board: bool | None
    signed_on: str
    way: str


class PublicSignoff(TypedDict):
    """What the public learns of approval and signature; no signature while nobody has signed."""

    approval: PublicApproval | None
    signature: NotRequired[PublicSignature]


class FrozenRow(TypedDict):
    """A row of a register as it stood on the day on which it was used as evidence."""

    type: str
    id: str
    label: str
    # Any: a plain value of whatever column of whatever register.
    values: dict[str, Any]
    audit: NotRequired[str]


class EvidenceFigure(TypedDict):
    """The measure that a piece of evidence offers."""

    code: str
    value: str
    is_outcome: bool


class EvidenceSnapshot(TypedDict):
    """A piece of evidence as it was used; on and period are ISO dates, rows are private."""

    schema: int
    kind: str
    of: str
    on: str
    period: list[str]
    sentence: str
    disclosure: str
    # Any: plain numbers, texts and lists of them, by the kind of evidence.
    numbers: dict[str, Any]
    figure: EvidenceFigure | None
    answers: dict[str, list[str]]
    sees_all: bool
    digest: str
    rows: list[FrozenRow]


class StoredResult(TypedDict):
    """One row of a check as it is stored; codes of the rubric, and what the page says of it."""

    criterion: str
    question: str
    weight: str
    result: str
    reason: str
    source: list[str]
    found: str
    section: str
    field: str
    blocks: bool


class ProposedPicture(TypedDict):
    """A picture of a Word document, drawn anew; body is base64, width and height in pixels."""

    number: int
    alt: str
    content_type: str
    width: int
    height: int
    body: str


class ReadArea(TypedDict):
    """An area of a Word document that came back; pictures counts those that were not drawn anew."""

    code: str
    revision: int | None
    after: str
    html: str
    pictures: int
    proposed: list[ProposedPicture]
    comments: list[dict[str, str]]


class ReadDocument(TypedDict):
    """A Word document that came back; version holds 16 characters, or none where it is not one of ours."""

    version: str
    areas: list[ReadArea]


class RefusedDocument(TypedDict):
    """Why a document was not read: a code."""

    refused: str
