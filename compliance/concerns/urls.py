"""/report/ and /r/…: neutral addresses that reveal nothing (docs/requirements/security.md#neutral-addresses)."""

from django.urls import include, path

from compliance.concerns.forms import FORMS
from compliance.concerns.rules import journey
from compliance.concerns.views import dialogue, files, languages, questions, repeated_groups, start, submission

app_name = "concerns"

of_a_report = [
    *(
        path(f"{page.number}", questions.question, {"code": page.code}, name=page.code)
        for page in journey.ALL_PAGES
        if page.code in FORMS
    ),
    *(path(f"{page.number}", repeated_groups.add, {"code": page.code}, name=page.code) for page in journey.CARD_PAGES),
    *(
        path(
            f"{page.number}/<uuid:uuid>/remove",
            repeated_groups.remove,
            {"code": page.code},
            name=f"{page.code}_remove",
        )
        for page in journey.CARD_PAGES
    ),
    path("keep", questions.keep, name="keep"),
    path("1/now", questions.danger_now, name="danger_now"),
    path("2/child", questions.child, name="child"),
    path("6", submission.check, name="check"),
    path("7", submission.code, name="code"),
    path("7/leave", submission.code_leave, name="code_leave"),
    path("sent", submission.sent, name="sent"),
    path(f"{journey.FILES.number}", files.add, name="files"),
    path(f"{journey.FILES.number}/<uuid:uuid>/remove", files.remove, name="file_remove"),
    path("online", start.online, name="online"),
    path("languages", languages.languages, name="languages"),
    path("leaving", start.leaving, name="leaving"),
    path("exit", start.exit_page, name="exit"),
    path("return/", dialogue.come_back, name="return"),
    path("talk/", dialogue.talk, name="talk"),
    path("talk/file", dialogue.add_file, name="talk_file"),
    path("talk/keep", dialogue.keep, name="talk_keep"),
    path("talk/note", dialogue.note, name="talk_note"),
    path("talk/code", dialogue.new_code, name="talk_code"),
    path("talk/contact", dialogue.delete_contact, name="talk_contact"),
    path("talk/end", dialogue.end, name="talk_end"),
    path("talk/leave", dialogue.leave, name="talk_leave"),
]

urlpatterns = [path("report/", start.start, name="start"), path("r/", include(of_a_report))]
