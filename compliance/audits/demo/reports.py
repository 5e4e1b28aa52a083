"""The demo's audit reports: invented audits of invented sites, in plain words."""

from dataclasses import dataclass

from compliance.audits.choices import Announcement, AuditType, CommissionedBy, FindingStatus, Grade, ManagementGrade


@dataclass(frozen=True)
class DemoAction:
    """One action and its progress. days: from the audit's end to its date."""

    what: str
    who: str
    days: int
    status: FindingStatus = FindingStatus.OPEN
    cause: str = ""


@dataclass(frozen=True)
class DemoFinding:
    """One finding. carried: the reference of the finding in the audit before that it continues."""

    ref: str
    area: str
    issue: str
    grade: Grade
    words: str
    written: str = ""
    workers: int | None = None
    deeds: tuple[DemoAction, ...] = ()
    carried: str = ""
    step: FindingStatus | None = None
    is_guess: bool = False


@dataclass(frozen=True)
class DemoAudit:
    """An audit of the site with that reference. ago: days from its last day to the day of seeding.

    management: by area of the code, the grades of its four parts.
    """

    site: str
    ref: str
    scheme: str
    ago: int
    kind: AuditType
    company: str
    findings: tuple[DemoFinding, ...]
    version: str = ""
    result: str = ""
    announcement: Announcement = Announcement.SEMI_ANNOUNCED
    by: CommissionedBy = CommissionedBy.THIRD_PARTY_SUPPLIER
    is_draft: bool = False
    management: tuple[tuple[str, tuple[str, str, str, str]], ...] = ()


ROBUST, SOME, BASIC, ABSENT = (grade.value for grade in ManagementGrade)
HARBOUR = (
    DemoAudit(
        "ST-04", "ZAA-DEMO-0411", "smeta_6_1", 520, AuditType.FULL_INITIAL, "Plainsight Audits Ltd", version="6.1",
        findings=(
            DemoFinding("NC-01", "6", "FL29", Grade.MAJOR,
                        "In four of twelve sampled weeks packers worked up to 68 hours.",
                  workers=40, step=FindingStatus.CARRIED_OVER),
            DemoFinding("NC-02", "3", "HS02", Grade.CRITICAL, "The alarm on the upper floor did not sound when tested.",
                  deeds=(DemoAction("Replace the alarm panel and test it each month.", "Rafe Ollerton", 30,
                              FindingStatus.VERIFIED_CLOSED, "No contract for maintenance."),)),
            DemoFinding("NC-03", "8", "FL23", Grade.MINOR, "Night staff’s contracts are in English only.",
                  deeds=(DemoAction("Give contracts in Polish, Romanian and Tetum.", "Rafe Ollerton", 90,
                              FindingStatus.CLOSED_UNVERIFIED, "No one asked workers which languages they read."),)),
            DemoFinding("OBS-01", "0", "MS01", Grade.OBSERVATION, "The policy on forced labour names no one."),
            DemoFinding("GE-01", "2", "OT99", Grade.GOOD_EXAMPLE, "Elected workers meet the manager each month."),
        ),
    ),
    DemoAudit(
        "ST-04", "ZAA-DEMO-0497", "smeta_4_pillar", 130, AuditType.PERIODIC, "Plainsight Audits Ltd", version="7.0",
        by=CommissionedBy.THIRD_PARTY_US,
        management=(("0", (SOME, ROBUST, SOME, SOME)), ("1", (ROBUST,) * 4), ("1A", (SOME, BASIC, ABSENT, ABSENT)),
                    ("4", (ROBUST, ROBUST, ROBUST, SOME)), ("6", (SOME, BASIC, SOME, BASIC))),
        findings=(
            DemoFinding("NC-01", "6", "FL29", Grade.MAJOR, "Eleven packers worked more than 60 hours in peak weeks.",
                  workers=11, carried="NC-01",
                  deeds=(DemoAction("Recruit for the peak in August, not October.", "Rafe Ollerton", 60,
                              FindingStatus.IN_PROGRESS, "Orders are confirmed only two days ahead."),
                         DemoAction("Agree an order window of ten days with us.", "Tomos Greaves", 75))),
            DemoFinding("CAR-01", "1A", "FL05", Grade.CAR,
                  "Nineteen agency workers each paid a recruiter in their home country £900 to £2,400.",
                  workers=19),
            DemoFinding("NC-02", "5", "FL13", Grade.MAJOR,
                        "£2 a day is deducted for the bus, even on days when no bus runs.",
                  workers=120,
                  deeds=(DemoAction("Stop the deduction and refund the last 12 months.", "Rafe Ollerton", 60,
                              FindingStatus.EVIDENCE_SUBMITTED, "The agency’s payroll deducts it automatically."),)),
            DemoFinding("NC-03", "3", "HS04", Grade.MINOR, "New starters pay £8 for thermal gloves.", workers=30,
                  deeds=(DemoAction("Provide gloves free from the first day.", "Rafe Ollerton", 90,
                              FindingStatus.PLAN_AGREED),)),
            DemoFinding("NC-04", "8A", "FL24", Grade.MAJOR, "Boxes are folded at a unit that had not been declared.",
                  step=FindingStatus.DISPUTED),
        ),
    ),
    DemoAudit(
        "ST-05", "BSCI-DEMO-2210", "amfori_bsci", 200, AuditType.PERIODIC, "Mirador Social S.L.", result="C",
        announcement=Announcement.ANNOUNCED,
        findings=(
            DemoFinding("PA5-1", "5", "FL14", Grade.CRITICAL, "Seasonal piece rates fell below the minimum wage.",
                  written="No", workers=22,
                  deeds=(DemoAction("Top up each week to the legal minimum, and pay what is missing.", "Inés Robledo",
                                    30, FindingStatus.CLOSED_UNVERIFIED, "Rates were set in 2022."),)),
            DemoFinding("PA6-2", "6", "FL30", Grade.MAJOR,
                        "The cleaners’ hours are not recorded.", written="Partially",
                  deeds=(DemoAction("Time cards for everyone.", "Inés Robledo", 60),)),
            DemoFinding("PA7-1", "3", "HS05", Grade.MINOR, "No first aider on the night shift.", written="Partially",
                  is_guess=True),
            DemoFinding("PA8-1", "4", "CL03", Grade.MAJOR, "Proof of age was missing for three new starters.",
                  written="No", step=FindingStatus.WITHDRAWN),
        ),
    ),
    DemoAudit(
        "ST-02", "SA-DEMO-88", "sa8000", 45, AuditType.FULL_INITIAL, "Fairfield Certification Ltd",
        announcement=Announcement.UNANNOUNCED, by=CommissionedBy.THIRD_PARTY_US,
        findings=(
            DemoFinding("M-1", "1", "FL01", Grade.MINOR,
                  "The agency keeps the passports of fourteen packers in its office.",
                  written="Minor", workers=14),
            DemoFinding("M-2", "3", "FL20", Grade.MAJOR, "Nine workers share one kitchen and one toilet in a caravan.",
                  workers=9,
                  deeds=(DemoAction("Provide two more caravans before the season starts.", "Petra Oakley", 60),)),
            DemoFinding("M-3", "0", "FL28", Grade.MAJOR,
                  "Workers who were interviewed did not know who to tell about a problem.",
                  deeds=(DemoAction("Put up the helpline’s number in five languages.", "Petra Oakley", 30,
                              FindingStatus.EVIDENCE_SUBMITTED),)),
            DemoFinding("M-4", "10A", "EN01", Grade.MINOR, "The waste water permit expired in spring.",
                  deeds=(DemoAction("Renew the permit.", "Petra Oakley", 90),)),
        ),
    ),
    DemoAudit(
        "ST-01", "ZAA-DEMO-0512", "smeta_2_pillar", 12, AuditType.FULL_INITIAL, "Plainsight Audits Ltd", version="7.0",
        is_draft=True,
        findings=(
            DemoFinding("NC-01", "1A", "FL32", Grade.MAJOR, "The labour provider houses, drives and pays the pickers."),
            DemoFinding("NC-02", "6", "FL09", Grade.CRITICAL,
                        "Pickers who refuse Sunday work are not called in on Mondays."),
        ),
    ),
)  # fmt: skip
TAMARISK = (
    DemoAudit(
        "T01/1", "ZAA-DEMO-0611", "smeta_4_pillar", 3, AuditType.FULL_INITIAL, "Plainsight Audits Ltd", version="7.0",
        announcement=Announcement.UNANNOUNCED, by=CommissionedBy.THIRD_PARTY_US,
        findings=(
            DemoFinding("NC-01", "1", "FL01", Grade.CRITICAL,
                  "Thirty-one workers said that the hostel manager keeps their passports and asks for a fee.",
                  workers=31),
            DemoFinding("NC-02", "6", "FL09", Grade.MAJOR,
                        "Those who refuse overtime on Sundays lose their attendance pay.",
                  workers=64),
            DemoFinding("NC-03", "3", "HS05", Grade.MINOR, "Two first aid boxes were empty.",
                  deeds=(DemoAction("Fill the boxes and check them each month.", "Farah Quillwort", 60),)),
        ),
    ),
)  # fmt: skip
DEMO_AUDITS = {"harbour-and-vale-foods-limited": HARBOUR, "tamarisk-toys-limited": TAMARISK}
# Here nobody has read the alert yet.
UNREAD_ALERT_ORGANISATIONS = frozenset({"tamarisk-toys-limited"})
