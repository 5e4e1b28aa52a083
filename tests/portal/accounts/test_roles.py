"""Roles of our staff and what they may do in Wagtail."""

import pytest
from django.contrib.auth.models import Group, Permission

from portal.accounts.roles import StaffRole, has_role, is_staff_account
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_each_role_has_its_group():
    assert set(Group.objects.filter(name__in=StaffRole.values).values_list("name", flat=True)) == set(StaffRole.values)


def test_only_those_who_publish_enter_wagtail():
    may = Group.objects.filter(permissions__codename="access_admin", name__in=StaffRole.values)
    assert set(may.values_list("name", flat=True)) == {"content_editor", "site_administrator"}


def test_nobody_holds_wagtails_user_management():
    """It amounts to the rights of a superuser (docs/requirements/security.md#user-management)."""
    dangerous = Permission.objects.filter(content_type__model__in=["user", "group", "permission"])
    assert dangerous.exists()
    assert not Group.objects.filter(permissions__in=dangerous).exists()


@pytest.mark.parametrize("role", StaffRole)
def test_a_role_is_held_by_its_group_and_by_no_other(role):
    person = UserFactory(role=role)
    assert has_role(person, role)
    assert is_staff_account(person)
    assert not has_role(person, *(set(StaffRole) - {role}))


def test_a_superuser_is_a_site_administrator_and_nothing_else():
    person = UserFactory(is_superuser=True)
    assert has_role(person, StaffRole.SITE_ADMINISTRATOR)
    assert not has_role(person, StaffRole.HANDLER, StaffRole.TRIAGE_LEAD)


def test_a_closed_account_has_no_role():
    assert not has_role(UserFactory(role=StaffRole.HANDLER, is_active=False), StaffRole.HANDLER)
