"""Pages in states that no link leads to: a wrong answer, what a file would change, what two people decide.

Each is brought about in the demo as people do it. A worker has to run, since files are read in the background.
"""

from collections.abc import Iterator

from playwright.sync_api import FilePayload, Page

HOME = "/o/harbour-and-vale-foods-limited/"
UPLOAD = f"{HOME}suppliers/uploads/new/"
# A list of a business's own, with headers that no template has.
OWN_LIST = """Firm;Where;What we get;How near;Someone to write to
Brambling Textile Mill;Bangladesh;T-shirts;1;works@brambling.example
Fernway Packing House;UK;Salad;1;works@fernway.example
Ottery Glove Works;Malaysia;Rubber gloves;2;works@ottery.example
"""
# The template's own headers, and cells that cannot be right.
WRONG_LIST = """supplier_name,country,sector,tier,products,contact_email
Brambling Textile Mill,Bangladsh,11,1,T-shirts,works@brambling.example
Fernway Packing House,United Kingdom,5,nine,Salad,works at fernway
Ottery Glove Works,Malaysia,99,2,Rubber gloves,works@ottery.example
,France,5,1,Salt,works@marram.example
Plover Uniforms,Turkey,11,1,Aprons,works@plover.example
"""


def show_business_states(page: Page) -> Iterator[str]:
    """Bring pages of a business into their states, and give a name for each. page: of one who may change everything."""
    yield from _show_section_error(page)
    _upload(page, "our suppliers.csv", OWN_LIST)
    yield "state-workbook-asking"
    page.get_by_role("button", name="Match the columns").click()
    yield "state-workbook-columns"
    _upload(page, "suppliers.csv", WRONG_LIST)
    yield "state-workbook-preview"
    page.get_by_role("link", name="See every problem and note").click()
    yield "state-workbook-problems"


def _show_section_error(page: Page) -> Iterator[str]:
    page.goto(f"{HOME}statements/")
    page.locator("main a[href*='/statements/2']").first.click()
    page.get_by_role("link", name="Your website").first.click()
    page.get_by_label("Address of the statement on your website").fill("our website")
    page.get_by_role("button", name="Save and continue").first.click()
    page.locator(".govuk-error-summary").wait_for()
    yield "state-section-error"


def _upload(page: Page, name: str, text: str) -> None:
    """Send a file, and stay until it was read."""
    page.goto(UPLOAD)
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload workbook").click()
    page.wait_for_url(lambda address: not address.endswith(UPLOAD))
    page.get_by_role("heading", level=1, name="Checking your file").wait_for(state="detached")


def show_directory_states(page: Page) -> Iterator[str]:
    """Show a change of an entry that waits for a second person. page: of a directory editor."""
    page.goto("/staff/directory/?show=public")
    page.locator("main tbody a").first.click()
    yield "state-entry"
    change = page.get_by_role("link", name="Review a change to this entry")
    # What an earlier round asked for still waits.
    if not change.count():
        page.get_by_role("button", name="Change the details").click()
        page.get_by_label("Public email (optional)", exact=True).fill("help@changed.example")
        page.get_by_role("button", name="Save entry").click()
    change.click()
    yield "state-entry-change-own"


def show_second_person(page: Page) -> Iterator[str]:
    """Show the change to somebody who did not make it."""
    page.goto("/staff/directory/")
    page.locator("main a[href*='/changes/']").first.click()
    yield "state-entry-change"
