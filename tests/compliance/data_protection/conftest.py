"""People at an unlocked desk."""

from tests.factories.desk_fixtures import (  # noqa: F401 — fixtures
    colleague,
    colleague_desk,
    desk,
    handler,
    keys,
    lead,
    lead_desk,
    time_machine_at,
    vault,
)
