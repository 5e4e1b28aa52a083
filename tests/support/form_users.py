"""Submits a page's form as a person does: what stands there stays, and what is needed gets an answer."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.datastructures import MultiValueDict

from tests.support.forms import PageForm, Pairs, forms_on, get_names, parse_page

FieldValues = str | list[str] | SimpleUploadedFile


def get_form(client: Client, url: str, *, names: set[str] = frozenset()) -> PageForm:
    """Return the first form of the page that goes to the page itself and has these fields."""
    response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code} {response.get('Location', '')}"
    for form in forms_on(parse_page(response.text), url):
        if form.method == "post" and form.address == url and names <= set(form.questions):
            return form
    raise AssertionError(f"{url} has no form with {sorted(names)}")


def submit_form(client: Client, url: str, answers: int = 303, /, **given: FieldValues):
    """Return the answer to the form of a page, with these values in the place of those that stand there."""
    form = get_form(client, url, names=set(given))
    address, sent = form.request(replace_values(form, given))
    response = client.post(address, **sent)
    assert response.status_code == answers, f"{url}: {response.status_code} {get_errors(response.text)}"
    return response


def get_errors(html: str) -> list[str]:
    """Return what the error summary of a page says."""
    lines = parse_page(html).xpath("//div[contains(@class, 'govuk-error-summary')]//li") if html.strip() else []
    return [" ".join(line.text_content().split()) for line in lines]


def replace_values(form: PageForm, given: dict[str, FieldValues]) -> Pairs:
    mine = MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in given.items()})
    own = {one for name in given for one in get_names(form.questions[name])}
    kept = [(name, value) for name, value in form.initial if name not in own]
    return [*kept, *((name, value) for name, values in mine.lists() for value in values)]
