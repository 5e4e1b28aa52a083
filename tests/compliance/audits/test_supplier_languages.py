"""Suppliers are written to in their language only where somebody with a name has read its words."""

import ast
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.urls import reverse
from django.utils import timezone
from django.utils.text import normalize_newlines
from django.utils.translation import trim_whitespace
from polib import pofile

from compliance.audits import supplier_languages
from compliance.audits.models import SupplierLink
from compliance.audits.rules.questionnaires import EDITIONS, get_edition
from compliance.audits.services import questionnaires, supplier_links
from compliance.audits.services.link_reminders import send_reminders
from compliance.suppliers.languages import ENGLISH, LANGUAGE_NAMES
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.factories.alerts import TOKEN, SupplierLinkFactory
from tests.factories.audits import ActionFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.support.audit_alerts import business

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
CODES = [code for code in LANGUAGE_NAMES if code != ENGLISH]
PLACE = re.compile(r"%\(\w+\)s")
# Where the letters of a language are: a sentence in another script is a mistake.
SCRIPTS = {"bn": "[\u0980-\u09ff]", "hi": "[\u0900-\u097f]", "ur": "[\u0600-\u06ff]", "zh-hans": "[\u4e00-\u9fff]"}

TEMPLATES = (
    *(f"audits/plan/{path.name}" for path in Path("templates/audits/plan").glob("*.html")),
    *(f"email/audits/{name}.txt" for name in ("audit_request", "questionnaire", "supplier_link",
                                              "supplier_link_reminder")),
)  # fmt: skip
# Which parts of a module speak to suppliers; None is all of it.
SOURCES = {
    "forms/questionnaires": {"YES_NO_CHOICES", "TopicForm", "_get_field", "SendAnswersForm", "CodeForm"},
    "forms/supplier_links": {"_text_field", "_evidence_field", "EvidenceForm", "AnswerForm"},
    "services/questionnaires": {"save_topic", "send_answers", "reuse_answers", "_lock_open"},
    "services/supplier_answers": None,
    "views/supplier_plan": None,
    "views/supplier_questionnaire": None,
}
# What the portal's forms say of the fields on these pages.
FORM_WORDS = {
    "Error:", "There is a problem", "Day", "Month", "Year", "Your answer",
    "You can enter up to %(number)s characters", "%(label)s must be %(most)d characters or fewer. It has %(now)d.",
    "%(label)s must be %(limit)s or more", "%(label)s must be %(limit)s or less",
    "Enter a real date, like 27 3 2026",
}  # fmt: skip


@pytest.fixture(autouse=True)
def record(settings, tmp_path):
    settings.SUPPLIER_LANGUAGE_REVIEWS_FILE = tmp_path / "reviews.json"
    return settings.SUPPLIER_LANGUAGE_REVIEWS_FILE


def review(code: str) -> None:
    call_command("record_supplier_language_review", code, by="Lan Example", on=date(2026, 1, 31), stdout=io.StringIO())


def test_there_are_eleven_languages():
    assert len(LANGUAGE_NAMES) == 11


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_the_same_words_with_the_same_places_in_its_own_letters(code):
    catalogue = pofile(str(supplier_languages.get_catalogue(code)))
    assert [entry.msgid for entry in catalogue] == [
        entry.msgid for entry in pofile(str(supplier_languages.get_catalogue("es")))
    ]
    for entry in catalogue:
        assert entry.msgstr, entry.msgid
        assert sorted(PLACE.findall(entry.msgstr)) == sorted(PLACE.findall(entry.msgid)), entry.msgid
        assert entry.msgstr.startswith("Subject: ") is entry.msgid.startswith("Subject: "), entry.msgid
        assert re.search(SCRIPTS.get(code, "[A-Za-z]"), entry.msgstr), entry.msgid


def list_template_words(name: str) -> Iterator[str]:
    template = get_template(name).template
    for node in template.nodelist.get_nodes_by_type((TranslateNode, BlockTranslateNode)):
        if isinstance(node, BlockTranslateNode):
            text, _names = node.render_token_list(node.singular)
            yield trim_whitespace(normalize_newlines(text)) if node.trimmed else text
        elif isinstance(literal := node.filter_expression.var.literal, str):
            yield literal


def list_code_words(path: Path, parts: set[str] | None) -> Iterator[str]:
    for part in ast.parse(path.read_text()).body:
        name = getattr(part, "name", None) or getattr(getattr(part, "targets", [None])[0], "id", None)
        for node in ast.walk(part) if parts is None or name in parts else ():
            match node:
                case ast.Call(func=ast.Name(id="_" | "gettext_lazy"), args=[ast.Constant(value=str(text))]):
                    yield text


def list_supplier_words() -> set[str]:
    """Return every sentence of ours that a supplier can meet on its pages and in its mails."""
    words = set(FORM_WORDS)
    for name in TEMPLATES:
        words.update(list_template_words(name))
    for module, parts in SOURCES.items():
        words.update(list_code_words(Path(django_settings.BASE_DIR) / f"compliance/audits/{module}.py", parts))
    for edition in map(get_edition, EDITIONS):
        words.update(topic.title for topic in edition.topics)
        words.update(question.text for question in edition.questions)
    return words


def test_every_sentence_for_suppliers_is_in_the_catalogues():
    words = list_supplier_words()
    assert len(words) > 130
    catalogue = {entry.msgid for entry in pofile(str(supplier_languages.get_catalogue("es")))}
    assert words - catalogue == set()


def test_what_nobody_has_reviewed_is_not_offered():
    assert [language.code for language in supplier_languages.list_offered_languages()] == [ENGLISH]
    assert supplier_languages.get_offered_language("vi").code == ENGLISH


def test_a_demo_offers_all_and_marks_what_nobody_has_reviewed(settings):
    settings.DEMO = True
    offered = {language.code: language.is_reviewed for language in supplier_languages.list_offered_languages()}
    assert offered == {ENGLISH: True} | dict.fromkeys(CODES, False)


def test_a_review_turns_a_language_on_and_a_changed_word_off(monkeypatch):
    review("vi")
    assert supplier_languages.get_offered_language("vi").is_reviewed
    monkeypatch.setattr(supplier_languages, "get_digest", lambda code: "other words")
    assert supplier_languages.get_offered_language("vi").code == ENGLISH
    out = io.StringIO()
    call_command("record_supplier_language_review", stdout=out)
    assert "vi Tiếng Việt: changed since it was reviewed" in out.getvalue()
    assert "bn বাংলা: not reviewed" in out.getvalue()


@pytest.mark.parametrize("given", [{"by": "", "on": date(2026, 1, 31)}, {"by": "Lan Example", "on": None}])
def test_a_review_needs_a_name_and_a_day(given):
    with pytest.raises(CommandError):
        call_command("record_supplier_language_review", "vi", **given)


@pytest.mark.parametrize("text", ["", "[]", '{"vi": {}}', '{"vi": {"reviewed_by": "", "reviewed_on": "2026-01-31"}}'])
def test_a_record_that_cannot_be_read_is_no_review(record, text):
    record.write_text(text)
    assert supplier_languages.get_reviews() == {}


# --- Mails and pages -----------------------------------------------------------------------------------------------


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited")


@pytest.fixture(autouse=True)
def _the_link_was_sent_yesterday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=1))


@pytest.fixture
def supplier(own):
    supplier = SupplierFactory(
        organisation=own.organisation, contact_email="works@supplier.example", language="tr", name="Ege Tekstil"
    )
    ActionFactory(finding__audit__site=SiteFactory(supplier=supplier), corrective_action="Pay the wages")
    return supplier


def send(own, supplier):
    return supplier_links.send_links(
        organisation=own.organisation, suppliers=[supplier], reply_by=date(2026, 11, 16), actor=own.editor.user, at=AT
    )


def get_mail() -> tuple[str, str]:
    mail = Outbox.objects.latest("pk")
    return mail.subject, decrypt(bytes(mail.body)).decode()


@pytest.mark.django_db
def test_the_mails_are_in_the_reviewed_language_of_the_supplier(own, supplier):
    review("tr")
    send(own, supplier)
    subject, body = get_mail()
    assert subject == "Harbour Foods Limited denetim sonrası eylemleri soruyor"
    assert "16 Kasım 2026" in body
    assert send_reminders(AT + timedelta(days=11)) == 1
    subject, body = get_mail()
    assert subject.startswith("Hatırlatma: Harbour Foods Limited")
    assert "/plan/" in body


@pytest.mark.django_db
def test_without_a_review_the_mails_are_in_english(own, supplier):
    send(own, supplier)
    assert get_mail()[0] == "Harbour Foods Limited asks about actions after an audit"


@pytest.mark.django_db
def test_the_pages_are_in_the_language_that_the_supplier_chooses(client, own, supplier):
    for code in ("ur", "es"):
        review(code)
    link = SupplierLinkFactory(supplier=supplier, sent_at=timezone.now() - timedelta(days=1))
    page = client.get(reverse("plan:home", args=[TOKEN])).content.decode()
    assert '<html lang="en-gb"' in page and "اردو" in page and "Español" in page
    assert client.post(reverse("plan:language", args=[TOKEN]), {"language": "ur"}).status_code == 302
    page = client.get(reverse("plan:home", args=[TOKEN])).content.decode()
    assert '<html lang="ur" dir="rtl"' in page
    assert "آپ کی کارروائیاں" in page
    assert '<option value="ur" lang="ur" selected>' in page
    assert "No one has reviewed" not in page
    assert '<div lang="en-gb" dir="ltr">' in page and "In danger now? Call 999." in page
    link.refresh_from_db()
    supplier.refresh_from_db()
    assert (link.language, supplier.language) == ("ur", "ur")
    action = link.supplier.sites.get().audits.get().findings.get().actions.get()
    assert "صورتِ حال کیا ہے؟" in client.get(reverse("plan:action", args=[TOKEN, action.uuid])).content.decode()


@pytest.mark.django_db
def test_a_demo_says_on_the_page_that_nobody_has_reviewed_it(client, own, supplier, settings):
    settings.DEMO = True
    SupplierLinkFactory(supplier=supplier, language="tr", sent_at=timezone.now() - timedelta(days=1))
    page = client.get(reverse("plan:home", args=[TOKEN])).content.decode()
    assert "Eylemleriniz" in page and "No one has reviewed this translation yet." in page


@pytest.mark.django_db
def test_a_language_that_is_not_offered_is_not_chosen(client, own, supplier):
    link = SupplierLinkFactory(supplier=supplier, sent_at=timezone.now() - timedelta(days=1))
    client.post(reverse("plan:language", args=[TOKEN]), {"language": "bn"})
    link.refresh_from_db()
    assert link.language == ENGLISH


@pytest.fixture
def link(own, supplier):
    """A link whose supplier is asked the questions too."""
    [questionnaire] = questionnaires.request_questionnaires(
        organisation=own.organisation, suppliers=[supplier], reply_by=date(2026, 11, 16), actor=own.editor.user, at=AT
    )
    questionnaire.supplier.links.update(revoked_at=AT)
    return SupplierLinkFactory(supplier=supplier, sent_at=AT, reply_by=date(2026, 11, 16))


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_the_questionnaire_is_in_the_reviewed_language_to_the_last_sentence(client, link, code):
    """On each page and in each message no words of ours are in English, but the name of the choice of language."""
    review(code)
    link.language = code
    link.save()
    edition = get_edition(EDITIONS[-1])
    pages = [reverse("plan:home", args=[TOKEN]), reverse("plan:questionnaire", args=[TOKEN])]
    pages += [reverse("plan:questionnaire_topic", args=[TOKEN, topic.code]) for topic in edition.topics]
    pages += [reverse("plan:questionnaire_code", args=[TOKEN])]
    texts = [client.get(page).text for page in pages]
    wrong = {"version": "1", "workers_total": "-1", "workers_women": "many", "recruit_fees": "perhaps"}
    texts.append(client.post(reverse("plan:questionnaire_topic", args=[TOKEN, "workers"]), wrong).text)
    texts.append(client.post(reverse("plan:questionnaire_code", args=[TOKEN]), {"code": "short"}).text)
    answers = {question.code: 40 if question.kind == "number" else "yes" for question in edition.questions}
    link.supplier.questionnaires.update(answers=answers)
    texts.append(client.post(reverse("plan:questionnaire", args=[TOKEN]), {}).text)
    texts.append(
        client.post(
            reverse("plan:questionnaire", args=[TOKEN]), {"respondent": "Lan", "role": "HR", "copy": "keep"}
        ).text
    )
    catalogue = {entry.msgid: entry.msgstr for entry in pofile(str(supplier_languages.get_catalogue(code)))}
    left = [
        (place, english)
        for place, text in enumerate(texts)
        for english, translated in catalogue.items()
        if english not in ("Language", translated) and f">{english}<" in re.sub(r"\s*([<>])\s*", r"\1", text)
    ]
    assert left == []
    shown = {words for words in catalogue.values() for text in texts if words in text}
    assert len(shown) > 60
    for question in edition.questions:
        assert any(catalogue[question.text] in text for text in texts), question.text


@pytest.mark.django_db
def test_questionnaire_and_reminder_are_written_in_the_language_and_the_record_for_the_buyer_in_english(
    client, own, supplier
):
    review("tr")
    questionnaires.request_questionnaires(
        organisation=own.organisation, suppliers=[supplier], reply_by=date(2026, 11, 16), actor=own.editor.user, at=AT
    )
    assert get_mail()[0] == "Harbour Foods Limited şirketiniz hakkında soru soruyor"
    supplier.sites.get().audits.get().findings.get().actions.update(status="verified_closed")
    assert send_reminders(AT + timedelta(days=11)) == 1
    subject, body = get_mail()
    assert subject == "Hatırlatma: Harbour Foods Limited şirketiniz hakkında soru soruyor"
    assert "25 soru soruyor" in body and "16 Kasım 2026" in body
    SupplierLink.objects.filter(supplier=supplier).update(revoked_at=AT)
    SupplierLinkFactory(supplier=supplier, sent_at=AT, language="tr")
    edition = get_edition(EDITIONS[-1])
    answers = {question.code: 40 if question.kind == "number" else "yes" for question in edition.questions}
    supplier.questionnaires.update(answers=answers)
    client.post(reverse("plan:questionnaire", args=[TOKEN]), {"respondent": "Ayşe", "role": "HR"})
    assert supplier.sites.get().controls.get().note == "Self-assessment by the supplier, answered by Ayşe"


@pytest.mark.django_db
def test_the_language_is_chosen_on_the_page_that_the_questionnaire_s_mail_opens(client, link):
    review("ur")
    url = reverse("plan:questionnaire", args=[TOKEN])
    assert '<option value="ur" lang="ur">' in client.get(url).text
    response = client.post(reverse("plan:language", args=[TOKEN]), {"language": "ur", "page": "questionnaire"})
    assert response.url == url
    assert '<html lang="ur" dir="rtl"' in client.get(url).text


@pytest.mark.django_db
def test_the_pages_of_the_workbook_stay_english_as_the_workbook_is(client, own, supplier):
    review("es")
    SupplierLinkFactory(supplier=supplier, language="es", sent_at=timezone.now() - timedelta(days=1))
    page = client.get(reverse("plan_workbook:home", args=[TOKEN])).content.decode()
    assert '<html lang="en-gb"' in page
    assert "1. Download the workbook" in page
