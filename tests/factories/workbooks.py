import uuid
from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from compliance.workbooks.choices import Outcome, PackageState, State
from compliance.workbooks.models import Import, Package, SavedMapping, StagedRow
from tests.factories.files import StoredFileFactory
from tests.factories.organisations import OrganisationFactory

MESSAGE = {
    "code": "R007",
    "level": "error",
    "sheet": "Suppliers",
    "row": 3,
    "column": "C",
    "value": "Bangladsh",
    "message": "Country must be a country we recognise, not “Bangladsh”. Did you mean Bangladesh?",
}


class StagedRowFactory(DjangoModelFactory):
    class Meta:
        model = StagedRow

    position = factory.Sequence(lambda n: n + 1)
    sheet = "Suppliers"
    number = factory.SelfAttribute("position")
    kind = "suppliers"
    values: dict = {}
    messages = [MESSAGE]
    outcome = Outcome.ERROR


class SavedMappingFactory(DjangoModelFactory):
    """What was said of a vendor list: one column of it is not used."""

    class Meta:
        model = SavedMapping

    organisation = factory.SubFactory(OrganisationFactory)
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    kind = "suppliers"
    columns = {"lieferant": "supplier_name", "land": "country", "nr": "supplier_ref", "name": ""}
    answered_at = datetime(2026, 11, 24, 9, tzinfo=UTC)


class PackageFactory(DjangoModelFactory):
    """One that is ready, of which the bytes are gone."""

    class Meta:
        model = Package

    organisation = factory.SubFactory(OrganisationFactory)
    state = PackageState.READY
    file = factory.SubFactory(StoredFileFactory, scope=factory.SelfAttribute("..organisation.uuid"))
    asked_at = datetime(2026, 11, 24, 9, tzinfo=UTC)


class ImportFactory(DjangoModelFactory):
    """One that waits for a person to look, with a row that has a problem."""

    class Meta:
        model = Import
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    token = factory.LazyFunction(uuid.uuid4)
    name = "suppliers.xlsx"
    sha256 = "0" * 64
    state = State.PREVIEW
    received_at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    counts = {"add": 2, "error": 1}
    sheets = {"Suppliers": ["suppliers", 1]}
    row = factory.RelatedFactory(StagedRowFactory, factory_related_name="upload")
