"""Guidance in Welsh: an editor translates it, somebody else publishes it, the public reads it once Welsh is on."""

import pytest
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from learning.base.page_urls import get_page_url
from learning.base.permissions import can_approve
from learning.resources.models import GuidancePage
from learning.resources.selectors import pages, search
from learning.resources.services import loading
from portal.accounts.roles import StaffRole
from portal.core.languages import PARAMETER
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, guidance_page, text

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WELSH = {
    "Spotting the signs": "Gweld yr arwyddion",
    "What to look for.": "Beth i chwilio amdano.",
    "Ask who pays the workers.": "Gofynnwch pwy sy’n talu’r gweithwyr.",
}


@pytest.fixture
def welsh(settings):
    settings.LANGUAGE_REVIEWS = {"cy": ("Mair Example", "2027-01-31")}


@pytest.fixture
def page():
    return guidance_page(
        title="Spotting the signs",
        slug="signs",
        body=[text("<p>Ask who pays the workers.</p>")],
        looked_after_by=UserFactory(role=StaffRole.CONTENT_EDITOR),
    )


def staff(client, role):
    person = UserFactory(role=role)
    sign_in(client, person)
    return person


def begin(client, page, status=302):
    """As the form "Translate page" does."""
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    response = client.post(url, {"locales": [Locale.objects.get(language_code="cy").pk]})
    assert response.status_code == status
    return response


def welsh_of(page):
    return GuidancePage.objects.filter(translation_key=page.translation_key, locale__language_code="cy").first()


def translate(client, page):
    """An editor begins a translation and writes every string of it, by the addresses that the editor's page calls."""
    begin(client, page)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    for segment in translation.source.stringsegment_set.select_related("string"):
        if said := WELSH.get(segment.string.data):
            url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            response = client.put(url, urlencode({"value": said}), content_type="application/x-www-form-urlencoded")
            assert response.status_code in {200, 201}
    return translation


def publish(client, page):
    """As the button "Publish" of the translation's page does."""
    url = reverse("wagtailadmin_pages:edit", args=[welsh_of(page).pk])
    return client.post(url, {"action": "publish", "localize-action": "publish"})


def hand_in(client, page):
    return client.post(reverse("learning_hand_in", args=[welsh_of(page).pk]))


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """The library publishes once the request's transaction has ended."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def published(client, page):
    """As two people who had no hand in it leave it."""
    staff(client, StaffRole.CONTENT_EDITOR)
    translate(client, page)
    assert hand_in(client, page).status_code == 302
    approve(welsh_of(page), by=UserFactory(role=StaffRole.CONTENT_EDITOR))
    client.logout()
    client.cookies.clear()
    return welsh_of(page)


# --- Writing --------------------------------------------------------------------------------------------------------


def test_an_editor_begins_a_translation_and_nothing_is_published_by_it(client, page):
    staff(client, StaffRole.CONTENT_EDITOR)
    begin(client, page)
    there = welsh_of(page)
    assert not there.live
    assert there.language == "cy"


def test_an_editor_sees_the_strings_of_the_page(client, page):
    staff(client, StaffRole.CONTENT_EDITOR)
    translate(client, page)
    body = client.get(reverse("wagtailadmin_pages:edit", args=[welsh_of(page).pk])).content.decode()
    assert "Ask who pays the workers." in body
    assert "Gweld yr arwyddion" in body


@pytest.mark.parametrize("role", [StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR])
def test_nobody_publishes_a_translation_by_a_button(client, page, committed, role):
    staff(client, role)
    translate(client, page)
    with committed(execute=True):
        assert publish(client, page).status_code in {302, 403}
    assert not welsh_of(page).live


def test_a_translation_is_handed_in_from_its_page(client, page):
    staff(client, StaffRole.CONTENT_EDITOR)
    translate(client, page)
    address = reverse("learning_hand_in", args=[welsh_of(page).pk])
    assert (
        address in client.get(reverse("wagtailadmin_explore", args=[welsh_of(page).get_parent().pk])).content.decode()
    )
    assert "Submit for review" in client.get(address).content.decode()
    hand_in(client, page)
    there = welsh_of(page)
    assert (there.live, there.current_workflow_task_state.task.name) == (False, "Plain-English review")
    # Changed words, handed in again, begin the review anew.
    hand_in(client, page)
    assert welsh_of(page).current_workflow_state.status == "in_progress"


def test_whoever_translated_words_does_not_approve_them(client, page):
    translator = staff(client, StaffRole.CONTENT_EDITOR)
    translate(client, page)
    staff(client, StaffRole.CONTENT_EDITOR)
    hand_in(client, page)
    assert not can_approve(translator, welsh_of(page))
    assert can_approve(UserFactory(role=StaffRole.CONTENT_EDITOR), welsh_of(page))


def test_only_who_may_change_a_translation_hands_it_in(client, page):
    staff(client, StaffRole.CONTENT_EDITOR)
    translate(client, page)
    assert client.post(reverse("learning_hand_in", args=[page.pk])).status_code == 404
    assert client.post(reverse("learning_hand_in", args=[999_999])).status_code == 404
    for role in (StaffRole.HANDLER, StaffRole.STATISTICIAN):
        staff(client, role)
        assert hand_in(client, page).status_code in {302, 403}
    assert welsh_of(page).current_workflow_state is None


def test_two_people_who_had_no_hand_in_it_publish_it(published):
    assert published.live
    assert published.title == "Gweld yr arwyddion"
    assert published.summary == "Beth i chwilio amdano."


@pytest.mark.parametrize("role", [None, StaffRole.HANDLER, StaffRole.STATISTICIAN, StaffRole.PARTNER])
def test_nobody_else_opens_any_address_of_translations(client, page, role):
    """Permission is asked at every door and not at the page alone (docs/requirements/security.md#side-doors)."""
    staff(client, StaffRole.CONTENT_EDITOR)
    translation = translate(client, page)
    segment = translation.source.stringsegment_set.first()
    sign_in(client, UserFactory(role=role) if role else UserFactory())
    before = list(StringTranslation.objects.values_list("data", flat=True))
    doors = {
        "submit_page_translation": [page.pk],
        "update_translations": [translation.source.pk],
        "edit_string_translation": [translation.pk, segment.pk],
        "download_pofile": [translation.pk],
        "upload_pofile": [translation.pk],
        "machine_translate": [translation.pk],
        "preview_translation": [translation.pk],
        "stop_translation": [translation.pk],
        "convert_to_alias": [page.pk],
        "translations_report": [],
        "snippets_api_listing": ["resources", "guidancepage"],
    }
    for name, values in doors.items():
        for method in (client.get, client.post, client.put, client.delete):
            response = method(reverse(f"wagtail_localize:{name}", args=values))
            assert response.status_code in {302, 403, 404, 405}, f"{name}: {response.status_code}"
            assert "Ask who pays" not in response.content.decode()
    assert list(StringTranslation.objects.values_list("data", flat=True)) == before
    assert Translation.objects.get().enabled


@pytest.mark.usefixtures("published")
def test_an_editor_cannot_publish_by_bringing_a_translation_up_to_date(client, page, committed):
    """wagtail-localize itself would: it asks only who may begin a translation."""
    source = TranslationSource.objects.get(object_id=page.translation_key)
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    page.summary = "What else to look for."
    page.save_revision().publish()
    staff(client, StaffRole.CONTENT_EDITOR)
    assert client.get(url).status_code == 200
    with committed(execute=True):
        client.post(url, {"publish_translations": "on"})
    assert welsh_of(page).summary == "Beth i chwilio amdano."
    with committed(execute=True):
        assert client.post(url, {}).status_code == 302
    assert welsh_of(page).summary == "Beth i chwilio amdano."
    staff(client, StaffRole.SITE_ADMINISTRATOR)
    with committed(execute=True):
        client.post(url, {"publish_translations": "on"})
    assert welsh_of(page).summary == "Beth i chwilio amdano."


def test_an_editor_cannot_put_the_original_in_the_place_of_a_published_translation(client, page, published):
    url = reverse("wagtail_localize:convert_to_alias", args=[published.pk])
    staff(client, StaffRole.CONTENT_EDITOR)
    assert client.get(url).status_code == 200
    client.post(url)
    assert welsh_of(page).title == "Gweld yr arwyddion"
    staff(client, StaffRole.SITE_ADMINISTRATOR)
    client.post(url)
    assert welsh_of(page).title == "Gweld yr arwyddion"


def test_no_program_translates(client, page):
    staff(client, StaffRole.SITE_ADMINISTRATOR)
    translation = translate(client, page)
    assert client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk])).status_code == 404


# --- Reading --------------------------------------------------------------------------------------------------------


def test_while_welsh_is_off_a_published_translation_is_nowhere(client, page, published):
    assert client.get("/cy/guidance/signs/")["Location"] == "/guidance/signs/"
    client.cookies["language"] = "cy"
    body = client.get("/guidance/signs/").content.decode()
    assert "Ask who pays the workers." in body
    assert "Cymraeg" not in body
    assert "Gweld yr arwyddion" not in client.get("/guidance/").content.decode()
    assert "Gweld yr arwyddion" not in client.get("/guidance/search/", {"q": "arwyddion"}).content.decode()
    assert pages.find_pages("arwyddion") == []
    assert pages.get_page(published.pk) is None
    assert search.get_best_pages("arwyddion") == []


@pytest.mark.usefixtures("welsh", "published")
def test_once_it_is_on_the_page_is_at_an_address_of_its_own(client):
    response = client.get("/cy/guidance/signs/")
    body = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="cy"' in body
    assert "Gofynnwch pwy sy’n talu’r gweithwyr." in body
    assert "Neidio i’r prif gynnwys" in body
    assert f'href="/guidance/signs/?{PARAMETER}=en-gb"' in body


@pytest.mark.usefixtures("welsh", "published")
def test_the_english_page_leads_to_it_and_the_choice_holds_on_other_pages(client):
    body = client.get("/guidance/signs/").content.decode()
    assert '<html lang="en-gb"' in body
    assert f'href="/cy/guidance/signs/?{PARAMETER}=cy"' in body
    response = client.get(f"/cy/guidance/signs/?{PARAMETER}=cy")
    assert response["Location"] == "/cy/guidance/signs/"
    response = client.get("/guidance/signs/")
    assert (response.status_code, response["Location"]) == (302, "/cy/guidance/signs/")
    client.get(f"/guidance/signs/?{PARAMETER}=en-gb")
    assert client.get("/guidance/signs/").status_code == 200


@pytest.mark.usefixtures("welsh", "published")
def test_an_address_that_was_passed_on_is_read_as_it_is(client):
    client.cookies["language"] = "en-gb"
    assert client.get("/cy/guidance/signs/").status_code == 200


@pytest.mark.usefixtures("welsh", "published")
def test_the_pages_above_it_are_not_shown_as_welsh_until_they_are(client):
    """Wagtail copies them in English, to have a tree."""
    assert client.get("/cy/guidance/")["Location"] == "/guidance/"
    assert client.get("/cy/")["Location"] == "/"
    assert "Cymraeg" not in client.get("/guidance/").content.decode()


@pytest.mark.usefixtures("welsh", "published")
def test_one_that_is_begun_over_such_a_copy_is_not_shown_either(client):
    staff(client, StaffRole.CONTENT_EDITOR)
    begin(client, GuidancePage.objects.get(url_path="/home/guidance/"))
    client.logout()
    assert client.get("/cy/guidance/")["Location"] == "/guidance/"


@pytest.mark.usefixtures("welsh")
def test_a_translation_that_is_not_published_is_not_read(client, page):
    staff(client, StaffRole.CONTENT_EDITOR)
    translate(client, page)
    client.logout()
    assert client.get("/cy/guidance/signs/").status_code in {302, 404}
    assert "Cymraeg" not in client.get("/guidance/signs/").content.decode()


@pytest.mark.usefixtures("welsh")
def test_a_private_page_is_not_told_of(client, page, published):
    PageViewRestriction.objects.create(page=published, restriction_type="login")
    assert "Cymraeg" not in client.get("/guidance/signs/").content.decode()


@pytest.mark.usefixtures("welsh", "published")
def test_search_finds_it_by_its_own_words(client):
    assert [found.locale.language_code for found in search.get_best_pages("arwyddion")] == ["cy"]
    assert [found.address.partition("/cy/")[2] for found in pages.find_pages("arwyddion")] == ["guidance/signs/"]


@pytest.mark.usefixtures("published")
def test_our_own_texts_are_loaded_into_the_english_tree(tmp_path):
    from django.utils import timezone

    loaded = loading.load_guidance(at=timezone.now())
    assert loaded.made
    assert not GuidancePage.objects.filter(slug=loaded.made[0], locale__language_code="cy")


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("/home/", "/"),
        ("/home/guidance/signs/", "/guidance/signs/"),
        ("/home-cy/guidance/signs/", "/cy/guidance/signs/"),
        ("/our-home/about/", "/about/"),
    ],
)
def test_an_address_follows_from_the_row(way, address):
    assert get_page_url(way) == address


def test_the_original_says_when_a_translation_is_behind(client, page):
    staff(client, StaffRole.CONTENT_EDITOR)
    translate(client, page)
    page.title = "Spotting more signs"
    page.save_revision().publish()
    source = TranslationSource.objects.get(object_id=page.translation_key)
    source.update_from_db()
    assert not Translation.objects.get().get_status_display().startswith("Up to date")
