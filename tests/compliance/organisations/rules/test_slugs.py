"""Slugs: free, and no address of the portal."""

from compliance.organisations.rules.slugs import RESERVED_SLUGS, make_unique_slug


def test_a_slug_is_never_given_twice_nor_taken_from_the_portal():
    taken = {"harbour-foods", "harbour-foods-2"}
    assert make_unique_slug("harbour-foods", taken.__contains__) == "harbour-foods-3"
    assert make_unique_slug("beech", taken.__contains__) == "beech"
    for word in RESERVED_SLUGS:
        assert make_unique_slug(word, taken.__contains__) not in RESERVED_SLUGS
    assert make_unique_slug("", taken.__contains__) == "organisation-2"
    assert make_unique_slug("2026", taken.__contains__) == "organisation-2026"
