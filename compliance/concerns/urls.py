"""/report/ and /r/…: neutral addresses that reveal nothing (docs/requirements/security.md#neutral-addresses)."""

from django.urls import path

from compliance.concerns.forms import FORMS
from compliance.concerns.rules import journey
from compliance.concerns.views import dialogue, files, languages, questions, repeated_groups, start, submission

app_name = "concerns"

urlpatterns = [
    path("report/", start.start, name="start"),
    *(
        path(f"r/{page.number}", questions.question, {"code": page.code}, name=page.code)
        for page in journey.ALL_PAGES
        if page.code in FORMS
    ),
    *(
        path(f"r/{page.number}", repeated_groups.add, {"code": page.code}, name=page.code)
        for page in journey.CARD_PAGES
    ),
    *(
        path(
            f"r/{page.number}/<uuid:uuid>/remove",
            repeated_groups.remove,
            {"code": page.code},
            name=f"{page.code}_remove",
        )
        for page in journey.CARD_PAGES
    ),
    path("r/keep", questions.keep, name="keep"),
    path("r/1/now", questions.danger_now, name="danger_now"),
    path("r/2/child", questions.child, name="child"),
    path("r/6", submission.check, name="check"),
    path("r/7", submission.code, name="code"),
    path("r/7/leave", submission.code_leave, name="code_leave"),
    path("r/sent", submission.sent, name="sent"),
    path(f"r/{journey.FILES.number}", files.add, name="files"),
    path(f"r/{journey.FILES.number}/<uuid:uuid>/remove", files.remove, name="file_remove"),
    path("r/online", start.online, name="online"),
    path("r/languages", languages.languages, name="languages"),
    path("r/leaving", start.leaving, name="leaving"),
    path("r/exit", start.exit_page, name="exit"),
    path("r/return/", dialogue.come_back, name="return"),
    path("r/talk/", dialogue.talk, name="talk"),
    path("r/talk/file", dialogue.add_file, name="talk_file"),
    path("r/talk/keep", dialogue.keep, name="talk_keep"),
    path("r/talk/note", dialogue.note, name="talk_note"),
    path("r/talk/code", dialogue.new_code, name="talk_code"),
    path("r/talk/contact", dialogue.delete_contact, name="talk_contact"),
    path("r/talk/end", dialogue.end, name="talk_end"),
    path("r/talk/leave", dialogue.leave, name="talk_leave"),
]
