"""The check of a draft, with reasons."""

from dataclasses import dataclass
from itertools import compress
from operator import not_
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from compliance.organisations.permissions import is_writer
from compliance.organisations.tenancy import get_rows
from compliance.statements import permissions, vocabulary
from compliance.statements.choices import OPEN
from compliance.statements.core.selectors import get_content
from compliance.statements.core.views import VersionMixin, today
from compliance.statements.models import CheckAnswer, CheckRun
from compliance.statements.rubric import services as checking
from compliance.statements.rubric.forms import CheckAnswerForm
from compliance.statements.rubric.rules.check import DISCLAIMER, blocking, ruleset_for
from compliance.statements.rubric.rules.claims import find_claims_in_passages
from compliance.statements.rubric.rules.result import Outcome, Result
from compliance.statements.rubric.views.links import CheckLinks
from compliance.statements.rules.content import get_passages
from compliance.statements.rules.financial_year import get_period
from compliance.statements.types import Content
from portal.core.exceptions import ActionRefused
from portal.core.types import Context

WEIGHTS = (
    ("must", gettext_lazy("Must: the Act requires it")),
    ("should", gettext_lazy("Should: the statutory guidance or GOV.UK asks for it")),
    ("good_practice", gettext_lazy("Good practice: what good statements do")),
    ("pending", gettext_lazy("Pending: a Bill would ask for it. It is not law")),
)
# What a person has to see first, within one weight.
URGENCY = (Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.NEEDS_PERSON, Outcome.MET, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class Group:
    """Results of one legal weight, those that stop publication first. Counts are of this weight, never added up."""

    weight: str
    label: Any
    open: list[Context]
    closed: list[Context]
    not_asked: int

    @classmethod
    def of(cls, weight: str, label: Any, shown: list[Context]) -> "Group":
        ordered = sorted(
            shown, key=lambda row: (not row["result"].stops_publication, URGENCY.index(row["result"].result))
        )
        is_open = [row["result"].is_open or row["result"].is_notice for row in ordered]
        closed = list(compress(ordered, map(not_, is_open)))
        not_asked = sum(row["result"].result == Outcome.NOT_APPLICABLE for row in closed)
        return cls(weight, label, list(compress(ordered, is_open)), closed, not_asked)

    @property
    def met(self) -> int:
        return len(self.closed) - self.not_asked


class CheckView(VersionMixin, TemplateView):
    template_name = "statements/check.html"

    def get_context_data(self, **kwargs) -> Context:
        answers = self.answers
        saved_run = self.kept_run()
        content = get_content(self.version, answers)
        results = get_saved_results(saved_run) if saved_run else self.checked(content)
        check_answers = get_rows(CheckAnswer, self.organisation).filter(version=self.version).select_related("by")
        answers_by_criterion = {answer.criterion: answer for answer in check_answers}
        wrong, typed = kwargs.get("wrong"), kwargs.get("form")
        ways = CheckLinks(self)
        shown = [self.shown(result, answers_by_criterion.get(result.criterion), ways) for result in results]
        for row in shown:
            if wrong == row["result"].criterion:
                row["form"] = typed
        return super().get_context_data(
            groups=[
                Group.of(weight, label, [row for row in shown if row["result"].weight == weight])
                for weight, label in WEIGHTS
            ],
            stops=len(blocking(results)),
            disclaimer=DISCLAIMER,
            claims=find_claims_in_passages(get_passages(content)),
            ruleset=saved_run.ruleset if saved_run else ruleset_for(get_period(content)[1]).name,
            kept=saved_run,
            can_edit=permissions.can_edit(self.membership, self.version),
            **kwargs,
        )

    def checked(self, content: Content) -> list[Result]:
        known = {"sections": self.answers, "content": content, "known": self.published}
        return checking.run_check(self.version, today=today(), **known)

    def kept_run(self) -> CheckRun | None:
        """Return the saved run once a version is public: a later ruleset never works its results out again."""
        if self.version.state in OPEN:
            return None
        return get_rows(CheckRun, self.organisation).filter(version=self.version).first()

    def shown(self, result: Result, answer: CheckAnswer | None, ways: CheckLinks) -> Context:
        """Return a result with what the page says around it."""
        sources = [vocabulary.source(code).public_title for code in result.source]
        return {
            "result": result,
            "outcome": _outcome(result),
            "sources": "; ".join(sources),
            "way": ways.of(result),
            "answer": answer,
            "form": CheckAnswerForm(
                initial={"text": answer.text if answer else ""}, auto_id=f"id_{result.criterion}_%s"
            ),
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Keep the drafter's answer to one criterion; an empty one takes it back."""
        self.demand(is_writer(self.membership))
        if not permissions.can_edit(self.membership, self.version):
            return self.refuse(
                ActionRefused(_("Only people who can change the statement can answer a check.")), "check"
            )
        criterion = request.POST.get("criterion", "")
        if criterion not in {criterion_.code for criterion_ in vocabulary.criteria()}:
            raise Http404
        form = CheckAnswerForm(request.POST, auto_id=f"id_{criterion}_%s")
        if not form.is_valid():
            context = self.get_context_data(form=form, wrong=criterion)
            return self.render_to_response(context, status=422)
        checking.save_answer(
            version=self.version, criterion=criterion, text=form.cleaned_data["text"], actor=request.user
        )
        return self.go("check")


def _outcome(result: Result) -> str:
    """Its label; what a Bill would ask is a notice, never a failure (docs/requirements/statements.md#bill-notices)."""
    if result.is_notice:
        return _("Not law today")
    return vocabulary.enumeration("check_result").label_of(result.result)


def get_saved_results(run: CheckRun) -> list[Result]:
    return [Result.from_dict(result) for result in run.results]
