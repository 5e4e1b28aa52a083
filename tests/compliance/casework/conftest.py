"""People at an unlocked desk."""

from tests.factories.desk_fixtures import (  # noqa: F401 — fixtures
    at_desk,
    colleague,
    colleague_desk,
    desk,
    handler,
    keys,
    lead,
    lead_desk,
    other_lead,
    vault,
)
