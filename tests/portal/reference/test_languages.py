"""Languages: those of the helpline's list, named by themselves."""

from django.conf.locale import LANG_INFO

from portal.reference import helpline, tables
from portal.reference.languages import languages


def test_languages_are_those_of_the_helplines_list_in_its_order():
    assert list(languages()) == list(helpline.get_labels("language"))
    assert [one.name for one in languages().values()] == list(helpline.get_labels("language").values())
    assert list(languages())[-2:] == ["other", "unknown"]


def test_each_written_language_is_named_by_itself():
    unnamed = {code for code, one in languages().items() if one.own_name is None}
    assert unnamed == {"bfi", "other", "unknown"}
    assert languages()["cy"].own_name == "Cymraeg"


def test_the_way_of_writing_agrees_with_django_where_it_knows_the_language():
    known = {code: LANG_INFO[code]["bidi"] for code in languages() if "bidi" in LANG_INFO.get(code, {})}
    assert len(known) > 25
    assert known == {code: languages()[code].is_rtl for code in known}
    assert {code for code, one in languages().items() if one.direction == "rtl"} == {"ar", "fa", "prs", "ps", "ur"}


def test_the_table_says_where_it_comes_from():
    assert all(tables.read_table("languages")[key] for key in ("about", "source", "edition", "licence"))
