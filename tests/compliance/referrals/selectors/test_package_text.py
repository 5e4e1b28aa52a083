"""What the check page shows is what leaves, with the phrases marked that could show who told us.

See docs/requirements/helpline.md#words-that-show-who-told-us.
"""

import pytest
from django.urls import reverse

from compliance.referrals.models import Referral
from compliance.referrals.selectors.package_text import get_package_text
from compliance.referrals.services import dispatch, drafts
from tests.factories.merged import merge
from tests.factories.referrals import begin, choose

pytestmark = pytest.mark.django_db
WORDS = "My neighbour's girl is <script>alert(1)</script> shut in.\nI heard her screaming & crying."
MARKED = [
    '<mark class="portal-mark">My neighbour&#x27;s</mark> girl is &lt;script&gt;alert(1)&lt;/script&gt; shut in.',
    '<mark class="portal-mark">I heard</mark> her screaming &amp; crying.',
]
SENTENCE = "marked phrases could show who told us."


def start(at, *, note: str = "", **said) -> Referral:
    return choose(at, begin(at, at.case(**{"account": WORDS} | said)), "account", "place", note=note)


def package_of(at, row):
    return drafts.build_package(row, at.keys, on=dispatch.get_local_date(at.now))


def text_of(at, row):
    return get_package_text(row.case, package_of(at, row))


def page(at, row, name: str = "cases:refer_check") -> str:
    return at.client().get(reverse(name, args=(row.case_id, row.pk))).content.decode()


def test_a_neighbours_own_words_are_marked_where_the_referral_is_checked_and_leave_as_shown(at_desk):
    row = start(at_desk)
    check, record = page(at_desk, row), page(at_desk, row, "cases:refer_record")
    for words in MARKED:
        assert words in check and words in record
    assert f"<strong>2 {SENTENCE}</strong>" in check and "<script>alert(1)" not in check
    (account,) = [item.text for item in package_of(at_desk, row).items if item.kind == "account"]
    assert account == WORDS, "it leaves as it is shown, with no mark in it"


def test_every_text_of_the_page_is_the_text_of_the_package(at_desk):
    row = start(at_desk, note="Ask at the shop next door.")
    text, package = text_of(at_desk, row), package_of(at_desk, row)
    shown = [(label, "".join(piece.text for piece in pieces)) for label, pieces in (*text.about, *text.items)]
    assert shown == [*package.about, *((item.label, item.text) for item in package.items)]
    assert "".join(piece.text for piece in text.note) == package.note
    assert text.phrase_count == 3


@pytest.mark.parametrize(
    ("purpose", "count"), [("seeking_help_self", 0), ("report_concern", 2), ("information", 2), ("", 2)]
)
def test_only_the_words_of_a_person_who_told_us_of_themselves_have_no_marks(at_desk, purpose, count):
    """Where we do not know who told us, they are marked."""
    row = start(at_desk, purpose=purpose)
    assert text_of(at_desk, row).phrase_count == count
    assert (SENTENCE in page(at_desk, row)) is bool(count)


def test_of_a_merged_case_the_words_of_each_person_are_judged_by_themselves(at_desk):
    own, other = at_desk.case(account="I work in my flat.", purpose="seeking_help_self"), at_desk.case(account=WORDS)
    row = choose(at_desk, begin(at_desk, merge(at_desk, own, other)), "account")
    marked = [[piece.text for piece in pieces if piece.is_marked] for _label, pieces in text_of(at_desk, row).items]
    assert sorted(marked) == [[], ["My neighbour's", "I heard"]]


def test_the_desks_own_request_is_not_marked(at_desk):
    row = start(at_desk, account="Twelve people sleep there.", note="We have told you what we know. Call us.")
    assert text_of(at_desk, row).phrase_count == 0
    assert "could show who told us" not in page(at_desk, row)
