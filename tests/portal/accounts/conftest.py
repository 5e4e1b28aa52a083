import re

import pytest
from django.core import mail
from django.test import Client


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """Do something and let the mail that it owes leave: post(client.post, url, data)."""

    def send(act, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **kwargs)

    return send


@pytest.fixture
def same_body():
    """The body of an answer without what differs in each: the token, the address typed, the nonce."""

    def body(response, address: str) -> str:
        text = response.content.decode()
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
        return text.replace(address, "ADDRESS")

    return body


@pytest.fixture
def code_in_mail():
    """The code of the latest mail."""

    def code() -> str:
        return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", mail.outbox[-1].body, re.M).group(1)

    return code


@pytest.fixture
def other() -> Client:
    """Another browser."""
    return Client()
