"""Every promise to a reporter holds against the rules that decide what leaves the desk, in every combination.

If one of these fails, somebody has been told that something is safe which is not.
"""

import re
from itertools import product
from pathlib import Path

import pytest

from compliance.concerns import promise_labels
from compliance.concerns.rules import promises, sharing
from compliance.concerns.rules.promises import ADULT, CHILD, UNKNOWN, Reporter
from compliance.concerns.rules.sharing_without_consent import GROUNDS
from compliance.referrals.choices import OverrideGround
from compliance.referrals.rules.disclosure import KINDS, RECIPIENT_OF, REPORTER, SIGNPOST_ONLY, Wish, get_grounds, judge

ROOT = Path(__file__).parents[4]
ROUTES = ("r1", "r2", "r3", "r4", "r5", "r6")
AGES = {UNKNOWN: ("adult", "under_18", "not_sure"), ADULT: ("adult",), CHILD: ("under_18", "not_sure")}
MODES = ("anonymous", "confidential", "named_share")
TARGETS = sorted(set(RECIPIENT_OF) | SIGNPOST_ONLY)
IMMIGRATION = ("border_force", "immigration_enforcement")
PUBLIC_BODIES = {
    *("police", "national_crime_agency", "regional_organised_crime_unit", "labour_enforcement"),
    *("la_children", "la_adults", "hsc_trust", "ictg", "health"),
}
# Ticks of `consent` on the page: none, each alone, and all together.
CONSENTS = ((), *((one,) for one in sharing.RECIPIENTS), sharing.RECIPIENTS)


def reporters():
    return [Reporter(*facts) for facts in product(ROUTES, AGES, ("", *MODES), CONSENTS)]


def may_go(reporter, *, target, ground="", kinds=("account",), consented=()):
    """Whether the desk could send this about the reporter, with the best facts written down for it."""
    consent = "given" if RECIPIENT_OF.get(target) in consented else "refused"
    return any(
        not judge(
            Wish(
                target=target,
                identity_mode=mode,
                level="p1",
                age=age,
                kinds=set(kinds),
                consent=consent,
                ground=ground,
                facts="What was heard",
                is_told=True,
                file_reason="Needed as it is",
            )
        ).refused
        for age in AGES[reporter.age]
        for mode in ([reporter.identity_mode] if reporter.identity_mode else MODES)
    )


def targets_without_consent(reporter, kinds=KINDS):
    return {t for t, ground in product(TARGETS, GROUNDS) if may_go(reporter, target=t, ground=ground, kinds=kinds)}


def only_what_was_agreed(reporter):
    """Nothing goes anywhere without consent and without a ground."""
    return all(not may_go(reporter, target=target, kinds=KINDS) for target in TARGETS)


def shared_with_public_bodies_on_the_grounds_shown(reporter):
    shown = set(promises.grounds_shown(reporter))
    used = {g for g, target in product(GROUNDS, TARGETS) if may_go(reporter, target=target, ground=g, kinds=KINDS)}
    return used <= shown and targets_without_consent(reporter) <= PUBLIC_BODIES


def chooses_but_for_grounds(reporter):
    return only_what_was_agreed(reporter) and shared_with_public_bodies_on_the_grounds_shown(reporter)


def child_may_be_shared(reporter):
    """True to say: the police and children's services can be told of a child though nobody agreed."""
    told = {t for t in TARGETS if may_go(reporter, target=t, ground="child_at_risk")}
    return {"police", "la_children", "hsc_trust"} <= told and shared_with_public_bodies_on_the_grounds_shown(reporter)


def name_needs_a_ground(reporter):
    return not any(
        may_go(reporter, target=target, kinds={REPORTER}, consented=set(RECIPIENT_OF.values())) for target in TARGETS
    )


def no_name_can_go(reporter):
    everything = product(TARGETS, ("", *GROUNDS))
    return not any(
        may_go(reporter, target=target, ground=ground, kinds={REPORTER}, consented=set(RECIPIENT_OF.values()))
        for target, ground in everything
    )


def never_without_agreement(*targets):
    return lambda reporter: not targets_without_consent(reporter) & set(targets)


# What each sentence claims. `True`: a fact about somebody else, which no rule of ours decides.
CLAIMS = {
    promises.HELPLINE_READS: True,
    promises.YOU_CHOOSE: chooses_but_for_grounds,
    promises.CHILD_IS_SHARED: child_may_be_shared,
    promises.TRY_TO_TELL_YOU: lambda reporter: bool(
        # Sharing without consent is refused until it is written down whether they were told, or why not.
        judge(
            Wish("police", "anonymous", "p1", "under_18", {"account"}, ground="imminent_danger", facts="Heard")
        ).refused
    ),
    promises.ANONYMOUS_NAME: no_name_can_go,
    promises.CONFIDENTIAL_NAME: name_needs_a_ground,
    promises.SHARED_NAME: lambda reporter: may_go(reporter, target="police", kinds={REPORTER}, consented={"police"}),
    promises.NO_RECIPIENT: lambda reporter: not reporter.consent,
    promises.CHOSEN_RECIPIENTS: lambda reporter: bool(reporter.consent),
    promises.NOT_IMMIGRATION: never_without_agreement(*IMMIGRATION),
    promises.POLICE_MAY_TELL_IMMIGRATION: True,
    promises.NOT_BUSINESS: never_without_agreement("business_remediation"),
    promises.SUPPORT_NEEDS_YOUR_DETAILS: lambda reporter: reporter.age != CHILD,
    promises.CHILD_SUPPORT_WITHOUT_CONSENT: lambda reporter: reporter.age == CHILD,
    promises.IN_SHORT: chooses_but_for_grounds,
}


def codes_shown(reporter):
    codes = [*promises.sharing_promises(reporter), *promises.authority_promises(reporter)]
    codes.append(promises.recipients_promise(reporter))
    return [*codes, promises.name_promise(reporter.identity_mode)] if reporter.identity_mode else codes


def test_every_promise_has_a_sentence_and_a_claim():
    assert set(promise_labels.PROMISES) == set(CLAIMS) == set(promises.PROMISES)
    assert set(promise_labels.GROUNDS) == set(GROUNDS)


@pytest.mark.parametrize("reporter", reporters(), ids=lambda r: f"{r.route}-{r.age}-{r.identity_mode}-{len(r.consent)}")
def test_no_promise_is_made_that_the_rules_can_break(reporter):
    for code in codes_shown(reporter):
        claim = CLAIMS[code]
        assert claim is True or claim(reporter), f"{code} is shown to {reporter}, and is not true"


def test_the_sentence_for_a_poster_holds_for_everybody():
    assert all(chooses_but_for_grounds(Reporter(age=age)) for age in AGES)
    sentence = str(promise_labels.PROMISES[promises.IN_SHORT])
    assert all(word in sentence for word in ("danger", "child", "serious crime", "the law"))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("mode", MODES)
def test_a_child_is_never_told_that_nothing_is_shared_without_consent(route, mode):
    shown = codes_shown(Reporter(route, CHILD, mode))
    assert promises.CHILD_IS_SHARED in shown
    assert not {promises.YOU_CHOOSE, promises.SUPPORT_NEEDS_YOUR_DETAILS} & set(shown)


def test_the_grounds_that_are_shown_are_those_on_which_something_can_go():
    assert {g for g in GROUNDS if any(g in get_grounds(age="under_18", target=t) for t in TARGETS)} == set(
        promises.grounds_shown(Reporter())
    )
    assert set(GROUNDS) == set(OverrideGround.values)


# Sentences that said less than the rules allow. They may stand nowhere, in no file that becomes a page, mail or lesson.
BROKEN_PROMISES = re.compile(
    r"two exceptions|exceptions: a life|do not pass it on to the business, or to immigration"
    r"|nobody else learns who|we never share|completely confidential|only what you agree to\b"
    r"|do not pass on your name(?!, unless)",
    re.IGNORECASE,
)
PROMISING = ("templates/**/*.html", "templates/**/*.txt", "learning/*/content/**/*.md", "compliance/**/*.py")


def test_no_page_lesson_or_mail_makes_a_promise_of_its_own():
    files = [path for pattern in PROMISING for path in ROOT.glob(pattern)]
    assert len(files) > 500
    broken = {
        str(path.relative_to(ROOT)): match.group()
        for path in files
        if (match := BROKEN_PROMISES.search(" ".join(path.read_text().split())))
    }
    assert broken == {}
