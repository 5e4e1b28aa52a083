"""Invented firms, as a register would hold them: the truth that every vendor file of this folder is written from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Firm:
    """country: ISO 3166-1 alpha-2. number: its own register's. sic: UK SIC 2007. spend: pounds."""

    ref: str
    name: str
    country: str
    number: str
    sic: str
    sector: str
    spend: float
    tier: int
    street: str
    town: str
    postcode: str
    email: str


def firm(*row) -> Firm:
    return Firm(*row)


FOOD, CLOTHES, IT = "food_agriculture_fishing", "fashion_textiles", "it_telecoms"
BUILD, CLEAN, METAL = "construction", "cleaning_security", "mining_metals_chemicals_resources"
MOVE, MACHINE, PAPER = (
    "transport_logistics_storage",
    "automotive_machinery_electrical",
    "forestry_timber_paper_packaging",
)
FIRMS = (
    firm("100023", "Hathersage Bakery Ltd", "GB", "04699647", "10710", FOOD, 864950.71, 1, "12 Mill Lane", "Leeds", "LS1 4AB", "sales@hathersage.example"),
    firm("100024", "Brindlewick & Sons plc", "GB", "00445790", "14130", CLOTHES, 1200000, 1, "Unit 4, Park Road", "Leicester", "LE2 7QT", "ap@brindlewick.example"),
    firm("100031", "Müllenkamp Maschinenbau GmbH", "DE", "HRB 20417", "28490", MACHINE, 1250.5, 1, "Hafenstraße 3", "Köln", "50667", "info@muellenkamp.example"),
    firm("100047", "Société Vaubrun de Bâtiment", "FR", "552 081 317", "41202", BUILD, 98000, 2, "8 rue des Lilas", "Lyon", "69003", "contact@vaubrun.example"),
    firm("100052", "Peñalosa e Hijos S.L.", "ES", "B-12345674", "11020", FOOD, 45300.25, 2, "Calle Mayor 10", "Logroño", "26001", "ventas@penalosa.example"),
    firm("100066", "Glenfarquhar Timber Limited", "GB", "SC123456", "16100", PAPER, 310777, 1, "Quay Street", "Inverness", "IV1 1AA", "office@glenfarquhar.example"),
    firm("100071", "Kilbrannan Freight DAC", "IE", "412345", "49410", MOVE, 54321.09, 1, "Dock Road", "Cork", "T12 X2Y3", "ops@kilbrannan.example"),
    firm("100088", "Saigon Thread Works Co., Ltd", "VN", "0301234567", "13100", CLOTHES, 777000, 1, "Lot 5, Tan Binh Park", "Ho Chi Minh City", "70000", "export@saigonthread.example"),
    firm("100093", "Dhanmondi Knit Composite (Pvt) Ltd", "BD", "C-118822", "14390", CLOTHES, 2100450, 2, "Plot 7, Kashimpur", "Gazipur", "1346", "md@dhanmondi.example"),
    firm("100104", "Shenzhen Qianlu Electronics Co Ltd", "CN", "91440300MA5", "26120", "durable_consumer_goods", 640000, 3, "88 Keji Road", "Shenzhen", "518057", "sales@qianlu.example"),
    firm("100111", "Łukowski Zakłady Sp. z o.o.", "PL", "0000123456", "25110", METAL, 12999.99, 2, "ul. Długa 4", "Łódź", "90-001", "biuro@lukowski.example"),
    firm("100125", "Ambika Spinning Mills Pvt Ltd", "IN", "U17111TN1990PTC019999", "13100", CLOTHES, 150000, 2, "14 Avinashi Road", "Coimbatore", "641018", "info@ambika.example"),
    firm("100139", "Orrinsdale Cleaning Services LLP", "GB", "OC301234", "81210", CLEAN, 66000, 1, "3 Station Road", "Hull", "HU1 2AB", "hello@orrinsdale.example"),
    firm("100142", "Çamlıca Tekstil A.Ş.", "TR", "123456-5", "13200", CLOTHES, 402000, 1, "Sanayi Cad. 21", "Bursa", "16140", "info@camlica.example"),
    firm("100158", "Northmere Software Ltd", "GB", "11223344", "62012", IT, 9999, 1, "1 Wharf Place", "Manchester", "M1 2WD", "accounts@northmere.example"),
    firm("100163", "Trentino Marmi S.r.l.", "IT", "TN-198877", "23700", METAL, 20100, 1, "Via Roma 5", "Trento", "38122", "info@trentinomarmi.example"),
    firm("100177", "Van der Lisse Verpakking B.V.", "NL", "KvK 34112233", "17210", PAPER, 88123.45, 1, "Havenweg 9", "Rotterdam", "3011 AA", "info@lisse.example"),
    firm("100189", "Carnmoney Foods Limited", "GB", "NI012345", "10130", FOOD, 230500, 1, "Mill Street", "Antrim", "BT41 4AB", "sales@carnmoney.example"),
    firm("100190", "Jiangyin Beihai Garments Co., Ltd.", "CN", "91320281X", "14130", CLOTHES, 1010101, 2, "6 Binjiang Road", "Jiangyin", "214400", "office@beihai.example"),
    firm("100204", "Total Gasket Supplies Ltd", "GB", "07654321", "22190", METAL, 4100, 1, "Forge Way", "Dudley", "DY1 1AA", "ask@totalgasket.example"),
)  # fmt: skip
