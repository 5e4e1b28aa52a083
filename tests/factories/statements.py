import hashlib
from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from compliance.statements.choices import EvidenceKind, NoticeKind, RenderState, SectionCode, State, Way
from compliance.statements.models import (
    Approval,
    CheckAnswer,
    CheckRun,
    Comment,
    CopyRequest,
    Covered,
    Document,
    EarlierText,
    EarlierYear,
    Evidence,
    Figure,
    MemberApproval,
    Notice,
    Publication,
    PublishedFigure,
    Reminded,
    Render,
    Reply,
    Section,
    SectionDraft,
    SectionRevision,
    Signature,
    Statement,
    UrlCheck,
    Version,
    WordPart,
    WordPicture,
    WordReturn,
)
from compliance.statements.rules.content import content_hash, searchable_text
from portal.files.services import save_generated
from tests.factories.accounts import UserFactory
from tests.factories.files import ONE_PIXEL_PNG
from tests.factories.organisations import OrganisationFactory

RULESET = "s54-2015-guidance-2025"


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = Statement

    organisation = factory.SubFactory(OrganisationFactory)
    year = 2026


class VersionFactory(DjangoModelFactory):
    """A version with one empty section a task."""

    class Meta:
        model = Version
        skip_postgeneration_save = True

    statement = factory.SubFactory(StatementFactory)
    state = State.DRAFTING

    @factory.post_generation
    def sections(self, create, extracted, **kwargs):
        """extracted: answers by section code."""
        if create:
            answers = extracted or {}
            Section.objects.bulk_create(
                Section(version=self, code=code, answers=answers.get(code, {})) for code in SectionCode.values
            )


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    version = factory.SubFactory(VersionFactory)
    section = SectionCode.RISK
    text = "Which tier is this about?"
    author = factory.SubFactory(UserFactory)


class ReplyFactory(DjangoModelFactory):
    class Meta:
        model = Reply

    comment = factory.SubFactory(CommentFactory)
    text = "The first one."
    author = factory.SubFactory(UserFactory)
    written_at = datetime(2026, 5, 5, 9, tzinfo=UTC)


class SectionDraftFactory(DjangoModelFactory):
    class Meta:
        model = SectionDraft

    user = factory.SubFactory(UserFactory)
    data = factory.LazyFunction(dict)
    base_revision = 0


class SectionRevisionFactory(DjangoModelFactory):
    class Meta:
        model = SectionRevision

    revision = 0
    answers = factory.LazyFunction(dict)
    is_complete = False


def make_figure(statement: Statement, number: int = 1, **changes) -> Figure:
    """With its bytes."""
    made = {"body": ONE_PIXEL_PNG, "name": "map.png", "content_type": "image/png"}
    stored = save_generated(**made, scope=statement.organisation.uuid)
    words = {"alt": "A map of our sites", "caption": "Where we work", "width": 1, "height": 1}
    return Figure.objects.create(statement=statement, number=number, file=stored, **(words | changes))


class PublishedFigureFactory(DjangoModelFactory):
    class Meta:
        model = PublishedFigure

    number = 1
    content_type = "image/png"
    body = ONE_PIXEL_PNG
    sha256 = hashlib.sha256(ONE_PIXEL_PNG).hexdigest()


class WordReturnFactory(DjangoModelFactory):
    class Meta:
        model = WordReturn

    version = factory.SubFactory(VersionFactory)
    name = "draft-from-lawyer.docx"
    received_at = datetime(2026, 5, 1, 9, tzinfo=UTC)


class WordPartFactory(DjangoModelFactory):
    class Meta:
        model = WordPart

    word_return = factory.SubFactory(WordReturnFactory)
    place = 0
    section = SectionCode.RISK
    html = "<p>The lawyer wrote this.</p>"
    words_added = 4


def make_word_picture(part: WordPart, number: int = 9001, **changes) -> WordPicture:
    """With its bytes."""
    scope = part.word_return.version.statement.organisation.uuid
    stored = save_generated(ONE_PIXEL_PNG, name="word.png", content_type="image/png", scope=scope)
    return WordPicture.objects.create(part=part, number=number, file=stored, **({"width": 1, "height": 1} | changes))


class EarlierTextFactory(DjangoModelFactory):
    class Meta:
        model = EarlierText

    organisation = factory.SubFactory(OrganisationFactory)
    year = 2019
    period_start = date(2018, 4, 1)
    period_end = date(2019, 3, 31)
    texts = factory.LazyFunction(lambda: {"risk": "<p>We looked at cotton.</p>"})
    taken_at = datetime(2026, 5, 1, 9, tzinfo=UTC)


class CheckRunFactory(DjangoModelFactory):
    class Meta:
        model = CheckRun

    version = factory.SubFactory(VersionFactory)
    version_number = factory.SelfAttribute("version.number")
    content_hash = "0" * 64
    ruleset = RULESET
    results = factory.LazyFunction(list)


class CheckAnswerFactory(DjangoModelFactory):
    class Meta:
        model = CheckAnswer

    version = factory.SubFactory(VersionFactory)
    criterion = "law_approval"
    text = "See page 4."


class SignoffFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    version = factory.SubFactory(VersionFactory, state=State.SIGNED)
    version_number = factory.SelfAttribute("version.number")
    content_hash = factory.SelfAttribute("version.content_hash")
    way = Way.RECORDED
    at = datetime(2026, 5, 1, 9, tzinfo=UTC)


class ApprovalFactory(SignoffFactory):
    class Meta:
        model = Approval

    body = "board_of_directors"
    approved_on = date(2026, 5, 1)


class SignatureFactory(SignoffFactory):
    class Meta:
        model = Signature

    first_name = "Robin"
    last_name = "Example"
    job_title = "Director"
    role = "director"
    is_on_approving_board = True
    signed_on = date(2026, 5, 1)


class PublicationFactory(DjangoModelFactory):
    """A published version with its JSON and PDF; made by hand, as `publish` would leave it."""

    class Meta:
        model = Publication
        skip_postgeneration_save = True

    version = factory.SubFactory(VersionFactory, state=State.PUBLISHED)
    statement = factory.SelfAttribute("version.statement")
    organisation = factory.SelfAttribute("statement.organisation")
    content = factory.LazyAttribute(
        lambda o: {
            "schema": 1,
            "organisation": {
                "name": o.statement.organisation.name,
                "company_number": o.statement.organisation.company_number,
            },
            "year": o.statement.year,
            "answers": {
                "period_start": str(o.period_start),
                "period_end": str(o.period_end),
                "statement_kind": "steps_taken",
                "narrative_intro": "<p>What we did this year.</p>",
                "area_risk": True,
                "narrative_risk": "<p>We looked at our suppliers of gloves.</p>",
            },
            "disclosures": {},
        }
    )
    content_hash = factory.LazyAttribute(lambda o: content_hash(o.content))
    signoff = factory.LazyFunction(dict)
    ruleset = RULESET
    published_at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    first_published_on = date(2026, 6, 1)
    due_on = date(2026, 9, 30)
    organisation_name = factory.SelfAttribute("statement.organisation.name")
    organisation_slug = factory.SelfAttribute("statement.organisation.slug")
    company_number = factory.SelfAttribute("statement.organisation.company_number")
    number = factory.SelfAttribute("version.number")
    year = factory.SelfAttribute("statement.year")
    period_start = date(2025, 4, 1)
    period_end = date(2026, 3, 31)
    legal_form = factory.SelfAttribute("statement.organisation.legal_form")
    kind = "steps_taken"
    turnover_band = "36m_60m"
    searched = factory.LazyAttribute(lambda o: searchable_text(o.content))

    @factory.post_generation
    def documents(self, create, extracted, **kwargs):
        """documents=False: none is made yet."""
        if create and extracted is False:
            Render.objects.create(publication=self, state=RenderState.WAITING)
        elif create:
            bodies = {
                "html": b"<p>What we did this year.</p>",
                "json": b"{}",
                "pdf": b"%PDF-1.7 made",
                "cert": b"%PDF-1.7 made",
            }
            for kind, body in bodies.items():
                sha256 = hashlib.sha256(body).hexdigest()
                Document.objects.create(publication=self, kind=kind, body=body, sha256=sha256)
            Render.objects.create(publication=self, state=RenderState.DONE)


class CopyRequestFactory(DjangoModelFactory):
    class Meta:
        model = CopyRequest

    organisation = factory.SubFactory(OrganisationFactory)
    received_on = date(2026, 5, 4)
    asked_by = "A reader"
    added_at = datetime(2026, 5, 5, 9, tzinfo=UTC)


class UrlCheckFactory(DjangoModelFactory):
    """An address that did not open."""

    class Meta:
        model = UrlCheck

    statement = factory.SubFactory(StatementFactory)
    url = "https://goods.example/modern-slavery"
    is_waiting = False
    asked_at = datetime(2026, 5, 5, 9, tzinfo=UTC)
    opened = False
    finding = "There is no public website at this address."
    looked_at = datetime(2026, 5, 5, 9, tzinfo=UTC)


class EvidenceFactory(DjangoModelFactory):
    """Evidence of one audit that is no longer there."""

    class Meta:
        model = Evidence
        exclude = ("row",)

    version = factory.SubFactory(VersionFactory)
    section = SectionCode.RISK
    kind = EvidenceKind.ONE_AUDIT
    row = "00000000-0000-4000-8000-000000000001"
    snapshot = factory.LazyAttribute(
        lambda o: {
            "schema": 1,
            "kind": o.kind,
            "of": o.row,
            "on": "2026-05-05",
            "period": ["2025-04-01", "2026-03-31"],
            "sentence": "A social audit was carried out at a site in our supply chains.",
            "disclosure": "rsk1_steps",
            "numbers": {},
            "figure": None,
            "answers": {},
            "sees_all": False,
            "digest": "0" * 16,
            "rows": [{"type": "audit", "id": o.row, "label": "ZAA-1", "values": {"scheme": "sa8000"}, "audit": o.row}],
        }
    )
    sha256 = "0" * 64
    used_at = datetime(2026, 5, 5, 9, tzinfo=UTC)
    used_by = factory.SubFactory(UserFactory)


class MemberApprovalFactory(DjangoModelFactory):
    class Meta:
        model = MemberApproval

    version = factory.SubFactory(VersionFactory, state=State.READY_FOR_APPROVAL)
    content_hash = factory.SelfAttribute("version.content_hash")
    member = "90000009"
    legal_name = "Invented Shop Limited"
    body = "board_of_directors"
    approved_on = date(2026, 5, 1)
    reference = "Minute 3"
    at = datetime(2026, 5, 1, 9, tzinfo=UTC)


class CoveredFactory(DjangoModelFactory):
    """A member that a published group statement covers."""

    class Meta:
        model = Covered

    publication = factory.SubFactory(PublicationFactory)
    place = 1
    slug = "invented-shop-limited"
    legal_name = "Invented Shop Limited"
    likeness = "inventedshop"
    company_number = "90000009"
    scope = "in_scope"
    is_covered = True
    section = "risk"


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    version = factory.SubFactory(VersionFactory)
    person = factory.SubFactory(UserFactory)
    kind = NoticeKind.MENTIONED
    section = SectionCode.RISK
    at = datetime(2026, 5, 5, 9, tzinfo=UTC)


class RemindedFactory(DjangoModelFactory):
    class Meta:
        model = Reminded

    organisation = factory.SubFactory(OrganisationFactory)
    due_on = date(2026, 9, 30)
    offset_days = -30
    at = datetime(2026, 8, 31, 9, tzinfo=UTC)


class EarlierYearFactory(DjangoModelFactory):
    """A statement that stands on the organisation's own website."""

    class Meta:
        model = EarlierYear

    organisation = factory.SubFactory(OrganisationFactory)
    year = 2020
    period_start = date(2019, 4, 1)
    period_end = date(2020, 3, 31)
    url = "https://goods.example/statement-2020.pdf"
    signatory = "Robin Example"
    added_at = datetime(2026, 5, 5, 9, tzinfo=UTC)
