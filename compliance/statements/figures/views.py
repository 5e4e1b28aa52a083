"""Figures of a draft: the list, adding one, its words, and its picture for the pages of the draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from compliance.organisations.permissions import is_writer
from compliance.organisations.tenancy import get_row, get_rows
from compliance.statements import permissions
from compliance.statements.core.views import VersionMixin
from compliance.statements.figures import services as figures
from compliance.statements.figures.forms import FigureForm, NewFigureForm
from compliance.statements.models import Figure
from compliance.statements.rules.content import get_figure_numbers
from compliance.statements.types import Initial
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin
from portal.files import services as files


class FiguresView(VersionMixin, InvalidFormMixin, FormView):
    """All figures with their numbers; those who write add more."""

    template_name = "statements/figures.html"
    form_class = NewFigureForm

    def get_context_data(self, **kwargs) -> Context:
        used = {number for answers in self.answers.values() for number in get_figure_numbers(answers)}
        figures = get_rows(Figure, self.organisation).filter(statement=self.version.statement)
        return super().get_context_data(
            figures=[(figure, figure.number in used) for figure in figures],
            can_edit=permissions.can_edit(self.membership, self.version),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not permissions.can_edit(self.membership, self.version):
            return self.refuse(ActionRefused(_("This text is not open for changes. Someone has sent it on.")))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: NewFigureForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            figure = figures.add(
                statement=self.version.statement,
                actor=self.request.user,
                at=timezone.now(),
                upload=values["file"],
                alt=values["alt"],
                caption=values["caption"],
                is_logo=values["is_logo"],
            )
        except ValidationError as refused:
            form.add_error("file", refused)
            return self.form_invalid(form)
        except ActionRefused as refusal:
            return self.refuse(refusal)
        messages.success(
            self.request,
            _("Added. Write [figure %(number)s] on a line of its own where it should appear.")
            % {"number": figure.number},
        )
        return self.go("figures")


class FigureView(VersionMixin, InvalidFormMixin, FormView):
    """The words of one figure; taking it away."""

    template_name = "statements/figure.html"
    form_class = FigureForm

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.figure = get_row(Figure, self.organisation, kwargs["figure"], statement=self.version.statement)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if not permissions.can_edit(self.membership, self.version):
            return self.refuse(ActionRefused(_("This text is not open for changes. Someone has sent it on.")))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> Initial:
        return {"alt": self.figure.alt, "caption": self.figure.caption}

    def get_context_data(self, **kwargs) -> Context:
        return super().get_context_data(figure=self.figure, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.POST.get("act") != "remove":
            return super().post(request, *args, **kwargs)
        try:
            figures.remove(figure=self.figure, actor=request.user, at=timezone.now())
        except ActionRefused as refusal:
            return self.refuse(refusal, "figures")
        messages.success(request, _("The figure is removed."))
        return self.go("figures")

    def form_valid(self, form: FigureForm) -> HttpResponse:
        try:
            figures.describe(figure=self.figure, actor=self.request.user, at=timezone.now(), **form.cleaned_data)
        except ActionRefused as refusal:
            return self.refuse(refusal, "figures")
        messages.success(self.request, _("The description of the figure is saved."))
        return self.go("figures")


class PictureView(VersionMixin, View):
    """The picture itself, for a page of the draft. It was drawn anew when it came, so that nothing in it acts."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        figures = get_rows(Figure, self.organisation).filter(statement=self.version.statement).select_related("file")
        figure = get_object_or_404(figures, number=kwargs["figure"])
        try:
            body = files.read_body(figure.file)
        except (files.FileNotScanned, files.FileUnavailable) as error:
            raise Http404 from error
        headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
        return HttpResponse(body, content_type=figure.file.content_type, headers=headers)
