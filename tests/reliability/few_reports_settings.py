"""Production settings, and five reports a day of the whole site: no window of time ends while a test counts."""

from tests.reliability.overload_settings import *  # noqa: F403
from tests.reliability.overload_settings import LIMITS

LIMITS = LIMITS | {"concern_submit_site": (5, 24 * 60 * 60)}
