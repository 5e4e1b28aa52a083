"""Who may have a file read once more."""

import pytest

from compliance.organisations.choices import Role
from compliance.workbooks.choices import State
from compliance.workbooks.models import TIMEOUT_CODE
from compliance.workbooks.permissions import can_retry
from tests.factories.files import StoredFileFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.workbooks import ImportFactory

pytestmark = pytest.mark.django_db


class TestCanRetry:
    def upload(self, **facts):
        facts = {"state": State.FAILED, "error": {"code": TIMEOUT_CODE}, "file": StoredFileFactory()} | facts
        return ImportFactory(**facts)

    @pytest.mark.parametrize(("role", "may"), [(Role.EDITOR, True), (Role.VIEWER, False)])
    def test_whoever_uploads_may(self, role, may):
        upload = self.upload()
        assert can_retry(MembershipFactory(organisation=upload.organisation, role=role), upload) is may

    @pytest.mark.parametrize(
        "facts", [{"state": State.PREVIEW}, {"error": {"code": "F002"}}, {"error": None}, {"file": None}]
    )
    def test_nothing_else_is_read_again(self, facts):
        upload = self.upload(**facts)
        assert not can_retry(MembershipFactory(organisation=upload.organisation, role=Role.EDITOR), upload)
