from datetime import timedelta

import pytest

from compliance.concerns.forms import submission
from tests.factories.concerns import Reporter, open_door


@pytest.fixture
def door(db, monkeypatch):
    """The team's key is there, and a test may send as quickly as a program."""
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))
    return open_door()


@pytest.fixture
def reporter(door) -> Reporter:
    return Reporter()
