"""Which requests for advice may become guidance. Pure."""

from compliance.concerns.rules.triage import ADVICE_PURPOSES


def is_advice(purpose: str) -> bool:
    return purpose in ADVICE_PURPOSES


def said_whole(text: str, known: set[str]) -> list[str]:
    """Names of businesses and places that stand in the text as a whole, by the alphabet; one of a letter is none."""
    plain = f" {_plain(text)} "
    return sorted(name for name in known if len(name.strip()) > 1 and f" {_plain(name)} " in plain)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
