"""/plan/<token>/questions/…: a supplier's self-assessment, for whoever holds the link; no account, no cookie."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.audits.forms.questionnaires import CodeForm, SendAnswersForm, TopicForm
from compliance.audits.models import Questionnaire, SupplierLink
from compliance.audits.rules.questionnaires import get_edition
from compliance.audits.services import questionnaires, supplier_links
from compliance.audits.views.supplier_plan import get_language_context, require_link
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.views import render_form


def _get_open(link: SupplierLink) -> Questionnaire:
    questionnaire = questionnaires.get_open_questionnaire(link)
    if questionnaire is None:
        raise Http404
    return questionnaire


@require_link
def home(request: HttpRequest, *, link: SupplierLink, token: str) -> HttpResponse:
    """List the topics, each with how far it is; a POST sends all answers."""
    supplier_links.record_opening(link, timezone.now())
    questionnaire = questionnaires.get_open_questionnaire(link)
    if questionnaire is None:
        return render(request, "audits/plan/questionnaire_done.html", {"link": link, "token": token})
    edition = get_edition(questionnaire.edition)
    is_sent = request.method == "POST"
    form = SendAnswersForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        cleaned = form.cleaned_data
        try:
            code = questionnaires.send_answers(
                link=link, questionnaire=questionnaire, respondent=cleaned["respondent"], role=cleaned["role"],
                keeps_copy="keep" in cleaned["copy"], at=timezone.now(),
            )  # fmt: skip
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            # The code is shown once: only its hash is stored.
            context = {"link": link, "token": token, "code": code, "is_sent": True}
            return render(request, "audits/plan/questionnaire_done.html", context)
    topics = [(topic, topic.count_answered(questionnaire.answers)) for topic in edition.topics]
    missing = edition.list_missing(questionnaire.answers)
    context = {
        "link": link, "token": token, "form": form, "questionnaire": questionnaire, "edition": edition,
        "topics": topics, "missing": missing, "is_complete": not missing, "has_answers": bool(questionnaire.answers),
    }  # fmt: skip
    return render_form(request, "audits/plan/questionnaire.html", context | get_language_context(link))


@require_link
def topic(request: HttpRequest, *, link: SupplierLink, token: str, topic: str) -> HttpResponse:
    """Show the questions of one topic and save the answers."""
    questionnaire = _get_open(link)
    edition = get_edition(questionnaire.edition)
    asked = edition.get_topic(topic)
    if asked is None:
        raise Http404
    is_sent = request.method == "POST"
    form = TopicForm(
        request.POST if is_sent else None, topic=asked, answers=questionnaire.answers, version=questionnaire.version
    )
    if is_sent and form.is_valid():
        try:
            questionnaires.save_topic(
                link=link, questionnaire=questionnaire, topic=topic, version=form.cleaned_data["version"],
                answers=form.answers, at=timezone.now(),
            )  # fmt: skip
        except EditConflict:
            form.add_error(None, _("Someone else has changed these answers. Go back and open the topic again."))
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("plan:questionnaire", token)
    number = [each.code for each in edition.topics].index(topic) + 1
    context = {"link": link, "token": token, "topic": asked, "form": form, "number": number, "of": len(edition.topics)}
    return render_form(request, "audits/plan/questionnaire_topic.html", context)


@require_link
def reuse(request: HttpRequest, *, link: SupplierLink, token: str) -> HttpResponse:
    """Take the code of earlier answers, and fill them in for the supplier to check."""
    questionnaire = _get_open(link)
    is_sent = request.method == "POST"
    form = CodeForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        try:
            questionnaires.reuse_answers(
                link=link, questionnaire=questionnaire, code=form.cleaned_data["code"], at=timezone.now()
            )
        except ActionRefused as refusal:
            form.add_error("code", refusal.sentence)
        except ValidationError as error:
            form.add_error("code", error)
        else:
            return redirect("plan:questionnaire", token)
    return render_form(request, "audits/plan/questionnaire_code.html", {"link": link, "token": token, "form": form})
