"""The Companies House public data API: search, and one company's profile. Used when a key is set.

Source: developer.company-information.service.gov.uk, "Search companies" and "Company profile", read November 2026.
The key is the name of HTTP basic authentication, with an empty password; 600 requests in 5 minutes are allowed.
"""

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from compliance.organisations.choices import LegalForm
from compliance.organisations.rules.company_numbers import parse_company_number
from portal.core.types import JsonObject

TIMEOUT_SECONDS = 5
MAX_RESPONSE_BYTES = 1024 * 1024
MAX_RESULTS = 20

# Kinds of company as the API names them (its constants.yml, company_type), where ours is not "company".
LEGAL_FORMS = {
    "llp": LegalForm.LLP,
    "limited-partnership": LegalForm.LIMITED_PARTNERSHIP,
    "scottish-partnership": LegalForm.OTHER_PARTNERSHIP,
    "royal-charter": LegalForm.BODY_CORPORATE,
    "charitable-incorporated-organisation": LegalForm.BODY_CORPORATE,
    "scottish-charitable-incorporated-organisation": LegalForm.BODY_CORPORATE,
    "registered-society-non-jurisdictional": LegalForm.BODY_CORPORATE,
    "industrial-and-provident-society": LegalForm.BODY_CORPORATE,
    "further-education-or-sixth-form-college-corporation": LegalForm.BODY_CORPORATE,
    "other": None,
}


class LookupFailed(Exception):
    """The look-up did not work. The message says what the person can do instead."""


@dataclass(frozen=True)
class Company:
    """One company of the register; status is the API's word, such as "active" or "dissolved"."""

    number: str
    name: str
    address: str
    legal_form: str
    status: str


def is_enabled() -> bool:
    """Return whether the operator has set an API key."""
    return bool(settings.COMPANIES_HOUSE_API_KEY)


def search_companies(query: str) -> list[Company]:
    """Return the companies whose name or number matches the query, best first. Raises LookupFailed."""
    answer = _request_json("/search/companies?" + urlencode({"q": query[:200], "items_per_page": MAX_RESULTS}))
    items = answer.get("items")
    if not isinstance(items, list):
        raise _unexpected_response()
    return [company for item in items[:MAX_RESULTS] if (company := _parse_company(item, "title", "address"))]


def get_company(number: str) -> Company | None:
    """Return the company of a number of 8 characters, or None where there is none. Raises LookupFailed."""
    try:
        answer = _request_json(f"/company/{quote(number, safe='')}")
    except _NotFound:
        return None
    company = _parse_company(answer, "company_name", "registered_office_address")
    if company is None or company.number != number:
        raise _unexpected_response()
    return company


class _NotFound(Exception):
    pass


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A handler that follows no redirect, so that the key never reaches another host."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def _request_json(path: str) -> JsonObject:
    key = base64.b64encode(f"{settings.COMPANIES_HOUSE_API_KEY}:".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 - the operator's own setting
        settings.COMPANIES_HOUSE_URL + path, headers={"Authorization": f"Basic {key}", "Accept": "application/json"}
    )
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=TIMEOUT_SECONDS) as response:
            answer = json.loads(response.read(MAX_RESPONSE_BYTES))
    except urllib.error.HTTPError as error:
        raise _error_for_status(error.code) from error
    except (OSError, HTTPException) as error:
        raise LookupFailed(
            _("Companies House did not respond. Try again later, or enter the details by hand.")
        ) from error
    except (ValueError, RecursionError) as error:
        raise _unexpected_response() from error
    if not isinstance(answer, dict):
        raise _unexpected_response()
    return answer


def _error_for_status(status: int) -> Exception:
    if status == 404:
        return _NotFound()
    if status == 429:
        return LookupFailed(_("Companies House is busy. Try again in 5 minutes, or enter the details by hand."))
    return LookupFailed(_("Companies House refused our request. Enter the details by hand."))


def _unexpected_response() -> LookupFailed:
    return LookupFailed(_("We could not read the response from Companies House. Enter the details by hand."))


def _parse_company(item: Any, name: str, address: str) -> Company | None:
    """Return the company of an item of a response, or None where the item has no name or number."""
    if not isinstance(item, dict) or not isinstance(item.get(name), str):
        return None
    try:
        number = parse_company_number(str(item.get("company_number", "")))
    except ValueError:
        return None
    form = LEGAL_FORMS.get(str(item.get("type") or item.get("company_type") or ""), LegalForm.COMPANY)
    return Company(
        number=number,
        name=item[name].strip()[:160],
        address=_format_address(item.get(address), str(item.get("address_snippet") or "")),
        legal_form=form or "",
        status=str(item.get("company_status") or ""),
    )


def _format_address(parts: Any, snippet: str) -> str:
    if not isinstance(parts, dict):
        return snippet[:500]
    order = ("care_of", "po_box", "premises", "address_line_1", "address_line_2", "locality", "region", "postal_code")
    lines = [str(parts[part]).strip() for part in order if parts.get(part)]
    return ("\n".join(lines) or snippet)[:500]
