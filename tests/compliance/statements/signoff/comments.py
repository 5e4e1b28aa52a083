"""A comment on a draft, in words that no mail may say."""

from compliance.statements.choices import SectionCode
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT


def comment_on(draft, business, who="approver", names=("second",), text="Secret words about tier two", **more):
    people = [business.people[name] for name in names]
    section = more.pop("section", SectionCode.RISK)
    return review.comment(
        version=draft, actor=business.people[who], at=AT, text=text, section=section, mentioned=people, **more
    )
