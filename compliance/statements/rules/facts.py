"""What the check knows of a statement besides its content. Whoever asks for a check builds it from the records."""

from dataclasses import dataclass, field
from datetime import date

from compliance.statements.types import Answers, KnownContent


@dataclass(frozen=True, slots=True)
class Approval:
    """The standing approval of the version. body is a code of approving_body; content_hash is what was approved."""

    body: str
    approved_on: date | None
    content_hash: str
    body_name: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """The standing signature, or the one that the draft foresees.

    role is a code of signatory_role; content_hash is what was signed, "" while nothing is.
    """

    first_name: str
    last_name: str
    job_title: str
    role: str
    signed_on: date | None
    content_hash: str
    is_on_approving_board: bool | None = None


@dataclass(frozen=True, slots=True)
class Web:
    """The answers of the web section, and what was seen on the organisation's own site.

    has_website:  None while nobody has said.
    page_opens:   whether statement_url showed the statement when it was last opened; None when nobody looked.
    homepage_*:   the task after publication: who saw the link on the homepage, and when.
    """

    has_website: bool | None = None
    statement_url: str = ""
    request_email: str = ""
    late_reason: str = ""
    page_opens: bool | None = None
    homepage_link_confirmed: bool = False
    homepage_link_checked_on: date | None = None
    homepage_link_checked_by: str = ""

    @classmethod
    def from_answers(
        cls,
        answers: Answers,
        *,
        page_opens: bool | None = None,
        homepage_link_confirmed: bool = False,
        homepage_link_checked_on: date | None = None,
        homepage_link_checked_by: str = "",
    ) -> "Web":
        """Build from the answers of the draft's web section, and from what was seen on the organisation's own site."""
        return cls(
            has_website=answers.get("has_website"),
            statement_url=answers.get("statement_url") or "",
            request_email=answers.get("request_email") or "",
            late_reason=answers.get("late_reason") or "",
            page_opens=page_opens,
            homepage_link_confirmed=homepage_link_confirmed,
            homepage_link_checked_on=homepage_link_checked_on,
            homepage_link_checked_by=homepage_link_checked_by,
        )


@dataclass(frozen=True, slots=True)
class EarlierYear:
    """A year for which the organisation published; is_available: its page or file can still be opened."""

    year: int
    is_available: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is not content.

    approval, signature: the records that stand, None before they are made.
    planned:             who is to sign, as far as the draft says.
    published_on:        first day that any version of the year was public, None before publication.
    previous_content:    content of the latest earlier year on this portal, None when there is none.
    is_voluntary:        whether it is published by choice, so that no day is expected.
    copies_overdue:      how many copies, asked for in writing, should have been sent by now.
    earlier_years:       every earlier year that this portal knows to be published.
    The legal form and the financial year are answers, and so are read from the content.
    """

    approval: Approval | None = None
    signature: Signature | None = None
    planned: Signature | None = None
    web: Web = field(default_factory=Web)
    published_on: date | None = None
    previous_content: KnownContent | None = None
    copies_overdue: int = 0
    earlier_years: tuple[EarlierYear, ...] = ()
    is_voluntary: bool = False
    registry_submitted_on: date | None = None
    registry_url: str = ""
