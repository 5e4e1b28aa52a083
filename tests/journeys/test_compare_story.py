"""A reader of a comparison is led to the very sentence of a statement that answers what its table leaves open."""

from datetime import UTC, datetime

import pytest

from compliance.statements.publication.services.publish import publish
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.signed import signed_version
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SENTENCE = "In May we trained all 14 buyers in the signs of forced labour."
FILLER = "<p>People in our stores read our code of conduct when they join, and sign it.</p>" * 60
PLACE = """sentence => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.data.includes(sentence)) continue;
    const range = document.createRange();
    range.selectNode(walker.currentNode);
    const box = range.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight;
  }
}"""


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_question_that_is_not_answered_in_the_table_leads_to_the_sentence(open_person):
    for name, slug, more in (
        ("Wetherby Gloves Limited", "wetherby-gloves", {}),
        ("Birch Foods Limited", "birch", {"training_targets": [], "narrative_training": f"{FILLER}<p>{SENTENCE}</p>"}),
    ):
        organisation = OrganisationFactory(name=name, slug=slug)
        at = datetime(2026, 6, 1, 9, tzinfo=UTC)
        publish(version=signed_version(organisation=organisation, **more), actor=UserFactory(), at=at)
    person = open_person()
    person.open("/statements/compare/?with=wetherby-gloves&with=birch")
    person.sees(f"“{SENTENCE}”")
    person.follow("see the text of Birch Foods Limited about Training")
    person.page.wait_for_function(PLACE, arg=SENTENCE)
