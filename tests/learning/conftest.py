import pytest
from django.utils import timezone


@pytest.fixture
def clock_at(monkeypatch):
    """Move every clock that asks Django: clock_at(moment)."""

    def move(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move
