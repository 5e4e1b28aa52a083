"""Saving one section takes few files: a reader who follows the request from the view and back opens at most 30."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from compliance.statements.choices import SectionCode
from compliance.statements.editor.views.section import SectionView
from compliance.statements.models import Section
from tests.support.forms import PageForm, forms_on, parse_page

ROOT = Path(__file__).resolve().parents[4]
OURS = tuple(f"{ROOT / package}/" for package in ("portal", "compliance", "learning"))
MAX_FILES = 30


@contextmanager
def files_run() -> Iterator[set[str]]:
    """The files of our own packages of which any function runs meanwhile."""
    tool, monitoring = sys.monitoring.OPTIMIZER_ID - 1, sys.monitoring
    files: set[str] = set()

    def started(code, _offset):
        if code.co_filename.startswith(OURS):
            files.add(str(Path(code.co_filename).relative_to(ROOT)))
        return monitoring.DISABLE

    monitoring.use_tool_id(tool, "files run")
    monitoring.register_callback(tool, monitoring.events.PY_START, started)
    monitoring.restart_events()
    monitoring.set_events(tool, monitoring.events.PY_START)
    try:
        yield files
    finally:
        monitoring.set_events(tool, 0)
        monitoring.free_tool_id(tool)


@pytest.fixture
def files_of_the_view(monkeypatch) -> set[str]:
    """The files that run from the entry of the section's view to its return: neither middleware nor templates."""
    files: set[str] = set()
    dispatch, setup = SectionView.dispatch, SectionView.setup

    def watched_setup(self, *args, **kwargs):
        with files_run() as found:
            setup(self, *args, **kwargs)
        files.update(found)

    def watched_dispatch(self, *args, **kwargs):
        with files_run() as found:
            response = dispatch(self, *args, **kwargs)
        files.update(found)
        return response

    monkeypatch.setattr(SectionView, "setup", watched_setup)
    monkeypatch.setattr(SectionView, "dispatch", watched_dispatch)
    return files


def section_form(client, address: str) -> PageForm:
    """The form that saves the section, as the page holds it."""
    forms = forms_on(parse_page(client.get(address).content.decode()), address)
    return next(form for form in forms if "is_complete" in form.questions and form.is_main)


@pytest.mark.parametrize("code", SectionCode)
def test_saving_a_section_runs_at_most_thirty_files(business, visit, at, files_of_the_view, code):
    version = business.written()
    if code == SectionCode.SIGNOFF:  # the page asks what the organisation is, which its settings say
        Section.objects.filter(version=version, code=code).update(answers={"legal_form": "company"})
    client, address = visit("editor"), at("section", section=code)
    form = section_form(client, address)
    target, sent = form.request([(name, "no" if name == "is_complete" else value) for name, value in form.initial])
    files_of_the_view.clear()
    response = client.post(target, **sent)
    assert response.status_code == 303, response.content.decode()
    assert Section.objects.get(version=version, code=code).revision == 2
    assert len(files_of_the_view) <= MAX_FILES, "\n".join(sorted(files_of_the_view))
