"""Welsh is off until somebody with a name has read it; then readers choose it, and nothing tells who.

See docs/requirements/experience.md#reviewed-languages.
"""

import re
from datetime import date

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.formats import date_format

from compliance.audits.templatetags import audits
from compliance.casework.templatetags import casework
from compliance.suppliers.templatetags import suppliers
from portal.core import languages
from portal.core.checks import check_languages_are_reviewed
from tests.factories.concerns import open_door

CHOICE = f"?{languages.PARAMETER}="


@pytest.fixture
def welsh(settings):
    settings.LANGUAGE_REVIEWS = {"cy": ("Mair Example", "2027-01-31")}


@pytest.fixture(autouse=True)
def _door(db):
    open_door()


def choose(client, code, path="/report/"):
    return client.get(f"{path}{CHOICE}{code}")


def page(client, path="/report/"):
    return client.get(path).content.decode()


# --- Whether it may be chosen ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("review", "is_on"),
    [
        (("Mair Example", "2027-01-31"), True),
        (("", ""), False),
        (("Mair Example", ""), False),
        (("  ", "2027-01-31"), False),
        (("", "2027-01-31"), False),
        (("Mair Example", "in January"), False),
    ],
)
def test_a_language_is_offered_once_a_name_and_a_day_are_recorded(settings, review, is_on):
    settings.LANGUAGE_REVIEWS = {"cy": review}
    assert languages.offered_languages() == (["en-gb", "cy"] if is_on else ["en-gb"])


def test_welsh_is_off_until_then():
    assert languages.offered_languages() == ["en-gb"]


def test_while_it_is_off_nothing_on_the_page_speaks_of_it(client):
    body = page(client)
    assert "Cymraeg" not in body
    assert languages.PARAMETER not in body
    assert '<html lang="en-gb"' in body


def test_while_it_is_off_choosing_it_shows_the_page_in_english(client):
    response = choose(client, "cy")
    assert response.status_code == 200
    assert "Tell the helpline" in response.content.decode()
    assert "language" not in response.cookies


def test_while_it_is_off_an_old_choice_is_not_followed(client):
    client.cookies["language"] = "cy"
    assert "Tell the helpline" in page(client)


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/cy/guidance/signs/", "/guidance/signs/"),
        ("/cy/", "/"),
        ("/cy/report/", "/report/"),
        ("/cy//evil.example/", "/evil.example/"),
        ("/cy///evil.example/", "/evil.example/"),
    ],
)
def test_while_it_is_off_its_addresses_lead_to_the_english_ones(client, path, way):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, way)


def test_while_it_is_off_nothing_can_be_sent_to_its_addresses(client):
    assert client.post("/cy/report/").status_code == 404


# --- Choosing it ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("welsh")
def test_a_choice_comes_back_to_the_same_page_and_is_followed(client):
    response = choose(client, "cy", "/r/return/")
    assert (response.status_code, response["Location"]) == (302, "/r/return/")
    body = page(client, "/r/return/")
    assert '<html lang="cy"' in body
    assert "Dod yn ôl gyda’ch cod" in body
    assert client.get("/r/return/")["Content-Language"] == "cy"


@pytest.mark.usefixtures("welsh")
def test_a_choice_keeps_what_else_the_address_asks(client):
    assert client.get(f"/report/{CHOICE}cy&ended=1")["Location"] == "/report/?ended=1"


@pytest.mark.usefixtures("welsh")
@pytest.mark.parametrize("code", ["cy", "en-gb"])
def test_the_cookie_holds_a_language_and_ends_with_the_browser(client, code):
    cookie = choose(client, code).cookies["language"]
    assert cookie.value == code
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


@pytest.mark.usefixtures("welsh")
@pytest.mark.parametrize("code", ["fr", "", "cy-GB", "x" * 300, "../cy", "cy\x00"])
def test_another_language_is_not_chosen(client, code):
    response = client.get("/report/", {languages.PARAMETER: code})
    assert response.status_code == 200
    assert "language" not in response.cookies
    client.cookies["language"] = code.replace("\x00", "") + "!"
    assert '<html lang="en-gb"' in page(client)


@pytest.mark.usefixtures("welsh")
def test_a_choice_leads_to_no_other_site():
    from portal.core.middleware import LanguageMiddleware

    request = RequestFactory().get(f"//evil.example/{CHOICE}cy")
    request.path = "//evil.example/"
    assert LanguageMiddleware(lambda request: None)(request)["Location"] == "/evil.example/"


@pytest.mark.usefixtures("welsh")
def test_what_the_browser_prefers_is_not_read(client):
    response = client.get("/report/", headers={"Accept-Language": "cy"})
    assert '<html lang="en-gb"' in response.content.decode()
    assert "Accept-Language" not in response.get("Vary", "")


@pytest.mark.usefixtures("welsh")
def test_both_languages_stand_in_their_own_names_the_current_one_without_a_link(client):
    def entries(body):
        return re.findall(r'<(a|span) class="govuk-language-navigation__\w+"[^>]*lang="([\w-]+)"[^>]*>(\w+)<', body)

    assert entries(page(client)) == [("span", "en-gb", "English"), ("a", "cy", "Cymraeg")]
    choose(client, "cy")
    assert entries(page(client)) == [("a", "en-gb", "English"), ("span", "cy", "Cymraeg")]


@pytest.mark.usefixtures("welsh")
def test_a_page_with_two_languages_is_not_kept_for_another_reader(client):
    assert "Cookie" in client.get("/report/")["Vary"]
    assert "no-store" in client.get("/report/")["Cache-Control"]


@pytest.mark.usefixtures("welsh")
def test_a_page_whose_words_are_not_all_translated_stays_in_english(client):
    choose(client, "cy")
    body = page(client, "/for-business/")
    assert '<html lang="en-gb"' in body
    assert "Cymraeg" not in body


@pytest.mark.usefixtures("welsh")
def test_pages_of_errors_speak_the_readers_language_wherever_they_are_met(client):
    assert client.get("/r/nothing-here").status_code == 301
    choose(client, "cy")
    for path in ("/nothing-here/", "/r/nothing-here"):
        response = client.get(path)
        assert response.status_code == 404, response.headers
        assert "Heb ddod o hyd i’r dudalen" in response.content.decode()
        assert '<html lang="cy"' in response.content.decode()


@pytest.mark.usefixtures("welsh")
def test_errors_in_a_form_are_in_welsh_and_keep_what_was_typed(client):
    choose(client, "cy")
    response = client.post("/report/", {})
    assert response.status_code == 422
    body = response.content.decode()
    assert "Mae problem wedi codi" in body
    assert "Dewiswch beth hoffech chi ei wneud" in body
    assert "<title>Gwall: " in body


@pytest.mark.usefixtures("welsh")
def test_leaving_drops_the_choice_too(client):
    choose(client, "cy")
    response = client.get("/r/exit")
    assert response.cookies["language"].value == ""
    assert '"cookies"' in response["Clear-Site-Data"]


# --- What the operator is told ------------------------------------------------------------------------------------


def told():
    return {message.id: message.msg for message in check_languages_are_reviewed()}


def test_while_it_is_off_its_words_may_be_unread():
    assert told() == {}


@pytest.mark.usefixtures("welsh")
def test_the_operator_is_warned_of_words_that_nobody_read_and_of_missing_ones(settings, tmp_path):
    assert list(told()) == ["core.W002"]
    settings.LOCALE_PATHS = [tmp_path]
    assert list(told()) == ["core.E001"]
    (tmp_path / "cy" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "cy" / "LC_MESSAGES" / "django.mo").touch()
    (tmp_path / "cy" / "LC_MESSAGES" / "django.po").write_text('# read\nmsgid "Call"\nmsgstr "Ffoniwch"\n')
    assert told() == {}


# --- How it speaks --------------------------------------------------------------------------------------------------


def test_days_and_numbers_are_said_in_welsh():
    with translation.override("cy"):
        said = [date_format(date(2026, month, 24), "j F Y") for month in (1, 7, 11)]
        assert said == ["24 Ionawr 2026", "24 Gorffennaf 2026", "24 Tachwedd 2026"]
        assert Template("{% load humanize %}{{ 1234|intcomma }}").render(Context()) == "1,234"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "1 munud"), (2, "2 funud"), (3, "3 munud"), (6, "6 munud"), (10, "10 munud"), (15, "15 munud")],
)
def test_a_number_changes_the_word_after_it(minutes, said):
    from portal.core.rate_limits import describe_wait

    with translation.override("cy"):
        assert said in describe_wait(minutes * 60)


def test_an_address_names_its_language():
    assert languages.language_in_path("/cy/guidance/") == "cy"
    assert languages.language_in_path("/guidance/") == languages.language_in_path("/cymru/") == ""
    assert languages.strip_language("/guidance/") == "/guidance/"


# --- Labels that are kept -------------------------------------------------------------------------------------------


def test_a_label_is_worked_out_once_for_each_language_and_code():
    asked = []

    @languages.cache_by_language
    def label(code):
        asked.append((translation.get_language(), code))
        return asked[-1]

    for _ in range(2):
        for language in ("en-gb", "cy"):
            with translation.override(language):
                assert label("open") == (language, "open")
                assert label("closed") == (language, "closed")
    assert len(asked) == 4


def test_values_that_are_equal_and_of_different_kinds_are_different_codes():
    label = languages.cache_by_language(str)
    assert (label(1), label(True), label("1")) == ("1", "True", "1")


KEPT = [
    (suppliers.band_tag, ["low", "very_high", "", None]),
    (suppliers.tier_name, [0, 1, 3, None, 99]),
    (suppliers.country_name, ["GB", "BD", "", "no such code"]),
    (audits.grade_tag, ["major", "observation"]),
    (audits.status_tag, ["open", "withdrawn"]),
    (casework.level_tag, ["p1", "p4"]),
    (casework.age_tag, ["adult", "under_18", "unsure"]),
]


@pytest.mark.parametrize(("function", "codes"), KEPT, ids=lambda value: getattr(value, "__name__", ""))
def test_a_tag_that_is_kept_is_what_would_be_drawn_now(function, codes):
    for language in ("en-gb", "cy", "en-gb"):
        with translation.override(language):
            assert [function(code) for code in codes] == [function.__wrapped__(code) for code in codes]


def test_a_tag_is_in_the_language_of_its_reader(monkeypatch):
    # The catalogue holds what the public reads, and no tag of ours is among it.
    gettext = translation._trans.gettext
    welsh = {("cy", "Open"): "Ar agor"}
    monkeypatch.setattr(
        translation._trans, "gettext", lambda text: welsh.get((translation.get_language(), text)) or gettext(text)
    )
    tag = languages.cache_by_language(audits.status_tag.__wrapped__)
    assert "Open" in tag("open")
    with translation.override("cy"):
        assert "Ar agor" in tag("open")
    assert "Open" in tag("open")
