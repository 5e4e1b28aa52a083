from compliance.hotspots.rules.reporters import NOBODY_KNOWN, number_reporters


def test_contacts_that_share_a_mark_are_of_one_person():
    numbers = number_reporters({"a": ["concern 1"], "b": ["concern 1"], "c": ["concern 2"]})
    assert numbers["a"] == numbers["b"] != numbers["c"]


def test_marks_join_over_other_contacts_in_whatever_order_they_come():
    for order in (["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"]):
        marks = {"a": ["phone", "concern 1"], "b": ["concern 2", "phone"], "c": ["concern 2"]}
        assert len(set(number_reporters({name: marks[name] for name in order}).values())) == 1


def test_whoever_gave_nothing_counts_as_one_with_all_who_gave_nothing():
    assert number_reporters({"a": [], "b": [], "c": ["phone"]}) == {"a": NOBODY_KNOWN, "b": NOBODY_KNOWN, "c": "1"}


def test_a_long_chain_is_one_person():
    marks = {number: [number, number + 1] for number in range(5000)}
    assert set(number_reporters(marks).values()) == {"1"}
