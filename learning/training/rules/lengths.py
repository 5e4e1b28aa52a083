"""How long a course takes, in words' numbers: hours to the nearest quarter, never none for a course that was done."""


def hours(minutes: int) -> str:
    """ "1.25" for 75 minutes; "0.25" at least for any course."""
    quarters = max(1, round(minutes / 15)) if minutes else 0
    return f"{quarters / 4:g}"
