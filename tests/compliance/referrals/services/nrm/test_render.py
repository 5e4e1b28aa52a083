"""Tests of a pack on paper and for programs."""

import base64
import json

import pytest

from compliance.casework.services import case_facts
from compliance.referrals.services.nrm import packs, render
from tests.factories.packs import begin, fill, who
from tests.support.pdfs import extract_text

pytestmark = pytest.mark.django_db


def test_a_reduced_pack_has_no_name_and_no_number_that_the_case_knows(at_desk):
    """With the name kept where a handler keeps it: with the people of the case."""
    pack = begin(at_desk, consents="refused")
    details = {
        "name": "Linh Tranova",
        "born": "3 May 1991",
        "phone": "07700 900776",
        "address": "9 Mill Lane",
        "how_to_reach": "Call her friend on 07700 900555, at six.",
    }
    case_facts.save_identity(group=pack.group, details=details, actor=at_desk.handler, at=at_desk.now)
    text = "Linh Tranova (3 May 1991) slept in a shed at Mill Lane in May 2024. Call 07700 900 776 or +447700900555."
    said = {"living-conditions": {"value": text, "source": "person", "why": ""}}
    pack = packs.save_answers(pack=pack, given=said, version=pack.version, **who(at_desk))
    made = render.build_content(pack, at_desk.keys, on=at_desk.now.date())
    left = json.dumps(made.as_json()) + extract_text(render.render_pdf(made))
    assert not any(mark in left for mark in ("Linh", "Tranova", "900776", "900 776", "900555", "Mill", "3 May"))
    assert "slept in a shed at" in left and "in May 2024" in made.said["living-conditions"]


def test_the_same_pack_makes_the_same_bytes(at_desk):
    pack = fill(at_desk, begin(at_desk))
    made = render.build_content(pack, at_desk.keys, on=at_desk.now.date())
    assert render.render_pdf(made) == render.render_pdf(made)
    assert base64.b64encode(render.render_json(made)) == base64.b64encode(render.render_json(made))
