from learning.resources.rules.ranking import SearchText, rank_texts
from learning.resources.rules.stemming import Term


def text(title="", words="", summary="", headings="", body=""):
    return SearchText("\n".join([title, words, summary, headings, body]))


def order(terms, **texts):
    return rank_texts([Term(term) if isinstance(term, str) else term for term in terms], texts, total=20)


def test_a_word_in_a_title_counts_for_more_than_one_in_the_text():
    assert order(["fee"], body=text(body="fee fee"), title=text(title="fee")) == ["title", "body"]


def test_a_rare_word_counts_for_more_than_a_common_one():
    pages = {f"common{number}": text(title="sign") for number in range(8)}
    assert order(["sign", "nail"], **pages, rare=text(summary="nail"))[0] == "rare"


def test_a_page_that_has_all_the_words_comes_before_one_that_has_half():
    assert order(["pay", "back"], half=text(title="pay"), both=text(summary="pay", body="back"))[0] == "both"


def test_what_means_the_same_counts_for_a_little_less():
    asked = [Term("revenue", frozenset({("turnover",)}))]
    assert order(asked, same=text(title="turnover"), own=text(title="revenue")) == ["own", "same"]


def test_a_name_counts_only_where_its_words_stand_together():
    asked = [Term("salon", frozenset({("nail", "bar")}))]
    assert order(asked, apart=text(title="bar nail"), together=text(title="nail bar")) == ["together"]


def test_words_that_stand_side_by_side_as_asked_come_first():
    assert order(["car", "wash"], apart=text(body="wash a car"), beside=text(body="car wash a"))[0] == "beside"


def test_equals_keep_the_order_of_the_database_and_a_page_without_the_words_is_left_out():
    assert order(["fee"], second=text(body="fee"), first=text(body="fee"), none=text(body="x")) == ["second", "first"]


def test_a_page_of_which_nothing_was_indexed_is_no_reason_to_fall_over():
    assert rank_texts([Term("fee")], {"empty": SearchText("")}, total=0) == []
