"""Somebody who opens a page and hands in its form: what stands there stays, and what is needed gets an answer."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.datastructures import MultiValueDict

from tests.support.forms import PageForm, Pairs, forms_on, names_of, read

Given = str | list[str] | SimpleUploadedFile


def form_at(client: Client, url: str, *, names: set[str] = frozenset()) -> PageForm:
    """The first form of the page that goes to the page itself and has these fields."""
    response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code} {response.get('Location', '')}"
    for form in forms_on(read(response.text), url):
        if form.method == "post" and form.address == url and names <= set(form.questions):
            return form
    raise AssertionError(f"{url} has no form with {sorted(names)}")


def hand_in(client: Client, url: str, answers: int = 303, /, **given: Given):
    """The answer to the form of a page, with these values in the place of those that stand there."""
    form = form_at(client, url, names=set(given))
    address, sent = form.request(with_values(form, given))
    response = client.post(address, **sent)
    assert response.status_code == answers, f"{url}: {response.status_code} {refusals(response.text)}"
    return response


def refusals(html: str) -> list[str]:
    """What the error summary of a page says."""
    lines = read(html).xpath("//div[contains(@class, 'govuk-error-summary')]//li") if html.strip() else []
    return [" ".join(line.text_content().split()) for line in lines]


def with_values(form: PageForm, given: dict[str, Given]) -> Pairs:
    mine = MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in given.items()})
    own = {one for name in given for one in names_of(form.questions[name])}
    kept = [(name, value) for name, value in form.initial if name not in own]
    return [*kept, *((name, value) for name, values in mine.lists() for value in values)]
