"""The door with the team's key behind it, and somebody who walks through it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.concerns.models import Concern
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import submission
from portal.vault import encryption
from portal.vault.models import Epoch
from tests.factories.vault import TEAM_PRIVATE, TEAM_PUBLIC

ANSWERS = {
    "purpose": "report_concern",
    "danger_level": "not_immediate",
    "age_of_person": "adult",
    "account": "They work all night and cannot leave the yard.",
    "place_unknown": True,
    "identity_mode": "anonymous",
}
SHORTEST = {
    "/r/1": {"danger_level": "not_immediate"},
    "/r/2": {"age_of_person": "adult"},
    "/r/3": {"account": ANSWERS["account"]},
    "/r/4": {"place_unknown": "on"},
    "/r/5": {"identity_mode": "anonymous"},
}


def open_door() -> Epoch:
    """An epoch with the key that the tests' settings name: concerns can be sealed."""
    return Epoch.objects.create(number=1, public_key=TEAM_PUBLIC, made_at=timezone.now())


def key_of(concern: Concern) -> bytes:
    """The concern's data key, as the desk gets it."""
    return encryption.unwrap_key(concern.data_key.wrapped_key, TEAM_PRIVATE)


def make_concern(*, now: datetime | None = None, **answers) -> submission.NewCode:
    """A concern that somebody sent at that time, or at once."""
    return submission.create_concern(
        ANSWERS | answers, channel="webform", submit_token=uuid4(), now=now or timezone.now()
    )


def shown_for_draft(client: Client) -> str:
    """What each form of the draft in this browser carries; empty where there is none."""
    cookie = client.cookies.get(settings.DRAFT_COOKIE_NAME)
    opened = drafts.find_draft(cookie.value, now=timezone.now()) if cookie else None
    return opened.form_binding if opened else ""


@dataclass
class Reporter:
    """Somebody with a browser. Time is moved so that a program and a person are told apart as on a server."""

    client: Client = field(default_factory=Client)
    headers: dict = field(default_factory=dict)

    def opens(self, url: str, status: int = 200) -> str:
        response = self.client.get(url, headers=self.headers)
        assert response.status_code == status, f"{url}: {response.status_code} {response.get('Location', '')}"
        return response.content.decode()

    def sends(self, url: str, status: int = 303, **data) -> str:
        """The address that is next, or the page that came back. A form gets its hidden value."""
        if url.startswith("/r/") and "shown_for" not in data:
            data["shown_for"] = self.shown_for if url.startswith("/r/talk/") else self.shown_for_draft
        response = self.client.post(url, data, headers=self.headers)
        assert response.status_code == status, f"{url}: {response.status_code} {text_of(response.content.decode())}"
        return response["Location"] if status in {302, 303} else response.content.decode()

    def begins(self, purpose: str = "report_concern") -> None:
        self.sends("/report/", purpose=purpose)

    def answers(self, **pages: dict) -> None:
        """The shortest way; pages="/r/1" style keys without slashes: r1={...}."""
        for url, data in SHORTEST.items():
            self.sends(url, **pages.get(url.replace("/", ""), data))

    @property
    def token(self) -> str:
        return re.search(r'name="token" value="([^"]+)"', self.opens("/r/6"))[1]

    @property
    def shown_for(self) -> str:
        """What each form of the open dialogue carries; empty where none is open. This page changes nothing."""
        page = self.client.get("/r/talk/end", headers=self.headers).content.decode()
        found = re.search(r'name="shown_for" value="([^"]+)"', page)
        return found[1] if found else ""

    @property
    def shown_for_draft(self) -> str:
        """What each form of the open draft carries; empty where there is none."""
        return shown_for_draft(self.client)

    def submits(self) -> str:
        """The 20 digits."""
        assert self.sends("/r/6", token=self.token) == "/r/7"
        return code_on(self.opens("/r/7"))

    def tells(self, purpose: str = "report_concern", **pages: dict) -> str:
        self.begins(purpose)
        self.answers(**pages)
        return self.submits()

    def confirms(self, digits: str) -> str:
        return self.sends("/r/7", ending=digits[-4:])

    def returns(self, digits: str, status: int = 303) -> str:
        return self.sends("/r/return/", status, code=digits)


def code_on(html: str) -> str:
    shown = re.search(r'<p class="portal-code__digits[^"]*".*?</p>', html, re.DOTALL)
    return "".join(re.findall(r"\d{4}", re.sub(r"<[^>]+>", " ", shown[0]))) if shown else ""


def text_of(html: str) -> str:
    main = html.rsplit("<main", maxsplit=1)[-1].split("</main>", maxsplit=1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
