"""People at an unlocked desk."""

from tests.factories.desk_fixtures import at_desk  # noqa: F401 — a fixture
