"""The ONS's postcodes: loaded line by line, again without harm. Those here are invented or of public buildings."""

import tracemalloc
from datetime import UTC, datetime
from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from learning.directory.models import Location, Postcode
from learning.directory.services import postcodes
from portal.history.models import Entry
from tests.factories.directory import BATH, BRISTOL, ServiceFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
HEADER = "pcd,pcd2,pcds,dointr,doterm,oslaua,lat,long"


def line(code="BS1 4DJ", ended="", council=BRISTOL, latitude="51.45", longitude="-2.6"):
    return f'"{code.replace(" ", "")}","{code}","{code}","198001","{ended}","{council}",{latitude},{longitude}'


@pytest.fixture
def file(tmp_path):
    """A function that writes a file of the lines."""

    def write(*lines, header=HEADER, name="ONSPD.csv", start=""):
        path = tmp_path / name
        path.write_text(start + "\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write


def load(path, **options):
    return postcodes.load_postcodes(path, at=AT, **options)


def test_a_postcode_in_use_is_kept_with_its_council_and_degrees(file):
    report = load(file(line(), line("BA1 1AA", council=BATH, latitude="51.38", longitude="-2.36"), start="\ufeff"))
    assert (report.kept, report.wrong) == (2, 0)
    assert Postcode.objects.values_list("code", "council", "latitude", "longitude").get(pk="BS14DJ") == (
        "BS14DJ", BRISTOL, 51.45, -2.6
    )  # fmt: skip
    assert Entry.objects.filter(action="directory.postcodes.loaded").exists()


@pytest.mark.parametrize(
    "header",
    ["pcds,doterm,lad25cd,lat,long", "PCD7,DOTERM,LAUA,LAT,LONG", "postcode,terminated,lad23cd,latitude,longitude"],
)
def test_the_columns_of_other_editions_are_found_by_their_names(file, header):
    assert load(file(f"BS1 4DJ,,{BRISTOL},51.45,-2.6", f"BS1 4DK,202001,{BRISTOL},51.4,-2.6", header=header)).kept == 1
    assert Postcode.objects.get().council == BRISTOL


def test_a_postcode_that_ended_is_kept_no_more(file):
    load(file(line(), line("BS1 4DK")))
    report = load(file(line(), line("BS1 4DK", ended="202610")))
    assert (report.kept, report.ended, report.gone) == (1, 1, 1)
    assert Postcode.objects.get().code == "BS14DJ"


def test_loading_again_changes_nothing_and_doubles_nothing(file):
    path = file(line(), line(), line("BS1 4DK"))
    for _turn in range(2):
        assert load(path).gone == 0
        assert Postcode.objects.count() == 2


def test_a_part_leaves_what_it_does_not_name(file):
    load(file(line()))
    assert load(file(line("BA1 1AA", council=BATH)), is_part=True).gone == 0
    assert Postcode.objects.count() == 2


def test_what_has_no_place_has_no_degrees_and_what_has_no_council_is_counted(file):
    report = load(
        file(
            line(latitude="99.999999", longitude="0.000000"),
            line("BS1 4DK", latitude="", longitude=""),
            line("JE2 4WJ", council="L99999999"),
        )
    )
    assert (report.kept, report.islands, report.wrong) == (2, 1, 0)
    assert set(Postcode.objects.values_list("latitude", "longitude")) == {(None, None)}


def test_a_former_code_of_a_council_is_written_as_todays(file):
    load(file(line("S70 2TA", council="E08000016")))
    assert Postcode.objects.get().council == "E08000038"


def test_rows_that_cannot_be_read_are_counted_and_the_first_told(file, capsys):
    wrong = [line("NOWHERE"), line(council="E99999999"), "short", *(line(f"X{n}") for n in range(9))]
    path = file(*wrong, line())
    call_command("load_postcodes", path)
    said = capsys.readouterr()
    assert "1 postcodes in use" in said.out
    assert "12 rows not readable" in said.out
    assert said.err.splitlines() == [
        "Line 2: it has no postcode.", "Line 3: its council is not known.", "Line 4: it has too few columns.",
        "Line 5: it has no postcode.", "Line 6: it has no postcode.",
    ]  # fmt: skip


def test_the_long_table_of_a_zip_file_is_read(file, tmp_path):
    path = tmp_path / "ONSPD_NOV_2026.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("Documents/names.csv", "a,b\n1,2\n")
        archive.write(file(*(line(f"BS1 4D{letter}") for letter in "ABDEF")), "Data/ONSPD_NOV_2026_UK.csv")
        archive.writestr("readme.txt", "x" * 5000)
    assert load(path).kept == 5


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "does not have a column postcode, council, latitude, longitude"),
        (b"pcds,lat,long\nBS1 4DJ,1,2\n", "does not have a column council"),
        (b"pcds,oslaua,lat,long\n", "The file has no postcodes in use"),
        (b"pcds,oslaua,lat,long\n\xff\xfe\n", "not text in UTF-8"),
        (b'pcds,oslaua,lat,long\n"BS1' + b"x" * 200_000 + b'"\n', "not valid CSV at line"),
        (b"PK\x05\x06" + b"\0" * 18, "does not contain a CSV file"),
    ],
    ids=["empty", "column", "no rows", "bytes", "long", "empty zip"],
)
def test_what_is_no_table_of_postcodes_is_refused_in_one_line(body, why, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(body)
    with pytest.raises(CommandError) as refused:
        call_command("load_postcodes", path)
    assert refused.value.returncode == 2
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(CommandError, match=r"could not read .*: No such file") as refused:
        call_command("load_postcodes", tmp_path / "nothing.csv")
    assert refused.value.returncode == 2


def test_a_file_that_names_nothing_takes_nothing_away(file):
    load(file(line()))
    with pytest.raises(postcodes.UnreadableFile):
        load(file(line(ended="202601")))
    assert Postcode.objects.count() == 1


def test_places_of_entries_are_located_once_their_postcode_is_known(file):
    service = ServiceFactory()
    Location.objects.create(service=service, kind="physical", postcode="bs1 4dj")
    load(file(line()))
    assert service.locations.get(kind="physical").latitude == 51.45


def test_reading_takes_little_memory_however_long_the_file():
    codes = (f"{first}{n % 90 + 10} {n // 1000 % 10}{chr(65 + n // 90 % 25)}A" for first in "ABCD" for n in range(9999))
    text = StringIO("\n".join([HEADER, *(line(code) for code in codes)]))
    tracemalloc.start()
    rows = sum(1 for _row in postcodes._rows(text, postcodes.LoadReport()))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 4 * 9999
    assert most < 200_000


def test_a_batch_is_one_statement(file, django_assert_max_num_queries):
    path = file(*(line(f"BS{n} {m}AA") for n in range(1, 9) for m in range(9)))
    with django_assert_max_num_queries(9):
        load(path)
