from datetime import date

import pytest

from portal.accounts import demo
from portal.accounts.models import User
from portal.accounts.roles import StaffRole, has_role
from portal.core.demo_accounts import DEMO_PASSWORD

pytestmark = pytest.mark.django_db


def test_there_is_an_account_a_role_and_running_twice_adds_none(client):
    first = demo.seed(today=date(2026, 11, 24))
    assert demo.seed(today=date(2026, 11, 25)) == first
    assert User.objects.count() == len(StaffRole)
    for role, shown in zip(StaffRole, sorted(first, key=lambda a: StaffRole.labels.index(a.role)), strict=True):
        assert has_role(User.objects.get(email=shown.email), role)
        client.logout()
        client.post("/accounts/login/", {"login": shown.email, "password": DEMO_PASSWORD})
        assert client.get("/dashboard/", follow=True).status_code == 200
