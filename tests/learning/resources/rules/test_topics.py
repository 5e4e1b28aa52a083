from learning.resources.rules.topics import group_by_topic

ROWS = [("signs", ("b",)), ("help", ("a",)), ("", ("c",)), ("signs", ("d",))]


def test_topics_stand_in_the_order_given_and_pages_keep_theirs():
    topics = group_by_topic(ROWS, {"signs": 2, "help": 1, "": 1}, ["help", "signs"])
    assert [(topic.topic, topic.rows) for topic in topics] == [
        ("help", (("a",),)),
        ("signs", (("b",), ("d",))),
        ("", (("c",),)),
    ]


def test_a_list_says_that_there_is_more_than_it_shows():
    signs, *_ = group_by_topic(ROWS, {"signs": 7}, ["signs"])
    assert (signs.count, signs.is_more) == (7, True)
    assert not any(topic.is_more for topic in group_by_topic(ROWS, {"signs": 2, "help": 1, "": 1}, []))
