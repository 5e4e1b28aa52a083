"""A business with the people whom alerts are for."""

from dataclasses import dataclass
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from compliance.organisations.choices import Role
from compliance.organisations.models import Membership, Organisation
from portal.core.models import Outbox
from tests.factories.organisations import MembershipFactory, OrganisationFactory


@dataclass
class Business:
    """administrator and lead may see A-alerts; editor and viewer may not."""

    organisation: Organisation
    administrator: Membership
    lead: Membership
    editor: Membership
    viewer: Membership


def business(**given) -> Business:
    organisation = OrganisationFactory(**given)
    return Business(
        organisation,
        MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR),
        MembershipFactory(organisation=organisation, role=Role.APPROVER, is_safeguarding_lead=True),
        MembershipFactory(organisation=organisation, role=Role.EDITOR),
        MembershipFactory(organisation=organisation, role=Role.VIEWER),
    )


def mails(template: str) -> list[str]:
    """To whom a mail of that template is owed, in order of address."""
    return sorted(Outbox.objects.filter(template=f"audits/{template}").values_list("to", flat=True))


def picture(name: str = "done.png") -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (4, 4), "white").save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/png")
