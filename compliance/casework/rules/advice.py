"""Which requests for advice may become guidance, and which are closed together with their answer. Pure."""

from dataclasses import dataclass

from compliance.concerns.rules.triage import ADVICE_PURPOSES

ADVICE_LEVEL, ADULT = "p4", "adult"
# As at the end of a call (rules.call_endings): whoever does not know of a danger has described none.
CALM_DANGERS = frozenset({"not_immediate", "unknown"})
GENERAL_INFORMATION = "general_information"
# Work goes on in these, and nothing but the answer is awaited.
CLOSABLE = frozenset({"new", "triaged", "in_progress", "awaiting_contact", "reopened"})


@dataclass(frozen=True)
class Request:
    """What a case says that may be nothing but a question.

    describes_somebody: people, people responsible, signs or a kind of exploitation are coded.
    has_open_work: a task, a referral without an answer, or a file that nobody has looked at again.
    """

    status: str
    level: str
    purpose: str
    age: str
    danger: str
    category: str
    describes_somebody: bool = False
    has_open_work: bool = False


def may_close_with_answer(request: Request) -> bool:
    """Return whether one page may answer the question and close the case.

    Anything that may be about a person at risk is closed by the longer way, which asks for the facts first.
    """
    return (
        request.level == ADVICE_LEVEL
        and request.status in CLOSABLE
        and is_advice(request.purpose)
        and request.age == ADULT
        and request.danger in CALM_DANGERS
        and request.category in {"", GENERAL_INFORMATION}
        and not request.describes_somebody
        and not request.has_open_work
    )


def is_advice(purpose: str) -> bool:
    return purpose in ADVICE_PURPOSES


def find_whole_phrases(text: str, known: set[str]) -> list[str]:
    """Return the names of businesses and places that stand in the text as a whole, by the alphabet; a letter is no
    name.
    """
    plain = f" {_plain(text)} "
    return sorted(name for name in known if len(name.strip()) > 1 and f" {_plain(name)} " in plain)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
