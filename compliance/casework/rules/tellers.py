"""Whether somebody who told us of a case told us of themselves. Pure, so that a table can prove it."""

VICTIM, HELP_FOR_SELF, UNKNOWN_TYPES = "potential_victim", "seeking_help_self", frozenset({"", "unknown"})
CODE_WORD = "code_word"


def is_victim(*, reporter_type: str, purpose: str) -> bool:
    """Return whether they told us of themselves: what they said they are decides, else why they were in touch."""
    if reporter_type in UNKNOWN_TYPES:
        return purpose == HELP_FOR_SELF
    return reporter_type == VICTIM
