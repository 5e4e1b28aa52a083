import pytest
from django.urls import reverse
from tests.factories.accounts import UserFactory, PASSWORD
pytestmark = pytest.mark.django_db
def test_x(client):
    for n in ["account_login","account_signup","account_reset_password","account_reset_password_done","people:lost"]:
        r=client.get(reverse(n)); assert r.status_code==200, n
    u=UserFactory(); client.force_login(u)
    for n in ["people:account","people:second_step","people:session","mfa_index","mfa_list_webauthn","usersessions_list","account_email","account_change_password","account_logout","account_reauthenticate"]:
        r=client.get(reverse(n)); assert r.status_code==200, (n, r.status_code)
