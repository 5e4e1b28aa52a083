"""A field kept as text is what would be drawn now, for every form, language, role and version."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext_lazy

from compliance.audits.forms.filters import ActionFilter, AuditFilter, FindingFilter
from compliance.casework.forms.desk import NarrowForm
from compliance.casework.forms.signposts import DirectoryForm
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.core.forms.section import SectionContext, SectionForm, draw_untouched_points
from compliance.statements.register.forms.search import SearchForm as RegisterSearch
from compliance.statements.rubric.forms import CheckAnswerForm
from compliance.statements.rubric.rules.suggestions import Suggestion
from compliance.suppliers.forms.filters import RegisterFilter
from compliance.suppliers.forms.risk import RiskFilter
from learning.directory.forms.search import LinkedForm
from learning.directory.forms.search import SearchForm as DirectorySearch
from portal.core import jinja
from portal.core.forms import QuickChoiceField, field_cache
from portal.core.templatetags.fields import govuk_field

# How a page makes each of the forms with cached fields.
MAKERS = {
    ActionFilter: ActionFilter,
    AuditFilter: lambda data: AuditFilter(data, years=[2026]),
    FindingFilter: FindingFilter,
    NarrowForm: NarrowForm,
    CheckAnswerForm: lambda data: CheckAnswerForm(data, auto_id="id_law_approval_%s"),
    RegisterSearch: lambda data: RegisterSearch(data, last_year=2027),
    RegisterFilter: lambda data: RegisterFilter(data, countries=["GB"], may_find_alerts=True),
    RiskFilter: lambda data: RiskFilter(data, countries=["GB"]),
    DirectorySearch: DirectorySearch,
    LinkedForm: LinkedForm,
    DirectoryForm: DirectoryForm,
}


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    field_cache.clear()
    yield
    field_cache.clear()


def list_forms(base: type[forms.BaseForm] = forms.BaseForm) -> set[type]:
    return {base} | {each for one in base.__subclasses__() for each in list_forms(one)}


def keep(form: forms.Form) -> dict[str, str]:
    return {name: govuk_field(form[name]) for name in form.fields if name in form.cached_fields}


def draw(form: forms.Form) -> dict[str, str]:
    return {name: field_cache.draw(form[name], {}) for name in form.fields if name in form.cached_fields}


def test_every_form_that_opts_in_is_tried_here():
    tests = __name__
    opted_in = {form for form in list_forms() if getattr(form, "cached_fields", ()) and form.__module__ != tests}
    assert opted_in == set(MAKERS)
    for form, make in MAKERS.items():
        assert form.cached_fields <= set(form.base_fields) | set(make({}).fields), form


@pytest.mark.parametrize("form", MAKERS, ids=lambda form: f"{form.__module__}.{form.__name__}")
@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_what_is_kept_is_what_would_be_drawn_now(form, language):
    with translation.override("cy" if language == "en-gb" else "en-gb"):
        keep(MAKERS[form]({}))
    with translation.override(language):
        first, second = keep(MAKERS[form]({})), keep(MAKERS[form]({}))
        assert first == second == draw(MAKERS[form]({}))


def list_values(field: forms.Field) -> list[str]:
    if isinstance(field, forms.BooleanField):
        return ["on"]
    if not hasattr(field, "choices"):
        return ["Page 4 covers it."]
    return [code for code, _words in field.choices if code] + ["no such value"]


@pytest.mark.parametrize("form", MAKERS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_what_somebody_chose_is_drawn_anew_and_never_kept(form):
    keep(MAKERS[form]({}))
    before = dict(field_cache._drawn)
    for name in form.cached_fields & set(MAKERS[form]({}).fields):
        for value in list_values(MAKERS[form]({}).fields[name])[-4:]:
            data = {name: [value] if name == "area" and form is RegisterSearch else value}
            assert govuk_field(MAKERS[form](data)[name]) == field_cache.draw(MAKERS[form](data)[name], {})
    assert field_cache._drawn == before
    kept = "".join(before.values())
    # Where nothing is chosen, the empty choice is.
    assert " selected" not in kept.replace('<option value="" selected>', "")
    assert " checked>" not in kept


@pytest.mark.parametrize("is_short", [True, False])
@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("area", AREAS)
def test_a_point_of_a_statement_that_is_kept_is_what_would_be_drawn_now(area, language, is_short):
    with translation.override(language):
        first, second = (keep(make_section(area, is_short=is_short)) for _ in range(2))
        form = make_section(area, is_short=is_short)
        assert first == second == draw(form)
        points = {f.name for item in form.disclosures for f in (item.status, item.text)}
        assert first.keys() == {"is_complete", *form.questions} | points
        assert form.disclosures


def test_a_point_of_a_statement_that_is_answered_is_drawn_anew_and_never_kept():
    name = make_section("policies").disclosures[0].disclosure.code
    answers = {f"{name}-status": "covered", f"{name}-text": "Gloves are free.", "is_complete": "yes"}
    keep(make_section("policies"))
    before = dict(field_cache._drawn)
    form = make_section("policies", initial=answers)
    drawn = keep(form)
    assert drawn == draw(form)
    assert "Gloves are free." in drawn[f"{name}-text"]
    assert field_cache._drawn == before
    sent = make_section("policies", data={f"{name}-status": "no such answer", "is_complete": "yes"})
    assert not sent.is_valid()
    assert keep(sent) == draw(sent)
    assert field_cache._drawn == before


@pytest.mark.parametrize("code", SectionCode.values)
@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_a_question_of_a_statement_that_is_kept_is_what_would_be_drawn_now(code, language):
    versions = [(form, is_short) for form in ("", "company", "other_partnership") for is_short in (True, False)]
    with translation.override("cy" if language == "en-gb" else "en-gb"):
        for legal_form, is_short in versions:
            keep(make_section(code, is_short=is_short, legal_form=legal_form))
    with translation.override(language):
        for legal_form, is_short in versions:
            version = {"is_short": is_short, "legal_form": legal_form}
            assert keep(make_section(code, **version)) == draw(make_section(code, **version))


TEXTS = ["Gloves are free.", "<b>'Gloves' & \"boots\"</b>", "\n## Gloves\n\n- free", field_cache.TYPED, "", None, "0"]


@pytest.mark.parametrize("is_short", [True, False])
@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("area", AREAS)
def test_the_text_of_an_area_is_drawn_in_a_box_that_is_kept_and_is_not_kept_itself(area, language, is_short):
    def make(text, told):
        initial = {f"narrative_{area}": text, f"area_{area}": told, "is_complete": "yes"}
        return make_section(area, is_short=is_short, initial=initial)

    with translation.override("cy" if language == "en-gb" else "en-gb"):
        keep(make(TEXTS[0], "yes"))
    with translation.override(language):
        for text in TEXTS:
            for told in ("yes", "no", "", None, "no such answer"):
                assert keep(make(text, told)) == draw(make(text, told))
        bound = make_section(area, is_short=is_short, data={f"narrative_{area}": TEXTS[0], f"area_{area}": "yes"})
        assert keep(bound) == draw(bound)
    kept = "".join(field_cache._drawn.values())
    assert field_cache.TYPED in kept
    assert "loves" not in kept and "no such answer" not in kept


def test_a_question_is_drawn_anew_where_what_its_options_reveal_is_answered():
    keep(make_section("policies"))
    before = dict(field_cache._drawn)
    drawn = keep(make_section("policies", initial={"policies_other": "Gloves are free."}))
    assert "Gloves are free." in drawn["policies"]
    assert drawn["policies"] != keep(make_section("policies"))["policies"]
    sent = make_section("policies", data={"policies_other": "x" * 300})
    assert keep(sent) == draw(sent)
    assert field_cache._drawn == before


def test_forms_share_their_fields_but_no_date_and_nothing_that_was_wrong_with_it():
    one, other = make_section("policies"), make_section("policies")
    assert all(one.fields[name] is other.fields[name] for name in one.questions)
    wrong = make_section("period", data={"period_end_day": "31", "period_end_month": "2", "period_end_year": "x"})
    assert not wrong.is_valid()
    assert wrong.fields["period_end"].wrong_parts
    fresh = make_section("period")
    assert fresh.fields["period_end"] is not wrong.fields["period_end"]
    assert not fresh.fields["period_end"].wrong_parts


@pytest.mark.parametrize("is_short", [True, False])
@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("area", AREAS)
def test_untouched_points_are_what_would_be_drawn_now(area, language, is_short):
    draw_untouched_points.keep.cache_clear()
    with translation.override("cy" if language == "en-gb" else "en-gb"):
        make_section(area, is_short=is_short).draw_points()
    with translation.override(language):
        form = make_section(area, is_short=is_short)
        assert [form.draw_points() for _ in range(2)] == [draw_points_now(form)] * 2


def test_points_that_somebody_answered_or_that_are_suggested_are_drawn_anew_and_never_kept():
    name = make_section("policies").disclosures[0].disclosure.code
    draw_untouched_points.keep.cache_clear()
    answered = make_section("policies", initial={f"{name}-text": "Gloves are free."})
    assert answered.draw_points() == draw_points_now(answered)
    assert "Gloves are free." in answered.draw_points()
    suggested = make_section("policies", suggestions={name: Suggestion("covered", "Gloves were free.")})
    assert "Gloves were free." in suggested.draw_points()
    sent = make_section("policies", data={f"{name}-status": "no such answer"})
    assert not sent.is_valid()
    assert sent.draw_points() == draw_points_now(sent)
    assert draw_untouched_points.keep.cache_info().currsize == 0
    assert "Gloves" not in make_section("policies").draw_points()


def draw_points_now(form: SectionForm) -> str:
    return jinja.draw("statements/_points.jinja", {"items": form.disclosures})


def make_section(
    code: str,
    *,
    is_short: bool = False,
    legal_form: str = "",
    data: dict | None = None,
    initial: dict | None = None,
    suggestions: dict | None = None,
):
    day = date(2026, 11, 29)
    around = SectionContext("Alder Limited", "01234567", day, is_short=is_short, suggestions=suggestions or {})
    return SectionForm(data, code=code, around=around, legal_form=legal_form, initial=initial)


class Colours(forms.Form):
    cached_fields = frozenset({"colour", "note"})

    colour = QuickChoiceField(label=gettext_lazy("July"), required=False)
    note = forms.CharField(required=False)

    def __init__(self, *args, colours=("red",), **kwargs):
        super().__init__(*args, **kwargs)
        self.cache_version = colours
        self.fields["colour"].choices = [("", "Any"), *((colour, colour) for colour in colours)]


def test_it_changes_with_the_version_the_language_the_options_and_the_form():
    class Others(Colours):
        colour = QuickChoiceField(label="Another", required=False)

    texts = [
        govuk_field(Colours({})["colour"]),
        govuk_field(Colours({}, colours=("red", "blue"))["colour"]),
        govuk_field(Colours({}, prefix="second")["colour"]),
        govuk_field(Colours({}, auto_id="own_%s")["colour"]),
        govuk_field(Colours({})["colour"], heading="l"),
        govuk_field(Others({})["colour"]),
    ]
    with translation.override("cy"):
        texts.append(govuk_field(Colours({})["colour"]))
    assert len(set(texts)) == len(texts)
    assert "Gorffennaf" in texts[-1]
    assert govuk_field(Colours({})["colour"]) == texts[0]


def test_no_token_no_nonce_and_nothing_typed_is_kept():
    text = "{% load fields %}{{ csrf_token }}{{ csp_nonce }}{% govuk_field form.colour %}{% govuk_field form.note %}"
    context = {"form": Colours({"note": "call me on 07700 900123"}), "csrf_token": "token", "csp_nonce": "nonce"}
    assert "07700 900123" in Template(text).render(Context(context))
    assert len(field_cache._drawn) == 1
    assert not [text for text in field_cache._drawn.values() if "07700" in text or "token" in text or "nonce" in text]


BOXES = sorted(
    (form for form in MAKERS if isinstance(getattr(form, "cached_answers", None), frozenset)),
    key=lambda form: form.__qualname__,
)


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("form", BOXES)
def test_a_box_is_kept_without_what_was_typed(form, language):
    typed = ["steel", "", "  ", 'O\'Neill & <Sons> "Ltd"', field_cache.TYPED, f"{field_cache.TYPED}q", "0"]
    with translation.override(language):
        for name in form.cached_answers:
            for value in [*typed, *reversed(typed)]:
                data = {name: value}
                assert govuk_field(MAKERS[form](data)[name]) == field_cache.draw(MAKERS[form](data)[name], {})
            assert govuk_field(MAKERS[form]({})[name]) == field_cache.draw(MAKERS[form]({})[name], {})
    assert len(field_cache._drawn) == 2 * len(form.cached_answers)
    assert not [text for text in field_cache._drawn.values() if "steel" in text or "Neill" in text]


def test_a_box_with_an_error_is_drawn_anew():
    form = RegisterSearch({"q": "steel " * 100}, last_year=2027)
    assert "govuk-error-message" in govuk_field(form["q"])
    assert not field_cache._drawn


def test_an_error_is_shown_and_not_kept():
    form = Colours({})
    form.add_error("colour", "Choose a colour")
    assert "Choose a colour" in govuk_field(form["colour"])
    assert "Choose a colour" not in govuk_field(Colours({})["colour"])


def test_a_developer_sees_a_change_at_once(settings):
    settings.DEBUG = True
    govuk_field(Colours({})["colour"])
    assert not field_cache._drawn


def test_the_store_is_bounded(monkeypatch):
    monkeypatch.setattr(field_cache, "MAX_ENTRIES", 3)
    for number in range(10):
        govuk_field(Colours({}, colours=(str(number),))["colour"])
    assert len(field_cache._drawn) <= 3


def test_a_new_year_is_offered_at_once():
    for year in (2027, 2028):
        text = govuk_field(RegisterSearch({}, last_year=year)["year"])
        assert text == field_cache.draw(RegisterSearch({}, last_year=year)["year"], {})
    assert "2028" in text


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_filters_that_are_kept_together_are_what_would_be_drawn_now(language):
    def draw_each(form):
        return "".join(field_cache.draw(form[name], {}) for name in form.fields if name not in ("q", "sort"))

    questions = [
        {},
        {"q": "fish"},
        {"area": ["risk"]},
        {"area": []},
        {"year": "x"},
        {"country": "country:TH"},
        {"q": ""},
    ]
    with translation.override("cy" if language == "en-gb" else "en-gb"):
        RegisterSearch({}, last_year=2027).draw_filters()
    with translation.override(language):
        for year in (2027, 2028, 2027):
            for data in questions:
                form = RegisterSearch(data, last_year=year)
                form.is_valid()
                assert form.draw_filters() == draw_each(form)
        initial = RegisterSearch(initial={"year": "2026"}, last_year=2027)
        assert initial.draw_filters() == draw_each(initial)
    kept = "".join(field_cache._drawn.values())
    assert 'value="risk" checked' not in kept and '"country:TH" selected' not in kept


def test_the_filter_for_alerts_is_there_for_those_who_may_use_it_only():
    def names(*, may_find_alerts):
        form = RegisterFilter({}, countries=["GB"], may_find_alerts=may_find_alerts)
        return Template("{{ form }}").render(Context({"form": form}))

    assert 'name="alert"' in names(may_find_alerts=True)
    assert 'name="alert"' not in names(may_find_alerts=False)
    assert 'name="alert"' in names(may_find_alerts=True)


def test_countries_of_one_organisation_are_no_choice_of_another():
    def draw_form(country):
        form = RegisterFilter({}, countries=[country], may_find_alerts=False)
        return Template("{{ form }}").render(Context({"form": form}))

    assert 'value="BD"' in draw_form("BD")
    assert 'value="BD"' not in draw_form("TR")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("category", {"categories": ["Gloves"]}, {"categories": ["Gloves", "Cotton"]}),
        ("owner", {"owners": {"1": "Asha Example"}}, {"owners": {"1": "Asha Sample"}}),
        ("owner", {"owners": {"1": "Asha Example"}}, {"owners": {"2": "Asha Example"}}),
        ("country", {"countries": ["GB"]}, {"countries": ["GB", "TH"]}),
    ],
)
def test_a_filter_of_an_organisations_own_words_changes_with_them(name, before, after):
    def make(choices):
        return RegisterFilter({}, **{"countries": [], "may_find_alerts": True, **choices})

    for choices in (before, after, before):
        assert keep(make(choices)) == draw(make(choices))
    assert keep(make(before))[name] != keep(make(after))[name]
