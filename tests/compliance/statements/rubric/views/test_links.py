"""Each result of the check leads to a page that opens, and to a place that is in it."""

import re

import pytest
from django.utils.html import escape

from compliance.statements.editor.services import draft
from compliance.statements.models import Version
from compliance.statements.publication.services import publish as services_publish
from tests.compliance.statements.conftest import AT

WAY = re.compile(r'<a class="govuk-link" href="([^"]+)">Go to “')
RESULT = re.compile(r'<div class="portal-item portal-result" id="(\w+)">(.*?)</details>', re.DOTALL)
RECORDED = {"law_approval": "approve", "g_approval_date": "approve", "law_signature": "sign"}
BAD = {
    "period": {"statement_kind": "steps_taken", "language": "cy"},
    "organisations": {"is_group": True, "group_members": [{"website_url": "https://a.example"}]},
    "signoff": {"legal_form": "company", "signatory_first_name": "Robin"},
    "web": {"has_website": True, "statement_url": "http://a.example/"},
    "training": {"area_training": False, "training_targets": ["none"]},
    "policies": {"area_policies": True, "narrative_policies": "<p>We will guarantee no slavery. We plan more.</p>"},
    "risk": {"area_risk": True, "risks": [{"description": "Fees"}]},
    "monitoring": {"area_monitoring": True, "kpis": [{"name": "Audits"}], "goals": [{"text": "More"}]},
    "coverage": {"covers_own_business": True, "covers_own_business_section": "risk"},
}


def _bad(business):
    version = business.start()
    for section in version.sections.filter(code__in=BAD):
        section.answers |= BAD[section.code]
        section.save()
    return version


def _signed(business) -> Version:
    version = business.ready()
    business.approve(version)
    business.sign(version)
    return version


DRAFTS = {
    "empty": lambda business: business.start(),
    "short": lambda business: business.start(is_short=True),
    "without steps": lambda business: business.start(kind="no_steps"),
    "bad": _bad,
    "written": lambda business: business.written(),
    "frozen": lambda business: business.ready(),
    "signed": _signed,
}


def ways_in(page: str) -> dict[str, str]:
    found = ((code, WAY.search(text)) for code, text in RESULT.findall(page))
    return {code: way[1] for code, way in found if way}


def follow(client, page: str) -> dict[str, str]:
    """Open every way; each answers 200 and has the id it leads to."""
    ways, pages = ways_in(page), {}
    lost = []
    for code, way in ways.items():
        address, _hash, target = way.partition("#")
        if address not in pages:
            response = client.get(address)
            pages[address] = response.content.decode() if response.status_code == 200 else ""
        if not pages[address] or (target and f' id="{escape(target)}"' not in pages[address]):
            lost.append((code, way))
    assert not lost
    return ways


@pytest.mark.parametrize("name", DRAFTS)
def test_every_result_leads_to_a_place_that_is_there(business, at, visit, name):
    DRAFTS[name](business)
    editor = visit("editor")
    ways = follow(editor, editor.get(at("check")).content.decode())
    assert len(ways) > 20 if name != "without steps" else ways


def test_an_open_draft_leads_to_the_controls_themselves(business, at, visit):
    business.start()
    editor = visit("editor")
    ways = ways_in(editor.get(at("check")).content.decode())
    assert ways["g_area_risk"] == at("section", section="risk") + "#id_area_risk_0"
    assert ways["law_group_coverage"].endswith("#id_is_group_0")
    assert ways["g_approval_date"] == at("approve")
    assert not {"law_homepage_link", "g_registry"} & set(ways), "both are done after publication"


def test_a_frozen_version_leads_to_its_sign_off(business, at, visit):
    business.ready()
    ways = ways_in(visit("editor").get(at("check")).content.decode())
    assert {code: ways[code] for code in RECORDED} == {code: at(page) for code, page in RECORDED.items()}


def test_after_publication_the_link_and_the_registry_have_their_pages(business, at, visit):
    business.organisation.confirmed_at = AT
    business.organisation.save()
    version = _signed(business)
    services_publish.publish(version=version, actor=business.people["administrator"], at=AT)
    draft.amend(
        version=Version.objects.get(pk=version.pk), actor=business.editor, at=AT, kind="substantive", note="More"
    )
    editor = visit("editor")
    ways = follow(editor, editor.get(at("check")).content.decode())
    assert ways["law_homepage_link"] == at("homepage_link")
    assert ways["g_registry"] == at("registry")
