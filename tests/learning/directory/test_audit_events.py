"""What the activity log says of changes to an entry."""

import pytest

from portal.history.event_labels import get_entry_sentence
from portal.history.models import Entry


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (["email", "place.is_public"], "Public email, Address shown to everyone"),
        (["provider.name"], "Name of the organisation"),
        ([], "no details yet"),
    ],
)
def test_changed_details_are_named_as_their_fields_are(fields, words):
    entry = Entry(action="directory.service.changed", object_label="Acas helpline", detail={"fields": fields})
    assert get_entry_sentence(entry) == f"changed Acas helpline: {words}"
