"""The files of an imported archive."""

import pytest
from django.core.management import call_command

from compliance.organisations.models import Organisation
from portal.files import storage
from portal.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(made, capsys) -> Organisation:
    call_command("import_organisation", str(made.path))
    capsys.readouterr()
    return Organisation.objects.get()


def test_files_open_under_this_portals_key(made, brought):
    stored = StoredFile.objects.all()
    assert stored.count() > 3
    for one in stored:
        assert storage.get_sha256(storage.read_file(one.uuid)) == one.sha256
