import pytest

from learning.resources.rules.stemming import MAX_TERMS, read_synonyms
from learning.resources.search_index import get_synonyms
from portal.core.stemming import stem


@pytest.mark.parametrize(
    "forms",
    [
        *(("sign", "signs", "signed", "signing"), ("labour", "labor"), ("organise", "organize", "organised")),
        *(("organisation", "organizations"), ("supplier", "supply", "supplies"), ("policy", "policies")),
        *(
            ("train", "training", "trained"),
            ("wage", "wages"),
            ("house", "houses", "housing"),
            ("recruit", "recruitment"),
        ),
        *(("interpreter", "interpreters", "interpreting"), ("business", "business"), ("stop", "stopping")),
    ],
    ids=lambda forms: forms[0],
)
def test_the_forms_of_a_word_are_one(forms):
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("statement", "state"), ("police", "policy"), ("care", "car"), ("fee", "feed")]
)
def test_other_words_stay_apart(one, other):
    assert stem(one) != stem(other)


def words(text):
    return [term.stem for term in get_synonyms().terms(text)]


def test_words_of_every_question_are_left_out():
    assert words("What do I have to do about it?") == words("have to")
    assert words("Who signs the statement?") == ["sign", "statement"]


def test_what_every_page_is_about_is_asked_for_only_alone():
    assert words("training on modern slavery") == ["train"]
    assert words("modern slavery") == [stem("modern"), stem("slavery")]


def test_a_word_twice_is_asked_for_once_and_a_question_has_an_end():
    assert words("sign sign signs") == ["sign"]
    assert len(words(" ".join(f"word{number}" for number in range(100)))) <= MAX_TERMS


def test_what_means_the_same_stands_beside_the_word():
    (term,) = read_synonyms("turnover, revenue\n# note\n").terms("revenue")
    assert term.same == {(stem("turnover"),)}


def test_a_name_of_several_words_means_the_same_as_its_short_form():
    terms = get_synonyms().terms("national referral mechanism")
    assert ("nrm",) in terms[0].same
    whole = tuple(map(stem, ("national", "referral", "mechanism")))
    assert any(whole in term.same for term in get_synonyms().terms("nrm"))


def test_an_arrow_leads_one_way_only():
    both = read_synonyms("county lines > child")
    assert ("child",) in both.terms("county lines")[0].same
    assert not both.terms("child")[0].same


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "日本", "'; --"])
def test_a_question_without_words_has_no_terms(text):
    assert words(text) == []
