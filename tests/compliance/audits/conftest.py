"""A business with a site, an audit with one open finding, and people of each kind."""

from dataclasses import dataclass

import pytest
from django.test import Client

from compliance.audits.models import Audit, Finding
from compliance.organisations.choices import Role
from compliance.organisations.models import Organisation
from portal.accounts.models import User
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.suppliers import SiteFactory


@dataclass
class Business:
    organisation: Organisation
    people: dict[str, User]
    audit: Audit
    finding: Finding

    def client(self, name: str) -> Client:
        client = Client()
        sign_in(client, self.people[name])
        return client


@pytest.fixture
def business(db) -> Business:
    audit = AuditFactory(site=SiteFactory())
    organisation = audit.organisation
    people = {name: UserFactory(first_name=name) for name in ("viewer", "editor", "verifier", "lead", "administrator")}
    MembershipFactory(organisation=organisation, user=people["viewer"])
    MembershipFactory(organisation=organisation, user=people["editor"], role=Role.EDITOR, is_verifier=True)
    MembershipFactory(organisation=organisation, user=people["verifier"], is_verifier=True)
    MembershipFactory(organisation=organisation, user=people["lead"], is_safeguarding_lead=True)
    MembershipFactory(organisation=organisation, user=people["administrator"], role=Role.ADMINISTRATOR)
    finding = FindingFactory(audit=audit, title="Gloves are charged", description="Gloves cost eight pounds.")
    return Business(organisation, people, audit, finding)
