"""Corrective action plan reports in the shapes that auditors use, with invented sites, and what must come of each."""

from dataclasses import dataclass

from tests.compliance.workbooks.vendor_files.shapes import xlsx

SITE = "Karim Knit Composite (Pvt) Ltd., Unit-2"
REGISTER = [
    [
        "supplier_ref",
        "supplier_name",
        "country",
        "tier",
        "sector",
        "site_ref",
        "site_name",
        "address",
        "sedex_site_ref",
    ],
    ["S-1", "Karim Knit Composite (Pvt) Ltd.", "BD", "1", "11", "ST-1", SITE, "Plot 5", "ZS1000123"],
]
EXPLANATIONS = [
    "The reference number of the non-compliance from the Audit Report, for example, Discrimination No.7",
    "Is this a new non-compliance identified at the follow-up or one carried over (C) that is still outstanding",
    "Details of Non-Compliance", "Root cause (completed by the site)",
    "Details of actions to be taken to clear non-compliance, and the system change to prevent re-occurrence",
    "(Immediate, 30, 60, 90, 180, 365)", "Desktop / Follow-Up [D/F]",
    "Note if management agree to the non-compliance, and document name of responsible person",
    "Details on corrective action evidence", "Open/Closed or comment",
]  # fmt: skip
HEAD_61 = [
    "Non-Compliance Number", "New or Carried Over", "Details of Non-Compliance", "Root cause",
    "Preventative and Corrective Actions", "Timescale", "Verification Method",
    "Agreed by Management and Name of Responsible Person", "Verification Evidence and Comments", "Status",
]  # fmt: skip
EXIT_61 = [
    "Working conditions are safe and hygienic No.1", "New",
    "It was noted that the fire exit of the 2nd floor was locked during working hours.", "No check", "Unlock; train guards",
    "Immediate", "F", "Yes. Mr Rahim", None, "Open",
]  # fmt: skip
PAY_61 = [
    "Living wages are paid No.1", "☒ New ☐ Carried over", "Overtime of 6 of 30 workers was paid one month late.",
    "Cash flow", "Pay on time", "30", "☒ Desktop ☐ Follow-Up", "Yes, HR & Admin", None, "Open",
]  # fmt: skip
ABOVE_61 = [
    ["SMETA Corrective Action Plan Report (CAPR)"], [None], ["Audit Details"],
    ["Sedex Company Reference:", "ZC1234567", None, "Sedex Site Reference:", "ZS1000123"],
    ["Business name (Company name):", "Karim Knit Composite (Pvt) Ltd."], ["Site name:", SITE],
    ["Date of audit:", "12-13 March 2024"], ["Audit type:", "☒ Full Initial  ☐ Periodic  ☐ Full Follow-up"],
    ["Audit Conducted By:", "Invented Audits & Co., Ltd."], ["Report number:", "S-000123, P-77 & 78"], [None],
]  # fmt: skip
OBSERVATIONS = [
    [None], ["Corrective Action Plan – Observations"],
    ["Observation Number", "New or Carried Over", "Details of Observation", "Root cause"],
    ["Obs 1", "New", "The first aid box on line 3 lacked plasters.", "x"],
]  # fmt: skip
EXAMPLES = [
    [None], ["Good Examples"], ["Good example Number", "Details of good example noted", "Any relevant evidence"],
    ["GE 1", "Free lunch for all workers", "Canteen records"],
]  # fmt: skip
# Titles alone: the numbers below them begin again.
BARE_HEAD = ["NC number", "Details of non-compliance", "Root cause", "Corrective action", "Timescale", "Status"]
BARE = [
    BARE_HEAD, ["1", "It was noted that the fire exit was locked.", "x", "Unlock", "30", "Open"],
    ["2", "Overtime of 6 of 30 workers was paid late.", "x", "Pay", "30", "Open"],
    ["Observation"], ["1", "The first aid box on line 3 lacked plasters.", None, None, None, None],
    ["Good examples noted"], ["1", "Free lunch for all workers", None, None, None, None],
    ["Non-compliances of the follow-up"], ["3", "Hours are not recorded.", None, None, None, None],
]  # fmt: skip
# A column for each grade, and a tick in one of them.
TICK_HEAD = ["Ref", "Details of non-compliance", "Business Critical", "Critical", "Major", "Minor", "Due date"]
TICKED = [
    TICK_HEAD, ["NC-1", "Wages were below the law.", None, "☒", "☐", "☐", "2024-06-30"],
    ["NC-2", "Two fire exits were locked.", "☐", "☐", "☐", "✓", "2024-06-30"],
    ["NC-3", "Gloves are charged to workers.", None, None, "x", None, "2024-06-30"],
]  # fmt: skip
SIGNATURES = [
    [None], ["Confirmation"],
    ["Please sign this document confirming that the above findings have been discussed with and understood by you"],
    ["Site Representative Signature:", None, "Title", "Date"],
    ["A: Site Representative Signature:", "R. Rahim", "Manager", "13/03/2024"],
    ["If you dispute any of the findings please detail below"],
]  # fmt: skip
ABOVE_7 = [
    ["CAPR – SMETA 7.0"], ["Sedex Audit Reference", "ZAA600012345"], ["Site Name", SITE], ["Site country", "Bangladesh"],
    ["Audit Start Date", "2025-05-12", "Audit End Date", "2025-05-14"], [None],
]  # fmt: skip
HEAD_7 = [
    "Finding Ref", "Finding Grade", "Workplace Requirement", "Description of Finding", "Root Cause", "Corrective Action",
    "Completion Date",
]  # fmt: skip
ROWS_7 = [
    ["NC-1", "☒ Business Critical ☐ Critical ☐ Major ☐ Minor", "3.14", "Two fire exits were blocked by cartons & locked.",
     "x", "Clear them", "2025-05-20"],
    ["NC-2", "☐ Business Critical ☐ Critical ☒ Major ☐ Minor", "6.B.2", "Workers worked 72 hours in a week.", "y", "Plan",
     "2025-07-14"],
    ["CAR-1", "Collaborative Action Required", "1A.3", "Workers paid recruitment fees.", "z", "Talk to buyers", None],
]  # fmt: skip


# As auditors write who do not write English: headers, grades, states, days allowed, and the lines above them.
GERMAN = [
    ["Maßnahmenplan (CAPR)"], ["Betriebsstätte:", SITE], ["Auditdatum:", "12.03.2024"], ["Berichtsnummer:", "S-000123"],
    ["Auditgesellschaft:", "Prüfer & Söhne GmbH"], [None],
    ["Nr.", "Feststellung", "Schweregrad", "Ursache", "Abhilfemaßnahme", "Frist", "Verantwortlich", "Status", "Kosten"],
    ["NC-1", "Der Notausgang im 2. Stock war verschlossen.", "Kritisch", "x", "Öffnen", "30 Tage", "Herr Rahim", "Offen", 5],
    ["NC-2", "Überstunden wurden nicht bezahlt.", "☐ Hauptabweichung ☒ Nebenabweichung", "x", "Zahlen", "sofort", "Frau B",
     "Erledigt", 5],
    ["Beobachtungen"], ["1", "Der Verbandskasten war leer.", None, None, None, None, None, None, None],
    ["Unterschrift des Betriebs:", "R. Rahim"], ["NC-9", "Nicht mehr Teil des Berichts"],
]  # fmt: skip
FRENCH = [
    ["Nom du site :", SITE], ["Date de l'audit :", "12/03/2024"], ["N° du rapport :", "S-000123"], [None],
    ["N° NC", "Constat", "Gravité", "Cause racine", "Action corrective", "Délai", "Responsable", "Statut"],
    ["NC-1", "La sortie de secours était verrouillée.", "Critique", "x", "Ouvrir", "30/06/2024", "M. R", "Ouvert"],
    ["NC-2", "Les heures ne sont pas notées.", "Mineure", "x", "Noter", "01/07/2024", "M. R", "Clôturé"],
]  # fmt: skip
SPANISH = [
    ["Nombre del sitio:", SITE], ["Fecha de auditoría:", "12/03/2024"], ["Número de informe:", "S-000123"], [None],
    ["Nº", "Hallazgo", "Gravedad", "Causa raíz", "Acción correctiva", "Plazo", "Responsable", "Estado"],
    ["NC-1", "La salida de emergencia estaba cerrada.", "Crítico", "x", "Abrir", "30/06/2024", "Sr. R", "Abierto"],
    ["NC-2", "Las horas no se registran.", "Menor", "x", "Registrar", "inmediato", "Sr. R", "En curso"],
]  # fmt: skip
RBA = [
    ["Site name:", SITE], ["Audit end date:", "2024-03-12"], ["Report number:", "S-000123"], [None],
    ["Finding ID", "Provision", "Conformance Rating", "Finding Description", "Root Cause Analysis", "Corrective Action Plan",
     "CAP Due Date", "CAP Status", "Owner Name"],
    ["A1.1", "Labor", "Priority", "Wages were below the law.", "x", "Pay", "2024-04-01", "Open", "R. Rahim"],
    ["B2.3", "Health", "Minor", "Gloves are charged to workers.", "x", "Stop", "2024-06-01", "Completed", "R. Rahim"],
]  # fmt: skip
CHINESE = [
    ["工厂名称：", SITE], ["审核日期：", "2024-03-12"], ["报告编号：", "S-000123"], [None],
    ["编号", "不符合项描述", "严重程度", "根本原因", "纠正措施", "整改期限", "负责人", "状态"],
    ["NC-1", "二楼安全出口上锁。", "主要", "x", "打开", "2024-06-30", "王先生", "未关闭"],
    ["NC-2", "没有工时记录。", "次要", "x", "记录", "2024-07-30", "王先生", "已关闭"],
]  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A file, and the findings that must be read of it: reference, grade and the beginning of its words."""

    name: str
    body: bytes
    findings: tuple[tuple[str, str, str], ...]


def _report(name: str, rows: list, findings: tuple, *, sheet: str = "CAPR") -> Report:
    return Report(name, xlsx({"Suppliers": REGISTER, sheet: rows}), findings)


# Without a column of grades, the usual grade of the kind of finding is proposed.
EXIT = (EXIT_61[0], "business_critical", "It was noted that the fire exit")
PAY = (PAY_61[0], "minor", "Overtime of 6 of 30")
SEVEN = (
    ("NC-1", "business_critical", "Two fire exits"), ("NC-2", "major", "Workers worked 72"), ("CAR-1", "collaborative_action_required", "Workers paid"),
)  # fmt: skip
OBS, GOOD = ("Obs 1", "observation", "The first aid box"), ("GE 1", "good_example", "Free lunch")


def _graded(row: list, grade: str) -> list:
    return [*row[:1], grade, *row[1:]]


GRADED_HEAD = _graded(HEAD_61, "NC Grade")


def all_reports() -> list[Report]:
    body_61 = [*ABOVE_61, HEAD_61, EXIT_61, PAY_61]
    graded = [*ABOVE_61, GRADED_HEAD, _graded(EXIT_61, "Critical"), _graded(PAY_61, "Major")]
    graded_findings = ((EXIT[0], "critical", EXIT[2]), (PAY[0], "major", PAY[2]))
    head_lower = [text.replace(" ", "\n", 1) for text in HEAD_7]
    return [
        _report("6.1 plain", body_61, (EXIT, PAY)),
        _report("6.1 explanations", [*ABOVE_61, HEAD_61, EXPLANATIONS, EXIT_61, PAY_61], (EXIT, PAY)),
        _report("6.1 observations", [*body_61, *OBSERVATIONS], (EXIT, PAY, OBS)),
        _report("6.1 good examples", [*body_61, *EXAMPLES], (EXIT, PAY, GOOD)),
        _report("6.1 signatures", [*body_61, *SIGNATURES], (EXIT, PAY)),
        _report("6.1 whole", [*ABOVE_61, HEAD_61, EXPLANATIONS, EXIT_61, PAY_61, *OBSERVATIONS, *EXAMPLES, *SIGNATURES],
                (EXIT, PAY, OBS, GOOD)),
        _report("6.1 graded", graded, graded_findings),
        _report("6.1 graded with blocks", [*graded, *OBSERVATIONS, *SIGNATURES], (*graded_findings, OBS)),
        _report("6.1 bare titles", [*ABOVE_61, *BARE, *SIGNATURES], (
            ("1", "business_critical", "It was noted that the fire exit"), ("2", "minor", "Overtime of 6 of 30"),
            ("OBS 1", "observation", "The first aid box"), ("GE 1", "good_example", "Free lunch"),
            ("3", "minor", "Hours are not recorded"))),
        _report("a column a grade", [*ABOVE_61, *TICKED], (
            ("NC-1", "critical", "Wages were below"), ("NC-2", "minor", "Two fire exits"), ("NC-3", "major", "Gloves are"))),
        _report("german", GERMAN, (
            ("NC-1", "critical", "Der Notausgang"), ("NC-2", "minor", "Überstunden"), ("OBS 1", "observation", "Der Verband"))),
        _report("french", FRENCH, (("NC-1", "critical", "La sortie"), ("NC-2", "minor", "Les heures"))),
        _report("spanish", SPANISH, (("NC-1", "critical", "La salida"), ("NC-2", "minor", "Las horas"))),
        _report("rba", RBA, (("A1.1", "business_critical", "Wages were"), ("B2.3", "minor", "Gloves are"))),
        _report("chinese", CHINESE, (("NC-1", "major", "二楼"), ("NC-2", "minor", "没有"))),
        _report("7 plain", [*ABOVE_7, HEAD_7, *ROWS_7], SEVEN, sheet="SMETA CAPR"),
        _report("7 two lines of headers", [*ABOVE_7, ["Finding", None, None, None, "Action"], HEAD_7, *ROWS_7], SEVEN),
        _report("7 line breaks", [*ABOVE_7, head_lower, *ROWS_7], SEVEN),
        _report("7 signatures", [*ABOVE_7, HEAD_7, *ROWS_7, *SIGNATURES], SEVEN),
        _report("7 blank rows", [*ABOVE_7, HEAD_7, ROWS_7[0], [None], ROWS_7[1], [None], ROWS_7[2]], SEVEN),
        _report("7 good examples", [*ABOVE_7, HEAD_7, *ROWS_7, *EXAMPLES], (*SEVEN, GOOD)),
        _report("7 brackets", [*ABOVE_7, HEAD_7, *([r[0], r[1].replace("☒", "[x]").replace("☐", "[ ]"), *r[2:]] for r in ROWS_7)],
                SEVEN),
    ]  # fmt: skip
