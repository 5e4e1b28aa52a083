"""Self-assessments of suppliers: asked for, filled in by the link, sent, and used again by the supplier itself.

See docs/requirements/suppliers.md#questionnaires.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from compliance.audits.models import AnswerSheet, Questionnaire, SupplierLink
from compliance.audits.rules.questionnaires import CURRENT_EDITION, get_edition, get_worker_figures
from compliance.audits.services.supplier_answers import get_history_name
from compliance.audits.services.supplier_links import LINK_TTL, create_link, is_valid_link
from compliance.audits.supplier_languages import get_offered_language
from compliance.organisations.models import Organisation
from compliance.suppliers.choices import ControlType, SupplierStatus
from compliance.suppliers.languages import ENGLISH
from compliance.suppliers.models import Control, Site, Supplier, WorkerFigures
from compliance.suppliers.services import risk_job
from portal.accounts.models import User
from portal.core import mail, rate_limits
from portal.core.exceptions import ActionRefused, EditConflict
from portal.history.services import record

MAIL_TEMPLATE = "audits/questionnaire"
# Letters and digits that nobody takes for another; 20 of them are 100 bits.
CODE_ALPHABET, CODE_LENGTH, CODE_GROUP = "ABCDEFGHJKMNPQRSTVWXYZ23456789", 20, 5
SHEET_TTL = timedelta(days=730)


def get_suppliers_to_ask(organisation: Organisation) -> QuerySet[Supplier]:
    """Return active suppliers with an address and without an open questionnaire, the highest risk first."""
    suppliers = Supplier.objects.for_organisation(organisation).exclude(status=SupplierStatus.ENDED)
    is_asked = Questionnaire.objects.filter(answered_at=None, withdrawn_at=None).values("supplier")
    return suppliers.exclude(contact_email="").exclude(pk__in=is_asked).order_by("-falling_risk", "name", "pk")


@transaction.atomic
def request_questionnaires(
    *, organisation: Organisation, suppliers: Iterable[Supplier], reply_by: date, actor: User, at: datetime
) -> list[Questionnaire]:
    """Ask suppliers for a self-assessment by a new link; one they had before stops working. Raises ActionRefused."""
    ready = list(get_suppliers_to_ask(organisation).filter(pk__in=[supplier.pk for supplier in suppliers]))
    before = SupplierLink.objects.for_organisation(organisation).filter(supplier__in=ready, revoked_at=None)
    before.update(revoked_at=at)
    asked = []
    for supplier in ready:
        if rate_limits.is_over_limit("supplier_links", organisation.pk):
            raise ActionRefused(
                _("Your organisation has sent as many links as it can today. Send the next one tomorrow.")
            )
        token = secrets.token_urlsafe(32)
        questionnaire = Questionnaire.objects.create(
            supplier=supplier, edition=CURRENT_EDITION, requested_at=at, requested_by=actor, reply_by=reply_by
        )
        link = create_link(supplier, token, reply_by=reply_by, actor=actor, at=at)
        send_questionnaire_mail(questionnaire, link, token, sender=actor)
        record(actor, "audits.questionnaire.requested", supplier, scope=organisation.uuid, at=at)
        asked.append(questionnaire)
    return asked


def send_questionnaire_mail(
    questionnaire: Questionnaire, link: SupplierLink, token: str, *, sender: User, is_reminder: bool = False
) -> None:
    """Ask the supplier to answer, or remind it, in its language. sender: who answers questions about it."""
    context: dict[str, object] = {
        "organisation": link.supplier.organisation, "sender": sender, "reply_by": questionnaire.reply_by,
        "address": f"{settings.SITE_URL}{reverse('plan:questionnaire', args=[token])}",
        "days": LINK_TTL.days, "questions": len(get_edition(questionnaire.edition).questions),
        "is_reminder": is_reminder,
    }  # fmt: skip
    with translation.override(get_offered_language(link.language).code):
        mail.send(to=link.sent_to, template=MAIL_TEMPLATE, context=context, reply_to=sender.email)


@transaction.atomic
def withdraw(*, questionnaire: Questionnaire, actor: User, at: datetime) -> None:
    """Ask no more; the link goes on to show the supplier's actions. A second time, or once answered, does nothing."""
    locked = _lock(questionnaire)
    if locked.answered_at is None and locked.withdrawn_at is None:
        locked.withdrawn_at = at
        locked.save(update_fields=["withdrawn_at"])
        organisation = locked.supplier.organisation
        record(actor, "audits.questionnaire.withdrawn", locked.supplier, scope=organisation.uuid, at=at)


def get_open_questionnaire(link: SupplierLink) -> Questionnaire | None:
    """Return the questionnaire that waits for the supplier of a link."""
    waiting = Questionnaire.objects.filter(supplier=link.supplier_id, answered_at=None, withdrawn_at=None)
    return waiting.select_related("supplier__organisation").first()


@transaction.atomic
def save_topic(
    *, link: SupplierLink, questionnaire: Questionnaire, topic: str, version: str,
    answers: Mapping[str, str | int], at: datetime,
) -> Questionnaire:  # fmt: skip
    """Save the answers to one topic as a draft. Raises EditConflict, ActionRefused, rate_limits.OverLimit."""
    if wait := rate_limits.count_and_get_wait("supplier_answers", link.pk):
        raise rate_limits.OverLimit(wait)
    locked = _lock_open(link, questionnaire, at)
    if str(locked.version) != version:
        raise EditConflict(locked)
    asked = get_edition(locked.edition).get_topic(topic)
    codes = {question.code for question in asked.questions} if asked else set()
    kept = {code: answer for code, answer in locked.answers.items() if code not in codes}
    locked.answers = kept | {code: answer for code, answer in answers.items() if code in codes}
    locked.version += 1
    locked.save(update_fields=["answers", "version"])
    return locked


@transaction.atomic
def send_answers(
    *, link: SupplierLink, questionnaire: Questionnaire, respondent: str, role: str, keeps_copy: bool, at: datetime
) -> str:
    """Send the answers: they become facts of the supplier, with this day and the supplier as their source.

    keeps_copy: the supplier wants to use them again. Return its code then, else "". Raises ActionRefused.
    """
    locked = _lock_open(link, questionnaire, at)
    if get_edition(locked.edition).list_missing(locked.answers):
        raise ActionRefused(_("Some questions have no answer yet. Answer them, then send your answers."))
    locked.respondent, locked.respondent_role, locked.answered_at = respondent, role, at
    locked.version += 1
    locked.save()
    _save_facts(locked, timezone.localdate(at))
    SupplierLink.objects.filter(pk=link.pk).update(returned_at=at)
    supplier = locked.supplier
    risk_job.register_changed(supplier.organisation)
    name = get_history_name(supplier)
    record(name, "audits.questionnaire.answered", supplier, scope=supplier.organisation.uuid, at=at)
    return _save_sheet(locked, timezone.localdate(at)) if keeps_copy else ""


def _save_facts(questionnaire: Questionnaire, today: date) -> None:
    """Record the self-assessment at each site, and the figures of workers where there is one site that they are of."""
    supplier = questionnaire.supplier
    # The buyer reads this, so it is not in the language of the supplier's page.
    with translation.override(ENGLISH):
        source = _("Self-assessment by the supplier, answered by %(name)s") % {"name": questionnaire.respondent}
    sites = list(Site.objects.filter(supplier=supplier))
    Control.objects.bulk_create(
        [Control(site=site, kind=ControlType.SAQ, held_on=today, note=source[:500]) for site in sites],
        ignore_conflicts=True,
    )
    figures = get_worker_figures(questionnaire.answers)
    if len(sites) == 1 and figures:
        counted = WorkerFigures(site=sites[0], counted_on=today, details={"source": source}, **figures)
        WorkerFigures.objects.bulk_create([counted], ignore_conflicts=True)


# --- The supplier's own copy --------------------------------------------------------------------------------------


def create_code() -> str:
    """Return a new code in groups, as a person writes it down."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _position in range(CODE_LENGTH))
    return "-".join(letters[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))


def clean_code(typed: str) -> str:
    """Return the letters of a code, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter in CODE_ALPHABET)


def _get_key(code: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"answer sheet key {clean_code(code)}".encode()).digest())


def _hash_code(code: str) -> str:
    return hashlib.sha256(f"answer sheet name {clean_code(code)}".encode()).hexdigest()


def _save_sheet(questionnaire: Questionnaire, today: date) -> str:
    """Save the answers under a new code. Nothing in it names an organisation, and nobody reads it without the code."""
    code = create_code()
    content = json.dumps({"edition": questionnaire.edition, "answers": questionnaire.answers})
    sealed = Fernet(_get_key(code)).encrypt(content.encode())
    AnswerSheet.objects.create(code_hash=_hash_code(code), sealed=sealed, saved_on=today)
    return code


@transaction.atomic
def reuse_answers(*, link: SupplierLink, questionnaire: Questionnaire, code: str, at: datetime) -> Questionnaire:
    """Fill the questionnaire with the answers of a code, as a draft that the supplier still checks and sends.

    Raises ActionRefused, rate_limits.OverLimit.
    """
    if wait := rate_limits.count_and_get_wait("supplier_answers", link.pk):
        raise rate_limits.OverLimit(wait)
    locked = _lock_open(link, questionnaire, at)
    sheet = AnswerSheet.objects.filter(code_hash=_hash_code(code)).first()
    if sheet is None:
        raise ActionRefused(_("We do not know this code. Check each letter, or answer the questions."))
    try:
        content = json.loads(Fernet(_get_key(code)).decrypt(bytes(sheet.sealed)))
    except InvalidToken:
        raise ActionRefused(_("We cannot open the answers of this code. Answer the questions instead.")) from None
    locked.answers = get_edition(locked.edition).keep_known(content["answers"])
    locked.version += 1
    locked.save(update_fields=["answers", "version"])
    return locked


def delete_old_sheets(today: date) -> int:
    """Delete sheets two years after they were saved; return how many."""
    return AnswerSheet.objects.filter(saved_on__lt=today - SHEET_TTL).delete()[0]


def _lock(questionnaire: Questionnaire) -> Questionnaire:
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("supplier__organisation")
    return rows.get(pk=questionnaire.pk)


def _lock_open(link: SupplierLink, questionnaire: Questionnaire, at: datetime) -> Questionnaire:
    """Return the locked row. Raises ActionRefused where it is answered, withdrawn, or the link works no more."""
    locked = _lock(questionnaire)
    is_open = locked.answered_at is None and locked.withdrawn_at is None
    if not (is_open and locked.supplier_id == link.supplier_id and is_valid_link(link, at)):
        raise ActionRefused(_("You can no longer change these answers."))
    return locked
