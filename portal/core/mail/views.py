"""/demo/mail/: what the demo would have sent."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.mail import demo


@login_not_required
def demo_mail(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    letters = [
        {"to": mail["To"], "subject": mail["Subject"], "date": mail["Date"].datetime, "body": mail.get_content()}
        for mail in demo.list_mails()
    ]
    return render(request, "core/demo_mail.html", {"letters": letters})
