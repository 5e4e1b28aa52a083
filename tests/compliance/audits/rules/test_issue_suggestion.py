"""Which kind of finding a text suggests, and that a negation takes the suggestion away."""

import pytest

from compliance.audits.rules.issue_suggestion import NEGATION_REACH, suggest_issue_code
from portal.reference.audits import issues


@pytest.mark.parametrize(
    "text",
    [
        "Workers paid recruitment fees to get the job.",
        "Two passports of workers were kept in the manager's safe.",
    ],
)
def test_a_text_suggests_a_kind_of_the_reference(text):
    assert suggest_issue_code(text) in issues()


def test_the_case_and_the_accents_of_a_text_make_no_difference():
    assert suggest_issue_code("RECRUITMENT FEES WERE PAID BY WORKERS") == suggest_issue_code(
        "Recruitment fees were paid by workers"
    )


def test_a_negation_takes_the_suggestion_away_only_within_its_part_of_the_sentence():
    text = "passports were withheld"
    suggested = suggest_issue_code(text)
    assert suggested
    assert suggest_issue_code(f"no {text}") is None
    assert suggest_issue_code(f"No fire drills were held, but {text}") == suggested
    assert suggest_issue_code(f"no {'x ' * NEGATION_REACH}{text}") == suggested


def test_a_text_about_nothing_suggests_nothing():
    assert suggest_issue_code("") is None
    assert suggest_issue_code("The canteen serves soup.") is None


OTHER_LANGUAGES = {
    "Die Reisepässe der Arbeiter werden vom Arbeitgeber einbehalten.": "FL01",
    "Les passeports sont confisqués par l’agence.": "FL01",
    "Los pasaportes son retenidos por la empresa.": "FL01",
    "工厂扣押工人护照。": "FL01",
    "Beschäftigte zahlten Vermittlungsgebühren.": "FL05",
    "Les travailleurs ont payé des frais de recrutement.": "FL05",
    "工人支付了招聘费。": "FL05",
    "Arbeiter dürfen das Wohnheim nachts nicht verlassen.": "FL02",
    "Los trabajadores no pueden salir del recinto.": "FL02",
    "Hinweise auf Zwangsarbeit.": "FL04",
    "Des ouvriers ont été menacés par le gérant.": "FL10",
    "Trabajadoras denunciaron acoso sexual.": "FL11",
    "Trabajo infantil en el almacén.": "CL01",
    "发现童工。": "CL01",
    "Notausgang im Lager war verschlossen.": "HS01",
    "Notausgänge sind verstellt.": "HS01",
    "L’issue de secours était verrouillée.": "HS01",
    "La salida de emergencia estaba bloqueada.": "HS01",
    "安全出口被堵塞。": "HS01",
}


@pytest.mark.parametrize(("text", "issue"), OTHER_LANGUAGES.items())
def test_what_may_raise_an_alert_is_known_in_other_languages(text, issue):
    assert suggest_issue_code(text) == issue


@pytest.mark.parametrize(
    "text",
    [
        "Es wurden keine Reisepässe einbehalten.",
        "Aucun passeport n’est confisqué.",
        "La empresa opera sin trabajo infantil.",
        "Feuerlöscher wurden nicht geprüft.",
        "La cantine sert de la soupe.",
        "灭火器已过期。",
    ],
)
def test_a_negation_counts_in_other_languages(text):
    assert suggest_issue_code(text) is None
