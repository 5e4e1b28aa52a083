"""A business with its people, and its draft in the state a test needs."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from compliance.audits.choices import Announcement, CommissionedBy, Grade
from compliance.audits.models import Audit
from compliance.organisations.choices import LegalForm, Role
from compliance.organisations.models import Membership, Organisation
from compliance.statements.choices import SectionCode, State, Way
from compliance.statements.core import services as core_services
from compliance.statements.editor.services import draft
from compliance.statements.models import Version
from compliance.statements.signoff.services import review, signoff
from portal.accounts.models import User
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.signed import full_sections
from tests.factories.suppliers import SiteFactory, SupplierFactory

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
COVERAGE = {
    "covers_own_business": True,
    "covers_own_business_section": "training",
    "covers_supply_chains": True,
    "covers_supply_chains_section": "risk",
}
SIGNATORIES = {"llp": "designated_member", "limited_partnership": "general_partner", "other_partnership": "partner"}


@dataclass
class Business:
    organisation: Organisation
    people: dict[str, User] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)

    def add(self, name: str, role: Role) -> User:
        self.people[name] = UserFactory(first_name=name.title(), last_name="Example")
        self.memberships[name] = MembershipFactory(organisation=self.organisation, user=self.people[name], role=role)
        return self.people[name]

    @property
    def editor(self) -> User:
        return self.people["editor"]

    @property
    def approver(self) -> User:
        return self.people["approver"]

    def start(self, **changes) -> Version:
        given = {
            "organisation": self.organisation,
            "actor": self.editor,
            "at": AT,
            "period_start": date(2025, 4, 1),
            "period_end": date(2026, 3, 31),
            "kind": "steps_taken",
            "is_short": False,
        }
        return draft.start(**(given | changes))

    def written(self, sections: dict | None = None, **changes) -> Version:
        """A draft with every section filled in and completed."""
        version = self.start(**changes)
        sections = sections or full_sections(form=self.organisation.legal_form) | {SectionCode.COVERAGE: COVERAGE}
        for section in version.sections.all():
            answers = sections.get(section.code, {}) | section.answers
            core_services.save_section(
                section=section, actor=self.editor, at=AT, revision=0, answers=answers, is_complete=True
            )
        return Version.objects.get(pk=version.pk)

    def ready(self, **changes) -> Version:
        version = self.written(**changes)
        review.send_for_review(version=version, actor=self.editor, at=AT)
        return review.mark_ready(version=version, actor=self.approver, at=AT)

    def approve(self, version: Version, *, on: date = date(2026, 11, 20), seen_hash: str = "", **changes):
        given = {
            "version": version,
            "actor": self.approver,
            "at": AT,
            "details": signoff.SignoffDetails(
                Way.RECORDED, on, seen_hash or version.content_hash, reference="Minute 7"
            ),
            "body": {"company": "board_of_directors", "llp": "members"}.get(
                self.organisation.legal_form, "equivalent_management_body"
            ),
            "body_name": "",
        }
        return signoff.approve(**(given | changes))

    def sign(self, version: Version, *, on: date = date(2026, 11, 24), **changes):
        role = SIGNATORIES.get(self.organisation.legal_form, "director")
        given = {
            "version": version,
            "actor": self.approver,
            "at": AT,
            "details": signoff.SignoffDetails(Way.ON_SCREEN, on, version.content_hash),
            "signatory": signoff.Signatory("Robin", "Example", "Director", role),
        }
        return signoff.sign(**(given | changes))


def make_business(form: str = LegalForm.COMPANY) -> Business:
    business = Business(OrganisationFactory(legal_form=form))
    for role in Role:
        business.add(role.value, role)
    business.add("second", Role.EDITOR)
    return business


@pytest.fixture(autouse=True)
def _no_internet(monkeypatch):
    """No test of statements asks the real DNS for an address that a draft names."""
    monkeypatch.setattr("portal.core.safe_fetch.resolve", lambda host, seconds: [])


@pytest.fixture
def business(db) -> Business:
    return make_business()


def state_of(version: Version) -> State:
    return State(Version.objects.get(pk=version.pk).state)


@pytest.fixture
def at(business):
    """The address of a page of the business's statement for 2026."""

    def address(name: str, **kwargs) -> str:
        return reverse(f"statements:{name}", kwargs={"organisation": business.organisation.slug, "year": 2026} | kwargs)

    return address


@pytest.fixture
def visit(business):
    def signed_in(name: str) -> Client:
        return sign_in(Client(), business.people[name])

    return signed_in


@pytest.fixture
def audit(business) -> Audit:
    """Held in the year of the draft, with one finding."""
    site = SiteFactory(supplier=SupplierFactory(organisation=business.organisation, name="Quiet Mill"))
    held = AuditFactory(
        site=site,
        audit_ref="ZAA-SECRET",
        ended_on=date(2026, 1, 15),
        announcement=Announcement.UNANNOUNCED,
        commissioned_by=CommissionedBy.THIRD_PARTY_US,
    )
    FindingFactory(audit=held, finding_ref="NC-SECRET", issue_code="FL14", grade=Grade.CRITICAL)
    return held
