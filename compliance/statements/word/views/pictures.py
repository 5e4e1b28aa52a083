"""A picture of a Word document that came back: looked at, then taken over as a figure or left out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from compliance.organisations.permissions import is_writer
from compliance.organisations.tenancy import get_row
from compliance.statements import permissions
from compliance.statements.choices import WordDecision
from compliance.statements.core.views import VersionMixin
from compliance.statements.figures.forms import FigureForm
from compliance.statements.models import WordPicture
from compliance.statements.types import Initial
from compliance.statements.word.services import pictures
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin
from portal.files import services as files


class OfPictureMixin(VersionMixin):
    picture: WordPicture

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        of = {"part__uuid": kwargs["part"], "part__word_return__version": self.version}
        self.picture = get_row(WordPicture, self.organisation, kwargs["picture"], **of)


class WordPictureView(OfPictureMixin, InvalidFormMixin, FormView):
    """Its words are asked before it is taken over."""

    template_name = "statements/word_picture.html"
    form_class = FigureForm

    def get_initial(self) -> Initial:
        return {"alt": self.picture.alt}

    def get_context_data(self, **kwargs) -> Context:
        is_open = self.picture.decision == WordDecision.WAITING and permissions.can_edit(self.membership, self.version)
        return super().get_context_data(**(kwargs | {"picture": self.picture, "is_open": is_open}))

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(is_writer(self.membership))
        if request.POST.get("act") != "leave":
            return super().post(request, *args, **kwargs)
        try:
            pictures.leave_out_picture(picture=self.picture, actor=request.user, at=timezone.now())
        except ActionRefused as refusal:
            return self.refuse(refusal, "word_part", **self.place)
        messages.success(request, _("The picture is left out."))
        return self.go("word_part", **self.place)

    def form_valid(self, form: FigureForm) -> HttpResponse:
        try:
            figure = pictures.accept_picture(
                picture=self.picture, actor=self.request.user, at=timezone.now(), **form.cleaned_data
            )
        except ActionRefused as refusal:
            return self.refuse(refusal, "word_part", **self.place)
        sentence = _("The picture is now figure %(number)s. It will appear in the text when you use the text.")
        messages.success(self.request, sentence % {"number": figure.number})
        return self.go("word_part", **self.place)

    @property
    def place(self) -> dict[str, Any]:
        return {"word": self.kwargs["word"], "part": self.kwargs["part"]}


class WordPictureFileView(OfPictureMixin, View):
    """The picture itself, for the page that asks about it. It was drawn anew when it came."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.picture.file is None:
            raise Http404
        try:
            body = files.read_body(self.picture.file)
        except (files.FileNotScanned, files.FileUnavailable) as error:
            raise Http404 from error
        headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
        return HttpResponse(body, content_type=self.picture.file.content_type, headers=headers)
