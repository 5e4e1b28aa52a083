"""A small world for tests of access: two organisations, their people, our staff, rows of every kind.

Organisation A ("alder") holds a canary in each private text column; B ("birch") is the neighbour who must see none.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model
from django.utils import timezone

from compliance.audits.choices import FindingStatus
from compliance.organisations.choices import ProofMethod, ProofState, Role
from compliance.organisations.models import Organisation
from compliance.statements.choices import SectionCode, State
from compliance.statements.models import Comment, Publication, Version
from compliance.suppliers.services.risk import recompute_scores
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.files.models import StoredFile
from portal.history import services as history
from tests.factories import alerts as alf
from tests.factories import archive as arf
from tests.factories import audits as af
from tests.factories import organisations as of
from tests.factories import statements as sf
from tests.factories import suppliers as sup
from tests.factories import workbooks as wf
from tests.factories.accounts import FactorResetFactory, StaffInvitationFactory, UserFactory
from tests.factories.canaries import CANARY, put_canaries
from tests.factories.desk import DeskRows, build_desk
from tests.factories.directory import build_directory
from tests.factories.files import StoredFileFactory
from tests.factories.risk import EditionFactory
from tests.factories.training import certified, course_with_lessons

MEMBERS = tuple(role.value for role in Role)
STAFF = tuple(role.value for role in StaffRole)
# outsider: the administrator of B.
VISITORS = ("anonymous", "outsider", *MEMBERS, *STAFF)


@dataclass
class Tenant:
    """One organisation: versions by state; everything else by name, a row each."""

    organisation: Organisation
    people: dict[str, User]
    versions: dict[str, Version] = field(default_factory=dict)
    rows: dict[str, object] = field(default_factory=dict)
    publication: Publication | None = None
    comment: Comment | None = None
    file: StoredFile | None = None


@dataclass
class World:
    a: Tenant
    b: Tenant
    staff: dict[str, User]
    # Of our staff's own pages: an edition of a table. Rows of accounts:
    # an offer that waits for a second person, one for the partner, a reset that waits, people.
    accounts: dict[str, object] = field(default_factory=dict)
    desk: DeskRows = field(default_factory=DeskRows)
    directory: dict[str, Model] = field(default_factory=dict)
    training: dict[str, Model] = field(default_factory=dict)

    def visitor(self, name: str) -> User | None:
        """The person behind a name of VISITORS; None is nobody signed in."""
        if name == "anonymous":
            return None
        if name == "outsider":
            return self.b.people[Role.ADMINISTRATOR]
        return self.a.people.get(name) or self.staff[name]


# The state of each year's version: one open version a statement.
YEARS = {
    2026: State.DRAFTING,
    2025: State.PUBLISHED,
    2024: State.READY_FOR_APPROVAL,
    2023: State.SIGNED,
    2022: State.INTERNAL_REVIEW,
}


def build_world() -> World:
    a = build_tenant("Alder Wholesale Limited", "alder", "90000001")
    b = build_tenant("Birch Fabrics Limited", "birch", "90000002")
    put_canaries(a.organisation)
    for person in a.people.values():
        person.first_name = f"{CANARY}-{person.first_name}"
        person.save(update_fields=["first_name"])
    for row in (a.organisation, a.publication, a.comment, a.file, *a.versions.values(), *a.rows.values()):
        row.refresh_from_db()
    staff = {
        role: UserFactory(first_name=role, email=f"{role}@staff.example.org", role=StaffRole(role)) for role in STAFF
    }
    return World(a, b, staff, _account_rows(staff), build_desk(staff), build_directory(staff), _training_rows(a))


def _training_rows(a: Tenant) -> dict[str, Model]:
    """A course, and a viewer who has passed it."""
    course = course_with_lessons()
    certificate = certified(a.people[Role.VIEWER], course, name=f"{CANARY}-certificate")
    return {"course": course, "lesson": course.lessons.first(), "certificate": certificate}


def _account_rows(staff: dict[str, User]) -> dict[str, object]:
    asked = UserFactory(first_name="asked")
    return {
        "accepted_offer": StaffInvitationFactory(accepted=True, user=asked),
        "offer": StaffInvitationFactory(email=staff[StaffRole.PARTNER].email),
        "reset": FactorResetFactory(user=UserFactory(first_name="locked-out")),
        "closed": UserFactory(first_name="closed", is_active=False),
        "edition": EditionFactory(),
    }


def build_tenant(name: str, slug: str, number: str) -> Tenant:
    organisation = of.OrganisationFactory(name=name, slug=slug, company_number=number)
    people = {role: UserFactory(first_name=role, email=f"{role}@{slug}.example.org") for role in MEMBERS}
    rows = {
        f"{role}_membership": of.MembershipFactory(
            organisation=organisation, user=person, role=role, is_verifier=role == Role.APPROVER
        )
        for role, person in people.items()
    }
    tenant = Tenant(organisation, people, rows=rows)
    _add_organisation_rows(tenant)
    for year, state in YEARS.items():
        statement = sf.StatementFactory(organisation=organisation, year=year)
        tenant.versions[state] = sf.VersionFactory(
            statement=statement, state=state, content_hash="0" * 64, sections=_answers()
        )
        tenant.versions[state].editors.add(people[Role.EDITOR])
    tenant.versions[State.INTERNAL_REVIEW].editors.add(people[Role.ADMINISTRATOR])
    _add_statement_rows(tenant)
    tenant.rows["upload"] = wf.ImportFactory(organisation=organisation)
    tenant.rows["export"] = of.ExportFactory(organisation=organisation, asked_by=people[Role.ADMINISTRATOR])
    tenant.rows["mapping"] = wf.SavedMappingFactory(organisation=organisation)
    _add_supplier_rows(tenant)
    _add_audit_rows(tenant)
    _add_alert_rows(tenant)
    history.record(
        people[Role.EDITOR],
        "statements.version.started",
        tenant.versions[State.DRAFTING],
        {"note": f"{CANARY}-history" if slug == "alder" else ""},
        scope=organisation.uuid,
    )
    return tenant


def _answers() -> dict[str, dict]:
    text = f"<p>{CANARY}-narrative</p>"
    return {
        SectionCode.PERIOD: {"period_start": "2025-04-01", "period_end": "2026-03-31", "statement_kind": "steps"},
        SectionCode.ORGANISATIONS: {
            "is_group": True,
            "group_members": [{"legal_name": f"{CANARY}-member", "scope": "in_scope", "covered": True}],
        },
        SectionCode.INTRO: {"narrative_intro": text},
        SectionCode.RISK: {"area_risk": True, "narrative_risk": text},
    }


def _add_organisation_rows(tenant: Tenant) -> None:
    organisation = tenant.organisation
    tenant.file = StoredFileFactory(scope=organisation.uuid)
    tenant.rows["invitation"] = of.InvitationFactory(organisation=organisation)
    tenant.rows["join_request"] = of.JoinRequestFactory(organisation=organisation)
    tenant.rows["proof"] = of.ControlProofFactory(
        organisation=organisation, method=ProofMethod.EVIDENCE, state=ProofState.CHECKING, evidence=tenant.file
    )
    tenant.rows["scope_answer"] = of.ScopeAnswerFactory(organisation=organisation)
    tenant.rows["handover"] = of.HandoverFactory(organisation=organisation, evidence=tenant.file)
    tenant.rows["learner"] = of.LearnerFactory(organisation=organisation)
    assignment = of.TrainingAssignmentFactory(organisation=organisation)
    assignment.learners.add(tenant.rows["learner"])
    assignment.assignees.create(learner=tenant.rows["learner"], since=assignment.assigned_at)
    tenant.rows["training_assignment"] = assignment
    tenant.rows["group_asked"] = of.GroupRequestFactory(parent=organisation)
    tenant.rows["group_question"] = of.GroupRequestFactory(company_number=organisation.company_number)
    tenant.rows["subsidiary"] = of.OrganisationFactory(parent=organisation)


def _add_statement_rows(tenant: Tenant) -> None:
    draft = tenant.versions[State.DRAFTING]
    editor = tenant.people[Role.EDITOR]
    section = draft.sections.get(code=SectionCode.RISK)
    draft.sections.create(code="extra_1", heading="Our shipping routes", after=SectionCode.RISK)
    tenant.comment = sf.CommentFactory(version=draft, author=editor)
    sf.ReplyFactory(comment=tenant.comment, author=editor)
    tenant.rows["section_draft"] = sf.SectionDraftFactory(section=section, user=editor)
    tenant.rows["section_revision"] = sf.SectionRevisionFactory(section=section, revision=9)
    tenant.rows["check_run"] = sf.CheckRunFactory(version=draft)
    tenant.rows["check_answer"] = sf.CheckAnswerFactory(version=draft)
    tenant.rows["figure"] = sf.make_figure(draft.statement)
    tenant.rows["word_return"] = sf.WordReturnFactory(version=draft, received_by=editor)
    tenant.rows["word_part"] = sf.WordPartFactory(word_return=tenant.rows["word_return"])
    tenant.rows["word_picture"] = sf.make_word_picture(tenant.rows["word_part"])
    tenant.rows["evidence"] = sf.EvidenceFactory(version=draft, used_by=editor)
    for state in (State.SIGNED, State.PUBLISHED):
        tenant.rows[f"{state}_approval"] = sf.ApprovalFactory(version=tenant.versions[state])
        tenant.rows[f"{state}_signature"] = sf.SignatureFactory(version=tenant.versions[state], page=tenant.file)
    tenant.rows["copy_request"] = sf.CopyRequestFactory(organisation=tenant.organisation)
    tenant.rows["url_check"] = sf.UrlCheckFactory(statement=tenant.versions[State.PUBLISHED].statement)
    tenant.publication = sf.PublicationFactory(version=tenant.versions[State.PUBLISHED])
    sf.CoveredFactory(publication=tenant.publication)
    tenant.rows["member_approval"] = sf.MemberApprovalFactory(version=tenant.versions[State.READY_FOR_APPROVAL])
    tenant.rows["notice"] = sf.NoticeFactory(version=draft, person=editor)
    tenant.rows["reminded"] = sf.RemindedFactory(organisation=tenant.organisation)
    file = StoredFileFactory(scope=tenant.organisation.uuid)
    tenant.rows["earlier_year"] = sf.EarlierYearFactory(organisation=tenant.organisation, file=file)
    tenant.rows["earlier_text"] = sf.EarlierTextFactory(organisation=tenant.organisation)
    tenant.rows["published_figure"] = sf.PublishedFigureFactory(publication=tenant.publication)


def _add_audit_rows(tenant: Tenant) -> None:
    audit = af.AuditFactory(site=tenant.rows["site"])
    plan = af.CarPlanFactory(finding__audit=audit)
    action = af.ActionFactory(finding__audit=audit)
    closed = af.ActionFactory(finding__audit=audit, status=FindingStatus.CLOSED_UNVERIFIED, completed_on="2026-10-01")
    tenant.rows |= {
        "audit": audit,
        "audit_file": af.AuditFileFactory(audit=audit),
        "finding": action.finding,
        "action": action,
        "action_file": af.ActionFileFactory(action=action),
        "promised_action": af.ActionFactory(finding__audit=audit, evidence_name="photo.jpg"),
        "closed_action": closed,
        "closed_action_file": af.ActionFileFactory(action=closed),
        "car_finding": plan.finding,
        "car_owner": af.CarOwnerFactory(plan=plan),
    }


def _add_alert_rows(tenant: Tenant) -> None:
    """An A-alert that somebody took on, a supplier's link with one action, a note on a concern."""
    own, site = tenant.organisation, tenant.rows["site"]
    tenant.rows |= {
        "alert": alf.AlertFactory(organisation=own, acknowledged_at=alf.RAISED),
        "questionnaire": alf.QuestionnaireFactory(supplier=site.supplier, requested_by=tenant.people[Role.EDITOR]),
        "company_match": sup.CompanyMatchFactory(supplier=site.supplier),
        "link": alf.SupplierLinkFactory(supplier=site.supplier, token=f"plan-of-{own.slug}"),
        "returned": wf.ImportFactory(
            organisation=own, from_supplier=site.supplier, state="done_with_errors", received_at=timezone.now()
        ),
        "package": wf.PackageFactory(organisation=own),
        "archive": arf.ArchiveFactory(organisation=own),
        "earlier_history": arf.EarlierHistoryFactory(organisation=own),
        "concern_note": alf.ConcernNoteFactory(organisation=own, sent_by=tenant.people[Role.EDITOR]),
    }


def _add_supplier_rows(tenant: Tenant) -> None:
    """A supplier with a site, another that sells to it, and a labour provider, so that every list has rows."""
    own = tenant.organisation
    supplier = sup.SupplierFactory(organisation=own)
    ended = sup.SupplierFactory(organisation=own, status="ended")
    provider = sup.SupplierFactory(organisation=own, is_labour_provider=True)
    site = sup.SiteFactory(supplier=supplier, address="1 Made-up Road", town="Madeup", country="GB")
    site.labour_providers.add(provider)
    sup.SupplyRelationFactory(supplier=ended, buys_from=supplier, tier=2)
    tenant.rows |= {
        "supplier": supplier,
        "ended_supplier": ended,
        "labour_provider": provider,
        "supply": sup.SupplyRelationFactory(supplier=supplier),
        "site": site,
        "figures": sup.WorkerFiguresFactory(site=site),
        "control": sup.ControlFactory(site=site),
        "site_facts": sup.SiteFactsFactory(site=site, last_audit_on=date(2026, 5, 14), open_actions=2),
        "view": sup.SavedViewFactory(organisation=own),
    }
    recompute_scores(own, event="import", now=timezone.now())
