"""Whatever text is typed at the desk is autosaved: every form with a text area, on every page of the register."""

import pytest
from bs4 import BeautifulSoup

from tests.support.visits import address_url, request_page
from tests.url_register import ADDRESSES
from tests.url_register.expectations import HANDLER, TRIAGE_LEAD

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# A line that says why a name is shown: the answer is the name itself, once, and no page to come back to.
ANSWERED_AT_ONCE = {"cases:reveal"}
DESK = ("desk:", "cases:", "duties:", "interpreters:", "partners:", "sharing:", "hotspots:")


@pytest.mark.parametrize("visitor", [HANDLER, TRIAGE_LEAD])
def test_every_form_with_a_text_area_is_autosaved(shared_world, clients, visitor):
    seen, wrong = set(), []
    for name, address in ADDRESSES.items():
        if name.startswith(DESK) and address.get[visitor] == 200:
            _, body = request_page(clients[visitor], "get", address_url(address, name, shared_world))
            for form in BeautifulSoup(body, "html.parser").select("form[method=post]:has(textarea)"):
                seen.add(name)
                if not form.has_attr("data-autosave") and not form.select("[data-autosave]"):
                    wrong.append(name)
    assert len(seen) > 20
    assert set(wrong) == ANSWERED_AT_ONCE
