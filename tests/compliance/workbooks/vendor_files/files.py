"""Vendor files of spreadsheets and ledgers: headers, encodings, amounts, countries."""

from tests.compliance.workbooks.vendor_files.shapes import (
    ABROAD,
    ENGLISH,
    GERMAN,
    OWN,
    PAIRED,
    SHORT,
    UK,
    WESTERN,
    Column,
    country,
    email,
    french,
    german,
    name,
    note,
    number,
    one_csv,
    one_sheet,
    postcode,
    ref,
    sector,
    spend,
    street,
    swiss,
    tier,
    town,
    uk,
)


def _lost_zeros(firm):
    return int(firm.number) if firm.number.isdecimal() else firm.number


def _kept_number(firm):
    """Of a foreign number nobody can know which zeros a spreadsheet took."""
    return firm.number if firm.country == "GB" else str(_lost_zeros(firm))


def _labelled(firm):
    return {0: f"GB {firm.number}", 1: f"Reg. No. {firm.number.lstrip('0')}", 2: f"No: {firm.number}"}[
        int(firm.ref) % 3
    ]


SAP = [ref("LIFNR", lambda f: f"0000{f.ref}"), name("NAME1"), note("NAME2", lambda f: ""), country("LAND1"),
       town("ORT01"), street("STRAS"), postcode("PSTLZ"), note("STCEG", lambda f: ""), note("KTOKK", lambda f: "KRED")]  # fmt: skip
SAP[0] = Column("LIFNR", "supplier_ref", lambda f: f"0000{f.ref}", lambda f: f"0000{f.ref}")
ORACLE = [note("VENDOR_ID", lambda f: int(f.ref) * 7), ref("SEGMENT1"), name("VENDOR_NAME"), street("ADDRESS_LINE1"),
          town("CITY"), postcode("ZIP"), country("COUNTRY"), sector("STANDARD_INDUSTRY_CLASS")]  # fmt: skip

FILES = [
    lambda: one_sheet("two columns", [name("Supplier"), country("Country", ENGLISH)]),
    lambda: one_sheet("vendor country region", [name("Vendor name"), country("Country/Region", ENGLISH)]),
    lambda: one_sheet("registration", [name("Name of supplier"), country("Country of registration", ENGLISH)]),
    lambda: one_csv("german header", [name("Lieferant"), country("Land", GERMAN)], delimiter=";"),
    lambda: one_sheet("sap names", SAP),
    lambda: one_csv("sap semicolon cp1252", SAP, WESTERN, delimiter=";", encoding="cp1252"),
    lambda: one_csv("sap tab utf16", SAP, delimiter="\t", encoding="utf-16"),
    lambda: one_csv("utf16 no mark", [ref(), name(), country()], encoding="utf-16-le"),
    lambda: one_sheet("oracle names", ORACLE),
    lambda: one_csv("polish cp1250", [ref(), name(), country(), town()], tuple(f for f in ABROAD if f.country in ("PL", "DE")), encoding="cp1250", delimiter=";"),
    lambda: one_csv("turkish cp1254", [ref(), name(), country(names=OWN), town()], tuple(f for f in ABROAD if f.country in ("TR", "DE")), encoding="cp1254", delimiter=";"),
    lambda: one_csv("pipe", [ref(), name(), country(names=ENGLISH)], delimiter="|", encoding="utf-8"),
    lambda: one_sheet("own language countries", [ref(), name(), country("Land", OWN)]),
    lambda: one_sheet("short countries", [ref(), name(), country("Ctry", SHORT)]),
    lambda: one_sheet("paired countries", [ref(), name(), country("Supplier Country", PAIRED)]),
    lambda: one_sheet("sic five digits", [ref(), name(), country(), sector("SIC code", lambda f: int(f.sic))]),
    lambda: one_sheet("sic two digits", [ref(), name(), country(), sector("SIC", lambda f: int(f.sic[:2]))]),
    lambda: one_sheet("sic low divisions only", [ref(), name(), country(), sector("UK SIC 2007", lambda f: f.sic[:2])], tuple(f for f in WESTERN if f.sic < "23")),
    lambda: one_sheet("nace with dots", [ref(), name(), country(), sector("NACE Rev.2", lambda f: f"{f.sic[:2]}.{f.sic[2:4]}")]),
    lambda: one_sheet("isic", [ref(), name(), country(), sector("ISIC Rev 4", lambda f: f.sic[:2])]),
    lambda: one_sheet("naics", [ref(), name(), country(), sector("NAICS Code", lambda f: NAICS[f.sector])]),
    lambda: one_sheet("sic with words", [ref(), name(), country(), sector("Industry (SIC 2007)", lambda f: f"{f.sic} - words")]),
    lambda: one_sheet("industry number unknown list", [ref(), name(), country(), sector("Industry", lambda f: int(f.sic[:2]))], tuple(f for f in WESTERN if f.sic < "23")),
    lambda: one_sheet("numbers lost zeros", [ref(), name(), country(), number(write=_lost_zeros, expected=_kept_number)]),
    lambda: one_sheet("numbers labelled", [ref(), name(), country(names=ENGLISH), number("Companies House Number", _labelled)], UK),
    lambda: one_sheet("numbers spaced", [ref(), name(), country(), number("Co. Reg. No.", lambda f: f"{f.number[:2]} {f.number[2:5]} {f.number[5:]}")], UK),
    lambda: one_sheet("numbers short", [ref(), name(), country(), number("Company number", lambda f: "12 34" if f.ref == "100023" else f.number)], UK),
    lambda: one_csv("german amounts", [ref(), name(), country(), spend("Umsatz", lambda f: german(f.spend))], delimiter=";"),
    lambda: one_csv("german euro amounts", [ref(), name(), country(), spend("Spend", lambda f: f"{german(f.spend)} €")], delimiter=";"),
    lambda: one_csv("french amounts", [ref(), name(), country(), spend("Achats annuels", lambda f: french(f.spend))], delimiter=";"),
    lambda: one_csv("swiss amounts", [ref(), name(), country(), spend("Spend CHF", lambda f: swiss(f.spend))]),
    lambda: one_sheet("uk amounts as text", [ref(), name(), country(), spend("Annual Spend (GBP)", lambda f: f"£{uk(f.spend)}")]),
    lambda: one_sheet("thousands", [ref(), name(), country(), spend("Spend (£'000)", lambda f: f.spend / 1000)]),
    lambda: one_sheet("thousands k", [ref(), name(), country(), spend("Spend GBP k", lambda f: f.spend / 1000)]),
    lambda: one_sheet("millions", [ref(), name(), country(), spend("FY25 spend £m", lambda f: f"{f.spend / 1e6:.8f}")]),
    lambda: one_sheet("percent beside", [ref(), name(), country(), note("Spend (%)", lambda f: 12.5), spend("Spend (£)")]),
    lambda: one_sheet("percent only", [ref(), name(), country(), note("% of spend", lambda f: "12.5%")]),
    lambda: one_sheet("two years", [ref(), name(), country(), note("Spend 2023", lambda f: 5), spend("Spend 2024")]),
    lambda: one_sheet("currency column", [ref(), name(), country(), spend("Amount"), note("Currency", lambda f: "EUR")]),
    lambda: one_sheet("tier words", [ref(), name(), country(), tier("Supply chain tier", lambda f: f"Tier {f.tier}")]),
    lambda: one_sheet("tier letters", [ref(), name(), country(), tier("Tier", lambda f: f"T{f.tier}")]),
    lambda: one_sheet("emails bad", [ref(), name(), country(), email("E-mail")]),
]  # fmt: skip

NAICS = {
    "food_agriculture_fishing": "311812", "fashion_textiles": "315220", "it_telecoms": "541511", "construction": "236220",
    "cleaning_security": "561720", "mining_metals_chemicals_resources": "332710", "transport_logistics_storage": "484110",
    "automotive_machinery_electrical": "333517", "forestry_timber_paper_packaging": "321113",
    "durable_consumer_goods": "334418",
}  # fmt: skip
