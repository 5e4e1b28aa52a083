"""Files of an audit: cleaned of who made them, recorded, and removed with a line of history."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from compliance.audits.models import AuditFile
from compliance.audits.services import files
from portal.files.models import StoredFile
from portal.files.services import Refused, read_body
from portal.history.models import Entry
from tests.factories import told_files
from tests.factories.accounts import UserFactory
from tests.factories.audits import AuditFactory

pytestmark = pytest.mark.django_db


def attach(audit, body, name="photo.jpg"):
    upload = SimpleUploadedFile(name, body, content_type="image/jpeg")
    return files.attach_file(audit=audit, upload=upload, actor=UserFactory(), at=timezone.now())


def test_a_picture_is_kept_without_who_made_it_and_where():
    audit = AuditFactory()
    photo = told_files.photo()
    assert told_files.MARK.encode() in photo
    attached = attach(audit, photo)
    body = read_body(attached.file)
    assert told_files.MARK.encode() not in body
    assert Image.open(BytesIO(body)).size == (64, 48)
    assert attached.file.scope == audit.organisation.uuid
    assert [entry.action for entry in Entry.objects.filter(action__startswith="audits.")] == ["audits.audit.file_added"]


def test_what_is_no_file_of_a_kind_we_clean_is_refused_and_nothing_is_kept():
    audit = AuditFactory()
    with pytest.raises(Refused):
        attach(audit, b"MZ\x90\x00 not a picture", name="run.exe")
    assert not AuditFile.objects.exists() and not StoredFile.objects.exists() and not Entry.objects.exists()


def test_a_file_is_removed_with_a_line_of_history():
    attached = attach(AuditFactory(), told_files.photo())
    files.remove_file(file=attached, actor=UserFactory(), at=timezone.now())
    assert not AuditFile.objects.exists()
    assert Entry.objects.filter(action="audits.audit.file_removed").exists()
