"""The page of an upload at work keeps itself fresh with JavaScript, and says how far it is.

See docs/requirements/suppliers.md#upload-progress.
"""

import pytest
from playwright.sync_api import expect

from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from tests.factories.organisations import MembershipFactory
from tests.factories.workbooks import ImportFactory

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_progress_is_spoken_and_the_page_goes_on_to_what_came_of_it(visitor, sign_in, axe):
    member = MembershipFactory(role="editor")
    upload = ImportFactory(
        organisation=member.organisation, uploaded_by=member.user, state=State.VALIDATING, progress=30, total=100
    )
    page = visitor()
    sign_in(page, member.user)
    page.goto(f"/o/{member.organisation.slug}/suppliers/uploads/{upload.uuid}/")
    status = page.locator("[data-progress-status]")
    expect(status).to_be_empty()
    Import.objects.filter(pk=upload.pk).update(progress=62)
    expect(status).to_have_text("Compared with your register: 60%")
    expect(page.get_by_text("62 of 100 rows")).to_be_visible()
    assert not axe(page)
    Import.objects.filter(pk=upload.pk).update(state=State.PREVIEW)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the rows before you import them")
