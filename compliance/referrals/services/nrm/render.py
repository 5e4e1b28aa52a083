"""The pack on paper and for programs: in the form's order, with the words of its first page.

See docs/requirements/helpline.md#preparation-pack.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.casework.choices import Age
from compliance.casework.selectors import tellers
from compliance.casework.selectors import tellers as services_tellers
from compliance.casework.services.case_keys import Keys
from compliance.referrals.choices import ConsentState, Source
from compliance.referrals.models import NrmPack
from compliance.referrals.rules import nrm as rules
from compliance.referrals.services import package_lines
from compliance.referrals.services.nrm import packs, support
from portal.core import pdf
from portal.core.types import JsonObject
from portal.reference import helpline, nrm
from portal.reference.nrm import Question

SCHEMA = "nrm-pack/1"


@dataclass(frozen=True)
class Line:
    """A question as it is printed. why: of a missing answer. is_theirs: the first responder fills it in.

    state: of the consent that a text is made of, where it is.
    """

    question: Question
    text: str
    source: str = ""
    why: str = ""
    is_theirs: bool = False
    state: str = ""

    @property
    def source_label(self) -> str:
        return str(Source(self.source).label) if self.source else ""


@dataclass(frozen=True)
class Content:
    """A pack as it leaves. said: by the service's own keys."""

    reference: str
    pathway: str
    edition: str
    made_on: date
    sections: list[tuple[str, list[Line]]]
    said: JsonObject
    is_reduced: bool
    consent: dict[str, str]
    support: list[str]

    def as_json(self) -> JsonObject:
        return {"schema": SCHEMA, "answers": self.said}

    @property
    def digest(self) -> str:
        """Return the hash of what leaves about anybody: the same on every day and in every language of the page."""
        notes = [
            (line.question.key, line.source, line.why, line.state) for _label, lines in self.sections for line in lines
        ]
        words = [self.pathway, self.edition, self.said, notes]
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def build_content(pack: NrmPack, keys: Keys, *, on: date) -> Content:
    """Return just what leaves; the page before the hand-over shows the same. Raises encryption.DecryptionError."""
    answers = packs.get_answers(pack, keys)
    reduced = rules.is_reduced(pack.pathway)
    people = (
        [
            keys.facts(person_identity, "details")
            for person_identity in services_tellers.get_person_identities(pack.case.goes_on_in)
        ]
        if reduced
        else []
    )
    withheld = _withheld(pack, answers, keys)
    child_consent = packs.get_consent_state(pack) if rules.needs_no_consent(pack.pathway) else None
    filled = rules.get_handed_over_values(pack.pathway, answers, withheld, people)
    reasons = rules.get_handed_over_reasons(pack.pathway, answers, withheld, people)
    questions = rules.questions_for(pack.pathway, rules.get_values(pack.pathway, answers))
    return Content(
        reference=pack.case.reference,
        pathway=pack.pathway,
        edition=pack.form_edition,
        made_on=on,
        sections=_sections(
            [
                _child_consent_line(question, pack.pathway, child_consent)
                if child_consent and question.key == rules.CONSENT_ANSWER
                else _line(question, filled, answers, reasons)
                for question in questions
                if question.type != "files"
            ]
        ),
        said=rules.get_form_answers(filled),
        is_reduced=reduced,
        consent=_consent(pack),
        support=support.get_support_lines(pack, keys),
    )


def _withheld(pack: NrmPack, answers: rules.Kept, keys: Keys) -> list[str]:
    """Return what says who told us, but of the person themselves where it is their own pack."""
    told_by = tellers.get_tellers(pack.case.goes_on_in, keys)
    others = [
        teller
        for teller in told_by
        if not (teller.is_victim and rules.is_own_pack(pack.pathway, answers, teller.details))
    ]
    return [text for teller in others for text in teller.details.values()]


def render_pdf(content: Content) -> bytes:
    context = {
        "pack": content,
        "pathway": str(helpline.get_label("nrm_pathway", content.pathway)),
        "created": content.made_on.isoformat(),
        "phone": settings.HELPLINE_NUMBER,
    }
    html = render_to_string("casework/nrm/pack_pdf.html", context)
    identifier = hashlib.sha256(json.dumps(content.as_json(), sort_keys=True).encode()).digest()
    return pdf.render_pdf_in_sandbox(html, identifier=identifier)


def render_json(content: Content) -> bytes:
    return json.dumps(content.as_json(), ensure_ascii=False, indent=1).encode()


# Any: the value of a stored answer: text, a code or codes.
def describe_value(question: Question, value: Any) -> str:
    """Return an answer as it is read: labels for codes, a line each for several."""
    options = nrm.get_options(question)
    values = value if isinstance(value, list) else [value]
    return "\n".join(str(options.get(str(code), code)) for code in values if code not in (None, "", False))


def _line(question: Question, filled: JsonObject, answers: rules.Kept, reasons: dict[str, str]) -> Line:
    about = answers.get(question.key, {})
    return Line(
        question=question,
        text=describe_value(question, filled[question.key]) if question.key in filled else "",
        source=_get_source(question.key, about) if question.key in filled else "",
        why=reasons.get(question.key, ""),
        is_theirs=question.section in rules.THEIR_SECTIONS,
    )


def _child_consent_line(question: Question, way: str, state: ConsentState) -> Line:
    """Return what is recorded: the form takes a child as one who agrees, which is no answer of theirs."""
    is_unasked = state is ConsentState.NOT_ASKED
    if is_unasked and way == rules.AGE_UNKNOWN:
        return Line(question, _("We did not ask: a child needs no consent, and this may be a child"), state=state.value)
    text = package_lines.describe_consent(state, age=Age.UNDER_18)
    return Line(question, text, source="" if is_unasked else str(Source.ASKED), state=state.value)


# Any: the parts of a stored answer.
def _get_source(key: str, answer: Mapping[str, Any]) -> str:
    """Return where an answer comes from; those of the pathway were asked or recorded when the pack was started."""
    return str(rules.FIXED_SOURCES.get(key) or answer.get("source") or Source.NOT_RECORDED)


def _sections(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    sections: dict[str, list[Line]] = {}
    for line in lines:
        sections.setdefault(line.question.section, []).append(line)
    return [(label, sections[code]) for code, label in nrm.get_sections().items() if code in sections]


def _consent(pack: NrmPack) -> dict[str, str]:
    """When and how it was given, and in which language; never in whose words."""
    row = pack.consent
    if row is None:
        return {}
    return {
        "state": row.get_state_display(),
        "on": date_format(row.on, "j F Y"),
        "how": row.how_given,
        "language": str(helpline.get_label("language", row.language)) if row.language else "",
        "interpreter": "yes" if row.with_interpreter else "no",
    }
