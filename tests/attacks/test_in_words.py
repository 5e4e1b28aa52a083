"""IN: words that become markup, a template, a link, a line of the log, a header of a mail, a way to elsewhere."""

import html
import io
import json
import re
from datetime import UTC, datetime
from email import message_from_bytes
from urllib.parse import quote, urlsplit

import openpyxl
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.models import Organisation
from compliance.statements.models import Publication, Section
from compliance.statements.publication import documents
from compliance.statements.publication.services import publish as services_publish
from compliance.suppliers.services.risk import recompute_scores
from portal.accounts.models import User
from portal.core import pdf
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.audits import ActionFactory
from tests.factories.signed import signed_version
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.support.form_users import get_form
from tests.support.forms import parse_page
from tests.support.leaks import capture_log
from tests.support.pdfs import extract_text
from tests.test_pages import problems

pytestmark = [pytest.mark.django_db, pytest.mark.once]
IMAGE = '"><img src=x onerror=alert(1)> Ltd'
TEMPLATE = "{{7*7}}{% load x %}{{settings.SECRET_KEY}}${7*7}%(name)s{0.__class__} Ltd"
LISTS = ("suppliers:index", "suppliers:risk", "suppliers:doubles", "audits:list", "audits:findings", "actions:list")


def named(business, name: str):
    """A supplier and a site of that name, with an audit, an action and a score; the business is called so too."""
    own = business.organisation
    supplier = SupplierFactory(organisation=own, name=name, contact_email="works@supplier.example")
    ActionFactory(finding__audit__site=SiteFactory(supplier=supplier, name=name, country="GB"))
    recompute_scores(own, event="import", now=timezone.now())
    Organisation.objects.filter(pk=own.pk).update(name=name)
    own.refresh_from_db()
    return supplier


def published(business, name: str) -> Publication:
    version = signed_version(
        organisation=business.organisation, narrative_risk=f"<p>We buy from {html.escape(name)}.</p>"
    )
    return services_publish.publish(version=version, actor=business.editor, at=datetime(2026, 6, 1, tzinfo=UTC))


def check_pages_and_export(business, visit, to, name: str) -> None:
    """Tables, the chart of risk, the page of the supplier, and the workbook of the register."""
    supplier = named(business, name)
    client = visit("administrator")
    addresses = [*(to(one) for one in LISTS), to("suppliers:supplier", uuid=supplier.uuid), to("plans:list")]
    addresses += [to("suppliers:supplier_risk", uuid=supplier.uuid), to("links:send"), to("organisations:home")]
    for url in addresses:
        page = client.get(url)
        assert page.status_code == 200 and not problems(page.text), url
        assert html.escape(name) in page.text, url
    book = openpyxl.load_workbook(io.BytesIO(client.get(to("suppliers:export")).content))
    cells = [one for sheet in book for row in sheet.iter_rows() for one in row if one.value == name]
    assert cells and {one.data_type for one in cells} == {"s"}


def test_in02_markup_in_a_name_is_words_on_every_page_and_in_the_export(business, visit, to):
    check_pages_and_export(business, visit, to, IMAGE)


def test_in03_template_code_in_a_name_is_shown_as_it_is(business, visit, to):
    check_pages_and_export(business, visit, to, TEMPLATE)


def check_documents(business, name: str) -> None:
    """On the page that the public reads, and in its PDF."""
    Organisation.objects.filter(pk=business.organisation.pk).update(name=name)
    business.organisation.refresh_from_db()
    made = published(business, name)
    page = Client().get(reverse("register:statement", args=(made.organisation_slug, made.year))).text
    assert not problems(page) and html.escape(name) in page
    assert "SECRET" not in page.replace("settings.SECRET_KEY", "")
    with pdf.render_errors() as heard:
        words = extract_text(pdf.render_pdf(documents.render_pdf_source(made), identifier=b"x"))
    assert not heard, "nothing was asked for"
    assert re.sub(r"\s", "", name) in re.sub(r"\s", "", words)


def test_in02_markup_in_a_published_name_is_words(business):
    check_documents(business, IMAGE)


def test_in03_template_code_in_a_published_name_is_words(business):
    check_documents(business, TEMPLATE)


def test_in02_markup_in_a_name_is_words_in_a_mail(business, visit, to, django_capture_on_commit_callbacks):
    """Sent to a supplier by the button of the page: plain text, one subject, one address."""
    supplier = named(business, IMAGE)
    with django_capture_on_commit_callbacks(execute=True):
        form = get_form(visit("editor"), to("links:send"), names={"suppliers"})
        visit("editor").post(form.address, dict(form.initial) | {"suppliers": supplier.uuid, "act": "send"})
    [message] = mail.outbox
    assert message.to == ["works@supplier.example"]
    assert message.message().get_content_type() == "text/plain"
    assert "\n" not in message.subject and IMAGE.split(maxsplit=1)[0].strip('"><') in message.body


# --- Rich text ------------------------------------------------------------------------------------------------------

LINKS = [
    "[words](javascript:alert(1))",
    "[words](JaVaScRiPt:alert(1))",
    "[words](java\tscript:alert(1))",
    "[words](data:text/html,<script>alert(1)</script>)",
    "[words](vbscript:x)",
    '<a href="javascript:alert(1)">words</a>',
    "<a href='&#106;avascript:alert(1)'>words</a>",
    '<a href=" javascript:alert(1)">words</a>',
    '<form action="javascript:alert(1)"><button>words</button></form>',
]


@pytest.mark.parametrize("link", LINKS)
def test_in09_a_link_in_a_rich_text_leads_to_the_web_or_nowhere(business, visit, to, link):
    """Typed into the page of a section, then seen by colleagues, and by the public."""
    business.start()
    sent = {"revision": "0", "is_complete": "no", "area_risk": "yes", "narrative_risk": f"Words {link} words"}
    assert visit("editor").post(to("statements:section", section="risk"), sent).status_code == 303
    for url in (to("statements:section", section="risk"), to("statements:preview")):
        assert not problems(visit("viewer").get(url).text)
    kept = Section.objects.get(version__statement__organisation=business.organisation, code="risk")
    kept = parse_page(kept.answers["narrative_risk"])
    assert {urlsplit(one.get("href")).scheme for one in kept.iter("a")} <= {"https", "mailto"} and not kept.forms
    made = published_as(business, f"<p>Words {link} words</p>")
    page = Client().get(reverse("register:statement", args=(made.organisation_slug, made.year))).text
    assert not problems(page)


def published_as(business, narrative: str) -> Publication:
    """As if it had got past the form."""
    version = signed_version(organisation=business.organisation, year=2025, narrative_risk=narrative)
    return services_publish.publish(version=version, actor=business.editor, at=datetime(2026, 6, 1, tzinfo=UTC))


# --- The log --------------------------------------------------------------------------------------------------------

FORGED = 'x\n{"at": "2026-01-01", "message": "forged"}\r\n\x1b[31mred\x1b[0m\u2028more'


def test_in10_what_somebody_sends_makes_no_line_of_the_log(client):
    """In a path, a query, a form, a header, a report of a browser and a refused host: each line is one of ours."""
    client.raise_request_exception = False
    path = quote(FORGED)
    with capture_log() as log:
        client.get(f"/{path}")
        client.get(f"/statements/?q={path}")
        client.post("/accounts/login/", {"login": FORGED, "password": FORGED})
        client.get("/", headers={"user-agent": FORGED.replace("\n", " "), "referer": f"http://x/{path}"})
        client.get("/", headers={"host": "evil\x1b[31m.example"})
        said = {"csp-report": {"document-uri": f"http://testserver/{path}", "effective-directive": "img-src"}}
        client.post("/policy-report/", json.dumps(said), content_type="application/csp-report")
        client.post("/r/return/", {"code": FORGED})
    lines = log.getvalue().splitlines()
    assert len(lines) >= 5
    for line in lines:
        assert json.loads(line)["message"] != "forged"
        assert not re.search(r"[\x00-\x1f\x7f\u2028]", line)


# --- Mails ----------------------------------------------------------------------------------------------------------

SPLIT = "Rowan\r\nBcc: everybody@evil.example\nSubject: other"


@pytest.mark.parametrize("where", ["person", "business"])
def test_in11_a_name_adds_no_header_to_a_mail(business, visit, to, where, django_capture_on_commit_callbacks):
    """Not by the form, which takes no line end, and not where it had got past it."""
    if where == "person":
        User.objects.filter(pk=business.people["administrator"].pk).update(first_name=SPLIT, last_name=SPLIT)
    else:
        Organisation.objects.filter(pk=business.organisation.pk).update(name=SPLIT)
    with django_capture_on_commit_callbacks(execute=True):
        visit("administrator").post(to("organisations:invite"), {"email": "new@example.org", "role": "editor"})
    [message] = mail.outbox
    sent = message_from_bytes(message.message().as_bytes())
    assert [sent.get_all(name) for name in ("Bcc", "Cc")] == [None, None]
    assert len(sent.get_all("Subject")) == 1 and "everybody" not in str(sent["To"])
    assert message.recipients() == ["new@example.org"]


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@evil.example", "a@example.org, b@evil.example", "a@x\r\n.org"]
)
def test_in11_an_address_of_two_is_none(business, visit, to, address, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = visit("administrator").post(to("organisations:invite"), {"email": address, "role": "editor"})
        Client().post("/accounts/password/reset/", {"email": address})
        details = {"first_name": "A", "last_name": "B", "password1": PASSWORD}
        Client().post("/accounts/signup/", details | {"email": address})
    assert response.status_code == 422
    assert not mail.outbox


# --- The way on -----------------------------------------------------------------------------------------------------

ELSEWHERE = (
    *("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example"),
    *("javascript:alert(1)", "//evil.example/desk/", "/%09/evil.example", "\t//evil.example", "http:///evil.example"),
    *("//testserver@evil.example", "https://testserver.evil.example/", "///evil.example", "/;@evil.example"),
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_in12_no_way_on_leads_to_another_site(business, visit, target):
    """By any parameter that names one, on any page that goes on to somewhere."""
    person = UserFactory()
    for name in ("next", "redirect", "url", "return_to"):
        query, signed_in = f"?{name}={quote(target)}", visit("editor")
        signing_in = {"login": person.email, "password": PASSWORD, name: target}
        asked = [
            (Client(), "post", f"/accounts/login/{query}", signing_in),
            (Client(), "get", f"/cms/login/{query}", {}),
            (signed_in, "get", f"/accounts/login/{query}", {}),
            (signed_in, "get", f"/accounts/second-step/{query}", {}),
            (signed_in, "post", f"/accounts/reauthenticate/{query}", {"password": PASSWORD, name: target}),
            (signed_in, "post", f"/accounts/logout/{query}", {name: target}),
        ]
        for client, method, url, data in asked:
            response = getattr(client, method)(url, data)
            assert leads_here(response.headers.get("Location", "/")), f"{url} leads to {response['Location']}"
            links = re.findall(r'(?:href|action)="([^"]*)"', response.text if not response.streaming else "")
            assert not [link for link in links if not leads_here(html.unescape(link)) and "evil" in link], url


def leads_here(address: str) -> bool:
    """As a browser reads it: white space and backslashes are slashes or nothing."""
    plain = re.sub(r"[\t\r\n]", "", address.partition("?")[0]).strip().replace("\\", "/")
    parts = urlsplit(plain)
    return (
        parts.scheme in {"", "http", "https"} and parts.hostname in {None, "testserver"} and not plain.startswith("//")
    )
