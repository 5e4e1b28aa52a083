"""IN01: a script in every text field of the journey, as its own reporter and the desk see it."""

import html

from compliance.casework.models import Case
from compliance.concerns.models import Concern
from compliance.concerns.rules import journey
from tests.attacks.test_in_forms import LINE, accepted
from tests.factories.canaries import HOSTILE
from tests.factories.concerns import SHORTEST, Reporter
from tests.support.form_users import get_form
from tests.test_pages import problems


def tell_hostile(reporter: Reporter) -> str:
    """The whole journey, with a script in each text field of each page; the code."""
    reporter.begins("business_concern")
    reporter.answers(r5={"identity_mode": "named_share", "consent": ["police"]})
    others = [
        f"/r/{page.number}" for page in journey.ALL_PAGES if page.number > journey.FILES.number or page.number == 8
    ]
    pages = [url for url in (*SHORTEST, *others) if reporter.client.get(url).status_code == 200]
    assert len(pages) > 10
    for url in pages:
        assert accepted(reporter.client, get_form(reporter.client, url)), url
    return reporter.submits()


def test_in01_a_script_in_every_field_of_the_journey_is_words_at_the_desk_and_to_its_own_reporter(at_desk):
    reporter = Reporter()
    digits = tell_hostile(reporter)
    reporter.confirms(digits)
    reporter.returns(digits)
    reporter.sends("/r/talk/", text=HOSTILE, token="0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f02")
    assert not problems(reporter.opens("/r/talk/"))
    client, concern = at_desk.client(), Concern.objects.get()
    pages = [client.get("/desk/"), client.get(f"/desk/concerns/{concern.pk}/")]
    client.post(f"/desk/concerns/{concern.pk}/take/")
    case = f"/desk/cases/{Case.objects.get().pk}/"
    for tab in ("", "conversation/", "people/", "places/", "timeline/", "actions/", "referrals/", "files/", "sharing/"):
        pages.append(client.get(f"{case}{tab}"))
    pages.append(client.post(f"{case}reveal/concern/{concern.pk}/", {"reason": "safety"}))
    assert {page.status_code for page in pages} == {200}
    assert not [problem for page in pages for problem in problems(page.text)]
    shown = [page for page in pages if html.escape(LINE) in page.text or html.escape(HOSTILE) in page.text]
    assert len(shown) >= 5, "it is there, as words"
