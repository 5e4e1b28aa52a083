"""What Jinja draws is escaped, in the reader's language and time, and with the filters of Django's templates."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.template import Context, Template, engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.test.utils import override_script_prefix
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, trans_real
from markupsafe import Markup, escape

from compliance.audits.models import Audit
from compliance.casework.models import Case
from compliance.suppliers.labels.columns import COLUMN_LABELS
from compliance.suppliers.models import Site, Supplier
from portal.core import jinja
from portal.core.jinja import get_address

HOSTILE = "<script>alert('x')</script>"
ROW = UUID("5f1b7c58-6d6c-4f4c-9d37-0f5bd9c2a001")


def render(source: str, **context: object) -> str:
    return engines["jinja2"].env.from_string(source).render(context)


def test_what_somebody_typed_is_escaped():
    assert render("{{ typed }}", typed=HOSTILE) == "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
    assert "<script" not in render('{{ typed|truncatechars(90) }} {{ _("%(x)s") % {"x": typed} }}', typed=HOSTILE)


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("suppliers/_table.jinja", "suppliers"),
        ("audits/_finding_rows.jinja", "lines"),
        ("audits/_action_rows.jinja", "lines"),
        ("suppliers/_risk_rows.jinja", "lines"),
    ],
)
def test_no_row_of_a_table_passes_on_markup(template, values):
    heads = [{"code": code, "title": HOSTILE} for code in ("name", *COLUMN_LABELS)]
    organisation, row = SimpleNamespace(slug="alder"), make_row()
    rows = [(row, row.statement)] if values == "suppliers" else [row]
    drawn = jinja.draw(template, {values: rows, "heads": heads, "organisation": organisation, "can_change": True})
    assert "&lt;script" in drawn
    assert "<script" not in drawn


def make_row() -> SimpleNamespace:
    """Return something that has every attribute of a row, each with hostile words where words may stand."""
    site = SimpleNamespace(name=HOSTILE, uuid=ROW)
    audit = Audit(site=Site(name=HOSTILE), status="draft")
    finding = SimpleNamespace(
        uuid=ROW, finding_ref=HOSTILE, heading=HOSTILE, audit=audit, grade="major", status="open", is_note=False,
        due_on=None,
    )  # fmt: skip
    action = SimpleNamespace(
        finding=finding, corrective_action=HOSTILE, responsible_name=HOSTILE, responsible_email="", status="open",
        due_on=None, number=1,
    )  # fmt: skip
    known = SimpleNamespace(status="here", address='"><script>', year=HOSTILE)
    return SimpleNamespace(
        uuid=ROW, name=HOSTILE, supplier_ref=HOSTILE, site_count=1, is_labour_provider=False, status="active",
        country=HOSTILE, tier=1, band="high", last_audit=None, actions=1200, statement=known, finding=finding,
        supplier=HOSTILE, owner__first_name=HOSTILE, owner__last_name=HOSTILE, owner__email=HOSTILE,
        action=action, shows_details=True, is_late=False, has_alert=False, place=site, number=3, inherent=4,
        score=SimpleNamespace(site=site, supplier=site), inherent_band=HOSTILE, is_little_known=False,
        sector=HOSTILE, category=HOSTILE, owner=HOSTILE, annual_spend_pence=1200, last_audit_on=None, open_actions=1200,
        is_over_turnover=None, company_number=HOSTILE,
    )  # fmt: skip


def test_a_filter_is_the_one_of_the_templates():
    engine = engines["django"].engine
    filters = {name: function for lib in engine.template_libraries.values() for name, function in lib.filters.items()}
    for lib in engine.template_builtins:
        filters |= lib.filters
    ours = engines["jinja2"].env.filters
    local = {name for name, function in filters.items() if getattr(function, "expects_localtime", False)}
    # Those that portal.core.jinja writes anew, and tests hold against Django's below.
    quick = {"date", "intcomma", "truncatechars"}
    assert {name for name, function in filters.items() if ours[name] is not function} == local | quick


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("value", [0, 7, -1234, 1_234_567, 12.5, Decimal("1234.50"), "1234", "many", None, True])
def test_a_number_is_written_as_django_writes_it(value, language):
    with translation.override("en-gb"):
        jinja.draw("layouts/parts/logo.jinja", {})
        jinja.bind_language(engines["jinja2"].env, "en-gb").filters["intcomma"](value)
    with translation.override(language):
        written = jinja.bind_language(engines["jinja2"].env, language).filters["intcomma"](value)
        assert str(written) == Template("{% load humanize %}{{ value|intcomma }}").render(Context({"value": value}))


@pytest.mark.parametrize("value", ["", "short", "x" * 10, "x" * 11, "cafe\u0301 " * 3, "é" * 11, None, 7, HOSTILE])
def test_a_text_is_cut_as_django_cuts_it(value):
    cut = Template("{{ value|truncatechars:10 }}").render(Context({"value": value}))
    assert render("{{ value|truncatechars(10) }}", value=value).replace("&#39;", "&#x27;") == cut


def test_no_two_of_our_filters_have_one_name():
    engine, found = engines["django"].engine, {}
    for library in (*engine.template_builtins, *engine.template_libraries.values()):
        for name, function in library.filters.items():
            assert found.setdefault(name, function) is function, name


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize(
    "value",
    [date(2026, 7, 3), datetime(2026, 7, 3, 23, 30, tzinfo=UTC), None, ""],
    ids=["day", "moment", "none", "empty"],
)
def test_a_day_and_a_moment_are_written_as_in_djangos_templates(value, language):
    pattern = "j F Y" if type(value) is date else "j F Y, H:i"
    with translation.override(language):
        expected = Template(f'{{{{ value|date:"{pattern}" }}}}').render(Context({"value": value}))
        assert render("{{ value|date(pattern) }}", value=value, pattern=pattern) == expected


def test_a_day_that_was_written_before_is_written_anew_for_another_day_pattern_or_language():
    day = date(2026, 7, 3)
    assert jinja.date_or_moment(day, "j F Y") == "3 July 2026"
    assert jinja.date_or_moment(day, "j M Y") == "3 Jul 2026"
    assert jinja.date_or_moment(date(2026, 7, 4), "j F Y") == "4 July 2026"
    with translation.override("cy"):
        assert jinja.date_or_moment(day, "j F Y") == "3 Gorffennaf 2026"
    assert jinja.date_or_moment(day, "j F Y") == "3 July 2026"


def test_a_moment_that_was_written_before_is_written_anew_in_another_time_zone_or_language():
    moment, pattern = datetime(2026, 7, 3, 23, 30, tzinfo=UTC), "j F Y, H:i"
    assert jinja.date_or_moment(moment, pattern) == "4 July 2026, 00:30"
    with timezone.override("America/New_York"):
        assert jinja.date_or_moment(moment, pattern) == "3 July 2026, 19:30"
    with translation.override("cy"):
        assert jinja.date_or_moment(moment, pattern) == "4 Gorffennaf 2026, 00:30"
    assert jinja.date_or_moment(moment.replace(second=1), "s") == "01"
    assert jinja.date_or_moment(moment, pattern) == "4 July 2026, 00:30"
    assert jinja.date_or_moment(moment.replace(tzinfo=None), pattern) == "3 July 2026, 23:30"


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize(("model", "name"), [(Audit, "status"), (Case, "status"), (Supplier, "status")])
def test_a_choice_has_the_label_that_django_gives_it(model, name, language):
    codes = [code for code, _label in model._meta.get_field(name).flatchoices]
    with translation.override(language):
        for code in (*codes, "no such code", ""):
            row = model(**{name: code})
            assert jinja.display(row, name) == getattr(row, f"get_{name}_display")()


def test_the_address_of_a_row_is_that_of_its_page():
    address = jinja.address_of_rows("suppliers:supplier", "alder")
    assert address % ROW == reverse("suppliers:supplier", args=["alder", ROW])
    assert jinja.address_of_rows("cases:pick_up") % ROW == reverse("cases:pick_up", args=[ROW])


def test_an_address_is_that_of_django_whatever_was_asked_before():
    year = {"organisation": "alder", "year": 2026}
    for _ in range(2):
        assert get_address("statements:tasks", args=["alder", 2026]) == reverse("statements:tasks", kwargs=year)
        assert get_address("statements:tasks", kwargs=year) == reverse("statements:tasks", kwargs=year)
        birch = reverse("statements:tasks", args=["birch", 2026])
        assert get_address("statements:tasks", args=["birch", 2026]) == birch
    with override_script_prefix("/below/"):
        assert get_address("statements:tasks", args=["alder", 2026]).startswith("/below/o/alder/")
    assert get_address("statements:tasks", args=["alder", 2026]).startswith("/o/alder/")
    with pytest.raises(NoReverseMatch):
        get_address("statements:tasks", args=["alder"])


def test_the_query_of_an_address_is_changed_as_djangos_tag_does():
    request = RequestFactory().get("/statements/?q=a%26b&page=2&area=risk&area=training")
    page = Context()
    page.request = request
    for changes in ("page=3", "page=None", 'q="<b>" page=None', "q=None page=None area=None"):
        ours = engines["jinja2"].env.from_string(f"{{{{ querystring(request.GET, {changes.replace(' ', ', ')}) }}}}")
        theirs = Template(f"{{% querystring {changes} %}}").render(page)
        assert ours.render(request=request) == theirs


def test_a_part_of_a_page_has_the_pages_variables_and_language():
    parts = [f'{{% include_jinja "layouts/parts/{name}.jinja" %}}' for name in ("header", "navigation")]
    page = Template("{% load jinja %}{% with portal_name=name %}" + "".join(parts) + "{% endwith %}")
    with translation.override("cy"):
        drawn = page.render(Context({"name": HOSTILE}))
    assert "&lt;script&gt;" in drawn
    assert "Mewngofnodi" in drawn
    assert "Sign in" in page.render(Context({"name": ""}))


def test_a_template_of_djangos_is_drawn_with_the_pages_variables_and_escapes_them():
    one = SimpleNamespace(kind="figures", lines=[HOSTILE])
    drawn = render('{{ include_django("statements/_proposals.html") }}', proposals=[one])
    assert '<li class="portal-anywhere">&lt;script&gt;' in drawn
    assert drawn == get_template("statements/_proposals.html").render({"proposals": [one]})


def test_words_in_english_ask_no_catalogue(client, db, monkeypatch):
    client.get("/")
    asked = []
    monkeypatch.setattr(
        trans_real.DjangoTranslation, "gettext", lambda self, message: asked.append(message) or message, raising=False
    )
    with translation.override("en-gb"):
        drawn = jinja.draw("layouts/parts/footer.jinja", {"operator": "Alder"})
    assert "Run by Alder." in drawn
    assert asked == []


@pytest.mark.parametrize("language", ["en-gb", "cy", None])
def test_words_that_are_compiled_in_are_those_of_the_language_and_escaped(language):
    words = "Sign in"
    source = (
        f'{{{{ _("{words}") }}}} {{{{ _("<b>%(name)s</b>") % {{"name": name}} }}}} {{{{ _(message) }}}}'
        f'{{% set kept = _("{words}") %}}{{{{ kept }}}} {{{{ "&" ~ _("a & b") }}}}'
    )
    with translation.override(language):
        bound = jinja.bind_language(engines["jinja2"].env, language)
        values = {"name": HOSTILE, "message": words}
        compiled_in = bound.from_string(source).render(values | {"_": jinja.get_dictionary()})
        assert compiled_in == engines["jinja2"].env.from_string(source).render(values)
    assert ("Mewngofnodi" in compiled_in) == (language == "cy")


def test_without_a_language_words_stay_as_they_are():
    with translation.override(None):
        assert "Run by Alder." in jinja.draw("layouts/parts/footer.jinja", {"operator": "Alder"})


@pytest.mark.parametrize(
    "value",
    ["a <b> & 'c' \"d\"", "", mark_safe("<b>&amp;</b>"), Markup("<i>"), 7, None, gettext_lazy("<No one>"), ["<"]],
)
def test_a_value_is_escaped_as_markupsafe_does(value):
    environment = jinja.make_environment(autoescape=True)
    assert environment.escape(value) == str(escape(value))
    template = (
        "{{ value }}{% set cell %}<td>{{ value }}{% endset %}{{ cell }}"
        "{% macro box() %}{{ value }}{% endmacro %}{{ box() }}"
    )
    shown = str(escape(value))
    assert environment.from_string(template).render(value=value) == f"{shown}<td>{shown}{shown}"
