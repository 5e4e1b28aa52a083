"""What our staff see of organisations, and do about them."""

import pytest

from tests.compliance.organisations.conftest import to
from tests.factories.organisations import (
    ControlProofFactory,
    HandoverFactory,
)

pytestmark = pytest.mark.django_db


def test_the_staff_list_takes_the_same_queries_however_many_there_are(client, staff, django_assert_num_queries):
    ControlProofFactory()
    HandoverFactory()
    client.get(to("staff"))
    with django_assert_num_queries(8) as few:
        client.get(to("staff"))
    ControlProofFactory.create_batch(4)
    HandoverFactory.create_batch(4)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(to("staff"))


def test_a_dispute_names_the_holder_and_cannot_be_accepted_over_it(client, staff, organisation):
    claim = ControlProofFactory(organisation__company_number=organisation.company_number, is_dispute=True)
    address = to("staff_proof", claim.uuid)
    assert organisation.name in client.get(address).content.decode()
    assert client.post(address, {"answer": "accept"}).status_code == 422
    client.post(to("staff_unconfirm", organisation.uuid), {"reason": "Not theirs"})
    assert client.post(address, {"answer": "accept"}).status_code == 302
    organisation.refresh_from_db()
    claim.organisation.refresh_from_db()
    assert (organisation.is_confirmed, claim.organisation.is_confirmed) == (False, True)


def test_staff_take_down_and_give_back_with_a_reason(client, staff, organisation):
    assert client.post(to("staff_take_down", organisation.uuid), {}).status_code == 422
    client.post(to("staff_take_down", organisation.uuid), {"reason": "A complaint"})
    organisation.refresh_from_db()
    assert organisation.taken_down_reason == "A complaint"
    client.post(to("staff_give_back", organisation.uuid), {"reason": "Settled"})
    organisation.refresh_from_db()
    assert not organisation.is_taken_down


@pytest.mark.parametrize("query", ["", "harbour", "<script>", "%", "'; --", "\x00", "x" * 5000])
def test_the_search_of_staff_takes_anything(client, staff, organisation, query):
    assert client.get(to("staff"), {"q": query}).status_code in {200, 422}
