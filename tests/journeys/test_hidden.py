"""What is hidden is not shown, by any style, and no button stands there that does nothing without scripts."""

import re
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

ROOT = Path(settings.BASE_DIR)
BUILD = ROOT / "frontend" / "build"
TAG = re.compile(r"<([a-z][a-z0-9]*)\b((?:\{%.*?%\}|\{\{.*?\}\}|\"[^\"]*\"|[^>\"])*)>", re.S)
TEMPLATES = {
    path: path.read_text() for path in sorted((ROOT / "templates").rglob("*.*")) if path.suffix in {".html", ".jinja"}
}
VISIBLE = "elements => elements.filter(e => getComputedStyle(e).display !== 'none').map(e => e.outerHTML)"


def attributes(text: str) -> str:
    """A tag's attributes without the template's own words and without values."""
    return re.sub(r"=\"[^\"]*\"", "=", re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S))


def hidden_tags() -> set[tuple[str, str]]:
    """Name and classes of each element that a template draws hidden."""
    found = set()
    for text in TEMPLATES.values():
        for name, given in TAG.findall(text):
            if re.search(r"\shidden(?=\s|$)", attributes(given)):
                classes = re.search(r"class=\"([^\"]*)\"", given)
                found.add((name, re.sub(r"\{.*?\}", "", classes[1]) if classes else ""))
    return found


def test_nothing_that_a_template_hides_is_shown(browser):
    tags = hidden_tags()
    assert len(tags) > 4
    page = browser.new_page()
    page.set_content("".join(f'<{name} class="{classes}" hidden>x</{name}>' for name, classes in tags))
    for sheet in ("portal.css", "portal.rtl.css"):
        page.add_style_tag(content=(BUILD / sheet).read_text())
        assert page.eval_on_selector_all("[hidden]", VISIBLE) == []
    page.close()


def test_no_class_of_the_style_shows_what_is_hidden(browser):
    """On screen and on paper, whichever element has it."""
    style = (BUILD / "portal.css").read_text()
    classes = sorted(set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", style)))
    assert len(classes) > 200
    page = browser.new_page()
    page.set_content(
        "".join(f'<{tag} class="{name}" hidden>x</{tag}>' for name in classes for tag in ("div", "button"))
    )
    page.add_style_tag(content=style)
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert page.eval_on_selector_all("[hidden]", VISIBLE) == []
    page.close()


def test_no_template_draws_a_button_that_only_a_script_can_serve():
    """Such a button is hidden until the script that serves it shows it."""
    dead = [
        f"{path.relative_to(ROOT)}: {given.strip()[:80]}"
        for path, text in TEMPLATES.items()
        for name, given in TAG.findall(text)
        if name == "button" and 'type="button"' in given and not re.search(r"\shidden(?=\s|$)", attributes(given))
    ]
    assert not dead


def test_the_code_without_scripts_has_no_dead_button_and_says_how_to_keep_it(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    style = (BUILD / "portal.css").read_text()
    code = render_to_string("concerns/_code.html", {"groups": ["1234", "5678", "9012", "3456", "7890"]})
    page.set_content(f"<style>{style}</style><main>{code}</main>")
    assert [button.inner_text() for button in page.get_by_role("button").all()] == []
    assert page.get_by_text("Write it on paper only you will see").is_visible()
    context.close()
