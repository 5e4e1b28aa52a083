"""Production settings, and ten searches a day: no window of time ends while a test counts."""

from tests.reliability.overload_settings import *  # noqa: F403
from tests.reliability.overload_settings import LIMITS

LIMITS = LIMITS | {"register_search": (10, 24 * 60 * 60)}
