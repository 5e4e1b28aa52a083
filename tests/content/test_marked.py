"""Every word that the public reads stands where a translator finds it: in a tag of a template, or lazily in code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Besides these, pages of signed-in people; they are marked too, and are not this test's to check.
PUBLIC_TEMPLATES = (
    "base.html", "blocks", "components", "concerns", "core", "directory", "errors", "forms", "layouts", "resources",
    "statements/register", "training",
)  # fmt: skip
SPOKEN_CODE = ("compliance/concerns", "portal/core/forms", "portal/core/templatetags", "portal/files")

TRANSLATED = re.compile(
    r"{%\s*block body_class\s*%}.*?{%\s*endblock\s*%}|"
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}|{#.*?#}",
    re.S,
)
SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.S)
TAG_OF_TEMPLATE = re.compile(r"{%.*?%}|{{.*?}}", re.S)
SAID_ATTRIBUTE = re.compile(r'\b(?:alt|title|aria-label|placeholder|data-(?:done|warning|stayed))="([^"]*)"')
TAG = re.compile(r"<[^<>]*>")
ENTITY = re.compile(r"&\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")
# The same in every language: units, formats, and the name of a cookie.
SAME = {"CSV", "JSON", "PDF", "URL", "API", "KB", "MB", "RSS", "messages"}


def templates() -> list[Path]:
    found = [
        path
        for name in PUBLIC_TEMPLATES
        for path in [ROOT / "templates" / name, *(ROOT / "templates" / name).rglob("*")]
    ]
    return [path for path in found if path.suffix in {".html", ".jinja"}]


def bare(source: str) -> list[str]:
    """Words of a template that no translator is shown."""
    source = SCRIPT.sub("", TRANSLATED.sub("", source))
    source = TAG_OF_TEMPLATE.sub("", source)
    texts = [*SAID_ATTRIBUTE.findall(source), *TAG.sub("\n", source).split("\n")]
    return [text.strip() for text in texts if set(WORD.findall(ENTITY.sub("", text))) - SAME]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>{% translate \"Call\" %} {{ number }}</p>", []),
        ("<p>{% blocktranslate trimmed %}Call <a href='x'>us</a>.{% endblocktranslate %}</p>", []),
        ("<p>Call us</p>", ["Call us"]),
        ('<nav aria-label="Back">', ["Back"]),
        ('<a class="govuk-link" href="/about/" data-module="govuk-button">{{ name }}</a> – ·', []),
        ("{% comment %}Inputs: page{% endcomment %}{# a word #}", []),
        ("&nbsp;<script>let word</script>", []),
        ("<a>PDF</a>", []),
    ],
)  # fmt: skip
def test_bare_words_are_found_and_marked_ones_are_not(source, found):
    assert bare(source) == found


def test_no_public_template_says_a_word_that_is_not_marked():
    assert len(templates()) > 100
    wrong = {str(path.relative_to(ROOT)): found for path in templates() if (found := bare(path.read_text()))}
    assert not wrong, "\n".join(f"{path}: {found}" for path, found in wrong.items())


# --- In code --------------------------------------------------------------------------------------------------------

LAZY = {"gettext_lazy", "ngettext_lazy", "pgettext_lazy"}
AT_ONCE = {"gettext", "ngettext", "pgettext"}
MARKERS = LAZY | AT_ONCE | {"gettext_noop"}


def modules() -> Iterator[Path]:
    for folder in SPOKEN_CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def names_of_gettext(tree: ast.Module) -> dict[str, str]:
    """What the module calls each function of gettext that it imports."""
    return {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
    }


def said_at_import(node: ast.AST, names: dict[str, str]) -> Iterator[ast.Call]:
    """Calls that translate while the module loads, when nobody has chosen a language yet."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and names.get(inner.func.id) in AT_ONCE:
            yield inner
        yield from said_at_import(inner, names)


def unmarked(node: ast.AST, names: dict[str, str]) -> Iterator[str]:
    """Whole sentences and labels that are not handed to gettext: a capital, and a second word."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if names.get(name) in MARKERS:
            return
        case (
            ast.Expr(value=ast.Constant()) | ast.JoinedStr() | ast.Call(func=ast.Attribute(value=ast.Name(id="logger")))
        ):
            return
        case ast.Constant(value=str(text)) if re.match(r"[A-Z][a-z’]* [a-z]", text):
            yield text
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from unmarked(inner, names)


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: str(path.relative_to(ROOT)))
def test_words_in_code_are_translated_when_they_are_shown(path):
    tree = ast.parse(path.read_text())
    names = names_of_gettext(tree)
    assert not [f"line {call.lineno}" for call in said_at_import(tree, names)], "translated while the module loads"
    assert not list(unmarked(tree, names)), "not marked for translation"


def test_a_word_that_is_translated_too_soon_or_not_at_all_is_found():
    source = '''
from django.utils.translation import gettext as _, gettext_lazy
EARLY = _("Call us now")
LAZY = gettext_lazy("Call us soon")
BARE = {"a": "Call us at once"}
def late() -> str:
    """Call us in a docstring."""
    return _("Call us later")
'''
    tree = ast.parse(source)
    names = names_of_gettext(tree)
    assert [call.lineno for call in said_at_import(tree, names)] == [3]
    assert list(unmarked(tree, names)) == ["Call us at once"]
