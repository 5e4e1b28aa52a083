"""A page whose form was filled again with what somebody had typed (settings.ACCOUNTS_HOOKS)."""

from bs4 import BeautifulSoup

from compliance.statements.rules.richtext import to_html


def redraw_editors(page: BeautifulSoup) -> None:
    """Have each editor of the page open with the marks that its text box holds now, not with the saved text.

    The editor of statements/_marks.html reads a template beside the box, and what it shows is what it sends.
    """
    for toolbar in page.select("[data-editor-toolbar]"):
        box = page.find("textarea", id=toolbar["data-editor-toolbar"])
        source = page.find("template", id=f"{toolbar['data-editor-toolbar']}-html")
        if box and source:
            source.clear()
            source.append(BeautifulSoup(to_html(box.text.removeprefix("\n")), "html.parser"))
