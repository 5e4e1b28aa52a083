"""The editor of a statement's text, which is a text box without JavaScript."""

from playwright.sync_api import Page

from compliance.statements.rules.richtext import to_html

PASTE = """([selector, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const target = document.querySelector(selector);
  target.focus();
  target.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def read(page: Page, name: str) -> str:
    """Return the marks that the form would send."""
    return page.locator(f"#id_{name}").input_value()


def write(page: Page, name: str, marks: str) -> None:
    """Put the text in the place of what is there: typed in the box, or pasted with its formatting into the editor."""
    editor = page.locator(f"#id_{name}-editor")
    if not editor.count():
        page.locator(f"#id_{name}").fill(marks)
        return
    editor.focus()
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, [f"#id_{name}-editor", to_html(marks)])
    page.wait_for_function("([id, marks]) => document.getElementById(id).value === marks", arg=[f"id_{name}", marks])
