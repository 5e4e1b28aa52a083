"""A form that is sent twice does its work once; sent again with other content, it does that too."""

import json
from uuid import UUID, uuid5


def get_row_id(owner: UUID, token: UUID, *content: str) -> UUID:
    """Return the id of the row that a form makes: the same for the same content, another for each other.

    owner: what the row belongs to, as one form may be sent for two. token: of the form; random and stored nowhere, so
    that no id can be compared with what somebody thinks the content is.
    """
    return uuid5(owner, json.dumps([str(token), *content]))
