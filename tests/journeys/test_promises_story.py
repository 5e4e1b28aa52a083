"""What an adult, a child and somebody who tells for another are promised on the way to the code, without a script.

A sentence that the rules of the desk can break has somebody trust a thing that does not hold: a child who is told that
nothing leaves without their yes, or a worker who believes that the police never tell immigration.
"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from compliance.concerns import promise_labels
from compliance.concerns.forms import submission
from compliance.concerns.rules import promises
from compliance.concerns.rules.promises import ADULT, CHILD, Reporter
from tests.compliance.concerns.rules.test_promises import BROKEN_PROMISES, CLAIMS
from tests.factories.concerns import open_door
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WITHOUT_SCRIPTS = pytest.mark.parametrize("open_person", WAYS[1:2], indirect=True)
# What every reader meets before anything is asked, and what each reads on the page where they choose how private to be.
FIRST = "You choose who else we tell. But we may tell the police, the council or another public body without asking"
CHILD_FIRST = "Someone may be under 18. So we may have to tell the police and the council’s children’s services"
GROUNDS = ["if someone is in immediate danger", "if a child is at risk", "if the law or a court says we must"]
IMMIGRATION = "The police may tell immigration authorities. So may the Home Office, if you ask for its support."
ADULT_SUPPORT = "No one can ask for this support unless you agree"
CHILD_SUPPORT = "They do not need your agreement."


@pytest.fixture(autouse=True)
def _door(db, monkeypatch):
    open_door()
    monkeypatch.setattr(submission, "MIN_FILL_TIME", timedelta(0))


def promises_on(page) -> set[str]:
    """Codes of the promises whose sentences are on the page."""
    text = " ".join(page.locator("main").inner_text().split())
    assert not BROKEN_PROMISES.search(text), page.url
    return {code for code, sentence in promise_labels.PROMISES.items() if str(sentence) in text}


def reads(person, reporter: Reporter, *, also: tuple[str, ...] = (), not_said: tuple[str, ...] = ()) -> set[str]:
    """All promises of the page hold for the reporter; the sentences of `also` are seen, those of `not_said` are not."""
    shown = promises_on(person.page)
    broken = [code for code in shown if CLAIMS[code] is not True and not CLAIMS[code](reporter)]
    assert not broken, f"{person.page.url}: {broken}"
    for sentence in also:
        person.sees(sentence)
    for sentence in not_said:
        expect(person.page.locator("main")).not_to_contain_text(sentence)
    return shown


def tells(person, *, purpose: str, age: str) -> None:
    """From the first page to the page about privacy, where nothing is chosen yet."""
    person.open("/report/")
    assert promises.YOU_CHOOSE in reads(person, Reporter(), also=(FIRST, *GROUNDS))
    person.choose(purpose)
    person.press("Continue")
    person.choose("No")
    person.press("Continue")
    person.choose(age)
    person.press("Continue")
    if age == "Yes":
        person.press("Continue", exact=True)
    person.write("What is happening?", "We work all night and cannot leave the yard.")
    person.press("Continue")
    person.choose("I do not know where")
    person.press("Continue")
    assert person.page.url.endswith("/r/5")


def sends(person, reporter: Reporter, *, also: tuple[str, ...], not_said: tuple[str, ...]) -> None:
    """From the page about privacy to the code: nothing dead is on it, and how to keep the code is said."""
    person.press("Continue")
    assert person.page.url.endswith("/r/6")
    shown = reads(person, reporter, also=also, not_said=not_said)
    assert promises.name_promise(reporter.identity_mode) in shown
    person.press("Send to the helpline")
    person.heading("Write this code down now")
    reads(person, reporter, also=("Write it on paper only you will see",), not_said=not_said)
    buttons = person.page.locator("main").get_by_role("button").all_inner_texts()
    assert buttons == ["I have saved the code", "Continue without checking"]
    assert not re.search(r"(?:copy|print) the code", person.page.locator("body").inner_text(), re.I)


@WITHOUT_SCRIPTS
def test_an_adult_is_not_told_that_nothing_reaches_the_police_or_immigration(open_person):
    ana = open_person(360)
    tells(ana, purpose="I need help for myself", age="No")
    reader = Reporter("r1", ADULT)
    shown = reads(
        ana, reader, also=(FIRST, *GROUNDS, IMMIGRATION, ADULT_SUPPORT), not_said=(CHILD_FIRST, CHILD_SUPPORT)
    )
    assert promises.YOU_CHOOSE in shown and promises.CHILD_IS_SHARED not in shown
    ana.choose("Stay anonymous: do not ask for my name")
    sends(ana, replace(reader, identity_mode="anonymous"), also=(FIRST, *GROUNDS), not_said=(CHILD_FIRST,))


@WITHOUT_SCRIPTS
def test_a_child_is_not_told_that_they_choose_whom_we_tell(open_person):
    noor = open_person(360)
    tells(noor, purpose="I need help for myself", age="Yes")
    reader = Reporter("r1", CHILD)
    shown = reads(noor, reader, also=(CHILD_FIRST, *GROUNDS, CHILD_SUPPORT), not_said=(FIRST, ADULT_SUPPORT))
    assert promises.CHILD_IS_SHARED in shown and promises.YOU_CHOOSE not in shown
    noor.choose(re.compile("Only the helpline"))
    sends(noor, replace(reader, identity_mode="confidential"), also=(CHILD_FIRST,), not_said=(FIRST, ADULT_SUPPORT))


@WITHOUT_SCRIPTS
def test_somebody_who_tells_for_another_is_not_promised_support_or_silence(open_person):
    ben = open_person(360)
    tells(ben, purpose="I want to help someone else", age="No")
    reader = Reporter("r2", ADULT)
    not_said = (CHILD_FIRST, ADULT_SUPPORT, CHILD_SUPPORT)
    shown = reads(ben, reader, also=(FIRST, *GROUNDS, IMMIGRATION), not_said=not_said)
    assert promises.YOU_CHOOSE in shown
    ben.choose("You can share my name with the people I choose")
    ben.choose("The police")
    chosen = replace(reader, identity_mode="named_share", consent=("police",))
    sends(ben, chosen, also=(FIRST, "You said we can pass this on to:"), not_said=not_said)
