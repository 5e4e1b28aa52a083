"""The sentence that each kind of evidence offers: plain facts, no verdict, and nothing that points at anybody.

Small numbers come as None from the rules and are worded.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.statements import vocabulary
from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.rules.register_snapshot import Period
from compliance.statements.evidence.rules.suggestion import MIN_FINDINGS, MIN_PEOPLE, Suggestion
from learning.training.models.course import format_hours
from portal.reference.audits import schemes
from portal.reference.synonyms import get_country_names
from portal.reference.tables import sector_names

Numbers = Mapping[str, Any]


def write_sentence(suggestion: Suggestion, *, period: Period, today: date) -> str:
    """Return the sentence of a suggestion; empty for evidence that only answers a question of the registry."""
    write = SENTENCES.get(suggestion.kind)
    if write is None:
        return ""
    days = {"first": format_date(period.first), "last": format_date(period.last), "today": format_date(today)}
    return write(dict(suggestion.numbers) | days)


def format_date(day: date) -> str:
    return date_format(day, "j F Y")


def join_names(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def format_number(value: int) -> str:
    return f"{value:,}"


def fewer(value: int | None, least: int) -> str:
    return _("fewer than %(number)d") % {"number": least} if value is None else format_number(value)


def sites(value: int) -> str:
    return ngettext("%(number)s site", "%(number)s sites", value) % {"number": format_number(value)}


def _suppliers(n: Numbers) -> str:
    counted = ngettext("%(number)s supplier", "%(number)s suppliers", n["suppliers"]) % {
        "number": format_number(n["suppliers"])
    }
    known = _("Our supplier register lists %(suppliers)s with %(sites)s.") % {
        "suppliers": counted,
        "sites": sites(n["sites"]),
    }
    if not n["countries"]:
        return known
    names = [get_country_names().get(code, code) for code in n["countries"]]
    if n["other_countries"]:
        names.append(
            ngettext("%(number)d other country", "%(number)d other countries", n["other_countries"])
            % {"number": n["other_countries"]}
        )
    return f"{known} " + _("Countries: %(places)s.") % {"places": join_names(names)}


def _tiers(n: Numbers) -> str:
    known = _("Suppliers in our register by tier: %(one)s in tier 1, %(two)s in tier 2 and %(three)s below.") % {
        "one": format_number(n["tier_1"]),
        "two": format_number(n["tier_2"]),
        "three": format_number(n["tier_3"]),
    }
    unknown = ngettext(
        "We do not know the tier of %(number)s supplier.",
        "We do not know the tier of %(number)s suppliers.",
        n["tier_0"],
    )
    return f"{known} {unknown % {'number': format_number(n['tier_0'])}}" if n["tier_0"] else known


def _named_sectors(n: Numbers) -> str:
    return "; ".join(str(_(sector_names().get(code, code))) for code in n["sectors"])


def _sectors(n: Numbers) -> str:
    return _("Our suppliers work mainly in these sectors: %(sectors)s.") % {"sectors": _named_sectors(n)}


def _workers(n: Numbers) -> str:
    groups = {
        "agency": _("%(number)s are agency workers"),
        "seasonal": _("%(number)s are seasonal workers"),
        "migrant_international": _("%(number)s come from abroad"),
    }
    known = _(
        "We have workforce figures for %(sites)s of %(all)s in our supply chains, where %(people)s people work."
    ) % {
        "sites": format_number(n["sites"]),
        "all": sites(n["of_sites"]),
        "people": format_number(n["total"]),
    }
    counts = [text % {"number": format_number(n[group])} for group, text in groups.items() if n[group]]
    if not counts:
        return known
    return f"{known} " + _("Of these, %(groups)s. These groups overlap.") % {"groups": join_names(counts)}


def _employer_pays(n: Numbers) -> str:
    known = _("At %(sites)s of %(all)s, we have recorded that the employer pays for recruitment.") % _of(n)
    return f"{known} " + _("This was verified at %(number)s of them.") % {"number": format_number(n["confirmed"])}


def _of(n: Numbers) -> dict[str, str]:
    return {"sites": format_number(n["sites"]), "all": sites(n["of_sites"])}


def _risk(n: Numbers) -> str:
    known = _("We assessed the risk to people at %(sites)s of %(all)s in our supply chains.") % _of(n)
    how = _("We considered country, sector, goods and workforce, and the controls in place.")
    bands = _("We rated %(very_high)s as very high risk, %(high)s as high, %(medium)s as medium and %(low)s as low.")
    return f"{known} {how} " + bands % {name: format_number(n[name]) for name in ("very_high", "high", "medium", "low")}


def _high_risk(n: Numbers) -> str:
    return _("The sectors with the most sites at high or very high risk are: %(sectors)s.") % {
        "sectors": _named_sectors(n)
    }


def _beyond(n: Numbers) -> str:
    return _("Our assessment covered %(sites)s beyond tier 1.") % {"sites": sites(n["sites"])}


def _self_assessment(n: Numbers) -> str:
    return _("Between %(first)s and %(last)s, %(sites)s of %(all)s answered a self-assessment questionnaire.") % (
        dict(n) | _of(n)
    )


def _training(n: Numbers) -> str:
    return _(
        "Between %(first)s and %(last)s, managers and worker leaders at %(sites)s of %(all)s were trained on modern "
        "slavery."
    ) % (dict(n) | _of(n))


def _staff_training(n: Numbers) -> str:
    known = _(
        "Between %(first)s and %(last)s, %(people)s of our own people completed training on modern slavery, with a "
        "test at the end."
    ) % (dict(n) | {"people": format_number(n["people"])})
    labels = dict(vocabulary.enumeration("training_target").choices)
    groups = "; ".join(f"{_(labels[group])}: {format_number(count)}" for group, count in n["groups"])
    courses = join_names([f"“{course}”" for course in n["courses"]])
    text = _("By group: %(groups)s. Courses: %(courses)s, %(hours)s hours in all.")
    return f"{known} " + text % {"groups": groups, "courses": courses, "hours": format_hours(n["minutes"])}


def _trained_people(n: Numbers) -> str:
    return ngettext(
        "In the year, %(people)s of our own people completed training on modern slavery.",
        "In the year, %(people)s of our own people completed training on modern slavery.",
        n["people"],
    ) % {"people": format_number(n["people"])}


def _grievance(n: Numbers) -> str:
    known = _("At %(sites)s of %(all)s there is a way for workers to raise a concern.") % _of(n)
    return f"{known} " + _("At %(number)s of them workers confirmed that they know and trust it.") % {
        "number": format_number(n["confirmed"])
    }


def _audits(n: Numbers) -> str:
    held = ngettext(
        "Between %(first)s and %(last)s, %(audits)s social audit was carried out, at %(sites)s of %(all)s.",
        "Between %(first)s and %(last)s, %(audits)s social audits were carried out, at %(sites)s of %(all)s.",
        n["audits"],
    ) % (dict(n) | _of(n) | {"audits": format_number(n["audits"])})
    how = _("Announced: %(announced)s. Unannounced: %(unannounced)s. Arranged by us: %(ours)s.") % {
        name: format_number(n[name]) for name in ("announced", "unannounced", "ours")
    }
    # What stands in brackets behind a name is for those who record audits.
    names = [schemes()[code].name.partition(" (")[0] if code in schemes() else code for code in n["schemes"]]
    return f"{held} {how} " + _("Codes used: %(codes)s.") % {"codes": join_names(names)}


def _findings(n: Numbers) -> str:
    if n["findings"] == 0:
        return _("These audits recorded no breach of the code. That does not prove that there were none.")
    known = _("These audits recorded %(number)s breaches of the code.") % {"number": fewer(n["findings"], MIN_FINDINGS)}
    if n["grave"]:
        known += " " + _("Of them, %(number)s were graded critical or business critical.") % {
            "number": format_number(n["grave"])
        }
    return known


def _interviews(n: Numbers) -> str:
    return _("Auditors spoke to %(people)s workers during these audits.") % {"people": format_number(n["people"])}


def _actions(n: Numbers) -> str:
    agreed = ngettext(
        "By %(today)s, %(actions)s corrective action had been agreed after these audits.",
        "By %(today)s, %(actions)s corrective actions had been agreed after these audits.",
        n["actions"],
    ) % (dict(n) | {"actions": format_number(n["actions"])})
    how = _(
        "Closed and verified by someone independent of the site: %(verified)s. Closed, not yet verified: %(closed)s. "
        "Overdue: %(late)s."
    )
    return f"{agreed} " + how % {name: format_number(n[name]) for name in ("verified", "closed", "late")}


def _fees(n: Numbers) -> str:
    paid = _("We learned that %(people)s workers in our supply chains had paid to get their jobs.") % {
        "people": fewer(n["people"], MIN_PEOPLE)
    }
    if not n["people"] and n["people"] is not None:
        paid = _("We learned that workers in our supply chains had paid to get their jobs.")
    return f"{paid} " + _("By %(today)s, about %(repaid)s of about %(owed)s had been repaid.") % {
        "today": n["today"],
        "repaid": format_money(n["repaid"], n["currency"]),
        "owed": format_money(n["owed"], n["currency"]),
    }


def format_money(amount: int, currency: str) -> str:
    return f"£{format_number(amount)}" if currency == "GBP" else f"{currency} {format_number(amount)}"


def _indicators(n: Numbers) -> str:
    labels = dict(vocabulary.enumeration("ilo_indicator").choices)
    known = _("Audits found possible signs of forced labour, as listed by the International Labour Organization.")
    if not n["indicators"]:
        return f"{known} " + _("To protect the people concerned, we do not give more detail.")
    names = join_names([str(_(labels[code])).lower() for code in n["indicators"]])
    return f"{known} " + _("Found at several sites: %(signs)s.") % {"signs": names}


def _sites_audited(n: Numbers) -> str:
    text = ngettext(
        "Of %(all)s in our register, %(sites)s was audited in the year: %(percent)s%%.",
        "Of %(all)s in our register, %(sites)s were audited in the year: %(percent)s%%.",
        n["sites"],
    )
    return text % (_of(n) | {"percent": n["percent"]})


def _covered(n: Numbers) -> str:
    return _("%(people)s people work at the sites that were audited in the year and for which we have figures.") % {
        "people": format_number(n["people"])
    }


def _verified(n: Numbers) -> str:
    return _(
        "By %(today)s, %(percent)s%% of the corrective actions had been closed and verified by someone independent "
        "of the site."
    ) % dict(n)


def _late(n: Numbers) -> str:
    return ngettext(
        "By %(today)s, %(late)s of %(actions)s corrective action was overdue.",
        "By %(today)s, %(late)s of %(actions)s corrective actions were overdue.",
        n["actions"],
    ) % dict(n)


def _repaid(n: Numbers) -> str:
    return _("By %(today)s, about %(repaid)s in recruitment fees had been repaid to workers.") % {
        "today": n["today"],
        "repaid": format_money(n["repaid"], n["currency"]),
    }


def _trained_sites(n: Numbers) -> str:
    return _("In the year, managers and worker leaders were trained at %(sites)s.") % {"sites": sites(n["sites"])}


def _one_audit(n: Numbers) -> str:
    held = (
        _("An unannounced social audit was carried out at a site in our supply chains.")
        if n["is_unannounced"]
        else _("A social audit was carried out at a site in our supply chains.")
    )
    if n["when"] == "in":
        return held
    outside = (
        _("That was before the financial year.")
        if n["when"] == "before"
        else _("That was after the end of the financial year.")
    )
    return f"{held} {outside}"


SENTENCES: Mapping[EvidenceKind, Callable[[Numbers], str]] = {
    EvidenceKind.SUPPLIERS: _suppliers,
    EvidenceKind.TIERS: _tiers,
    EvidenceKind.SECTORS: _sectors,
    EvidenceKind.WORKERS: _workers,
    EvidenceKind.EMPLOYER_PAYS: _employer_pays,
    EvidenceKind.RISK: _risk,
    EvidenceKind.HIGH_RISK: _high_risk,
    EvidenceKind.BEYOND_TIER_1: _beyond,
    EvidenceKind.SELF_ASSESSMENT: _self_assessment,
    EvidenceKind.AUDITS: _audits,
    EvidenceKind.FINDINGS: _findings,
    EvidenceKind.INTERVIEWS: _interviews,
    EvidenceKind.GRIEVANCE: _grievance,
    EvidenceKind.ACTIONS: _actions,
    EvidenceKind.FEES: _fees,
    EvidenceKind.INDICATORS: _indicators,
    EvidenceKind.SUPPLIER_TRAINING: _training,
    EvidenceKind.STAFF_TRAINING: _staff_training,
    EvidenceKind.TRAINED_PEOPLE: _trained_people,
    EvidenceKind.SITES_AUDITED: _sites_audited,
    EvidenceKind.COVERED: _covered,
    EvidenceKind.VERIFIED: _verified,
    EvidenceKind.LATE: _late,
    EvidenceKind.REPAID: _repaid,
    EvidenceKind.TRAINED_SITES: _trained_sites,
    EvidenceKind.ONE_AUDIT: _one_audit,
}
