"""The addresses of the door: the same answer for everybody, signed in or not, for nobody is known there.

A visitor of the register has no draft and no code, so that most pages send them to the start. What the pages do with
a draft is told in tests/compliance/concerns.
"""

from uuid import UUID

from compliance.concerns.forms import CARDS, FORMS
from tests.url_register.expectations import AWAY, Address, public_page

NO_FILE = UUID("00000000-0000-4000-8000-000000000000")
ELSEWHERE = public_page(get=AWAY, post=AWAY)

CONCERNS: dict[str, Address] = {
    "concerns:start": public_page(post=422),
    **{f"concerns:{code}": ELSEWHERE for code in (*FORMS, *CARDS)},
    **{
        f"concerns:{code}_remove": public_page(get=AWAY, post=AWAY, kwargs=lambda world: {"uuid": NO_FILE})
        for code in CARDS
    },
    **{
        f"concerns:{name}": ELSEWHERE
        for name in (
            "danger_now",
            "child",
            "check",
            "code",
            "code_leave",
            "files",
            "talk",
            "talk_file",
            "talk_code",
            "talk_contact",
            "talk_end",
        )
    },
    **{f"concerns:{name}": public_page(get=AWAY, post=AWAY) for name in ("keep", "talk_keep", "talk_note")},
    "concerns:file_remove": public_page(get=AWAY, post=AWAY, kwargs=lambda world: {"uuid": NO_FILE}),
    "concerns:sent": public_page(),
    "concerns:online": public_page(),
    # Nobody has reviewed a language.
    "concerns:languages": public_page(get=AWAY),
    "concerns:leaving": public_page(),
    "concerns:exit": public_page(get=AWAY),
    "concerns:return": public_page(post=422),
    "concerns:talk_leave": public_page(get=405, post=303),
}
