"""Settings of what the operator promises about the helpline. Nothing is promised where nothing is set."""

import re

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import env


def reading_times(text: str) -> dict[str, tuple[int, str]]:
    """Parse how soon a person reads what came in, by level: "p1=15 minutes, p3=24 hours" → {"p1": (15, "minutes"), …}.

    Raises ImproperlyConfigured for anything else, so that no half of a promise is made.
    """
    times = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = re.fullmatch(r"(p[1-4])\s*=\s*([1-9]\d{0,3})\s+(minutes|hours|working days)", part)
        if match is None:
            raise ImproperlyConfigured(f"HELPLINE_READS_WITHIN: write “p1=15 minutes, p2=1 hours”, not “{part}”.")
        times[match[1]] = (int(match[2]), match[3])
    return times


# Words for readers, as "24 hours a day, every day" or "Monday to Friday, 8am to 8pm".
HELPLINE_HOURS = env("HELPLINE_HOURS").strip()
HELPLINE_READS_WITHIN = reading_times(env("HELPLINE_READS_WITHIN"))
