"""Places of a PDF in which a word can be written that no page shows."""

import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.portal.files.metadata_pdfs import WORDS, image
from tests.portal.files.planted_fonts import FONTS, embedded

SHOWN_VALUE = "A value that is seen"


def annotation(page, kind: str, **more) -> None:
    page.obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[9, 9, 99, 29], **more)])


def field(made, page, **more) -> None:
    entries = {"FT": Name.Tx, "T": "a", "V": SHOWN_VALUE, "F": 4} | more
    annotation(page, "Widget", **entries)
    page.obj.Annots[0] = made.make_indirect(page.obj.Annots[0])
    made.Root.AcroForm = Dictionary(Fields=Array([page.obj.Annots[0]]))


def append(made, page, text: str) -> None:
    page.obj.Contents = made.make_stream(page.obj.Contents.read_bytes() + text.encode())


def layer(made, page, **more) -> None:
    group = made.make_indirect(Dictionary(Type=Name.OCG, **({"Name": "a"} | more)))
    made.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))
    page.obj.Resources.Properties = Dictionary(L0=group)
    append(made, page, "/OC /L0 BDC 0 0 1 1 re f EMC\n")


def element(made, **more) -> None:
    made.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=Dictionary(Type=Name.StructElem, S=Name.P, **more)
    )


def drawing(made, page, **more) -> None:
    stream = made.make_stream(b"0 0 1 1 re f", Subtype=Name.Form, BBox=[0, 0, 1, 1], **more)
    page.obj.Resources.XObject = Dictionary(F0=stream)


def text_in(made, page, key: str, font: Dictionary) -> None:
    """Show a large A in the font."""
    page.obj.Resources.Font[f"/{key}"] = made.make_indirect(font)
    append(made, page, f"BT /{key} 90 Tf 150 60 Td (A) Tj ET\n")


def helvetica(**more) -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, **({"BaseFont": Name.Helvetica} | more))


def resource(made, page, kind: str, word: str, thing, shown: str) -> None:
    page.obj.Resources[f"/{kind}"] = Dictionary({f"/{word}": thing})
    append(made, page, f"q {shown} Q\n")


def tiles(made) -> pikepdf.Object:
    tile = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": [0, 0, 9, 9], "XStep": 9, "YStep": 9}
    return made.make_stream(b"1 0 0 rg 0 0 5 5 re f", Resources=Dictionary(), **tile)


def shade(function: pikepdf.Object | None = None) -> Dictionary:
    if function is None:
        function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    return Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 99, 0], Function=function)


def sampled(made, word: str) -> pikepdf.Object:
    facts = {"FunctionType": 0, "Domain": [0, 1], "Range": [0, 1] * 3, "Size": [2], "BitsPerSample": 8}
    return made.make_stream(b"\xff\0\0\0\0\xff" + word.encode(), **facts)


def calculation(made, word: str) -> pikepdf.Object:
    body = f"{{ dup 1 exch sub exch 0.5 mul dup %{word}\n}} {word}"
    return made.make_stream(body.encode(), FunctionType=4, Domain=[0, 1], Range=[0, 1] * 3)


def inks(word: str, *, are_many: bool = False) -> Array:
    name = Name(f"/{word}")
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 0, 0], N=1)
    if not are_many:
        return Array([Name.Separation, name, Name.DeviceRGB, tint])
    facts = Dictionary(
        Subtype=Name.NChannel, Colorants=Dictionary({f"/{word}": inks(word)}),
        Process=Dictionary(ColorSpace=Name.DeviceCMYK, Components=Array([name])),
    )  # fmt: skip
    return Array([Name.DeviceN, Array([name]), Name.DeviceRGB, tint, facts])


def drawn_letter(made, page, word: str) -> None:
    square = made.make_stream(b"900 0 100 0 800 700 d1 100 0 700 700 re f")
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 900, 900], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        FirstChar=65, LastChar=65, Widths=[900], CharProcs=Dictionary({f"/{word}": square}), Name=Name(f"/{word}"),
        Encoding=Dictionary(Differences=Array([65, Name(f"/{word}")])), Resources=Dictionary(),
    )  # fmt: skip
    text_in(made, page, "F2", font)


def box(made, page, word: str) -> None:
    looks = {f"/{word}": made.make_stream(b"0 0 9 9 re f", Subtype=Name.Form, BBox=[0, 0, 9, 9])}
    state = Name(f"/{word}")
    field(made, page, FT=Name.Btn, V=state, AS=state, AP=Dictionary(N=Dictionary(looks)))


def styled(made, page, word: str) -> None:
    field(made, page, DA=f"/{word} 12 Tf 0 g")
    made.Root.AcroForm.DR = Dictionary(Font=Dictionary({f"/{word}": helvetica()}))


INLINE = "q 9 0 0 9 99 99 cm BI /W 1 /H 1 /CS /G /BPC 8 {} ID \x7f EI Q\n"
PDF_PLACES = {
    "viewport": lambda made, page, word: page.obj.update(
        {"/VP": Array([Dictionary(Name=word, Measure=Dictionary(R=word))])}
    ),
    "measure": lambda made, page, word: annotation(page, "Line", Measure=Dictionary(R=word)),
    "form measure": lambda made, page, word: drawing(made, page, Measure=Dictionary(GCS=Dictionary(WKT=word))),
    "default value": lambda made, page, word: field(made, page, DV=word),
    "tooltip": lambda made, page, word: field(made, page, TU=word),
    "mapping name": lambda made, page, word: field(made, page, TM=word),
    "field name": lambda made, page, word: field(made, page, T=word),
    "rich value": lambda made, page, word: field(made, page, RV=word, DS=word),
    "hidden field": lambda made, page, word: field(made, page, F=2, V=word),
    "password": lambda made, page, word: field(made, page, Ff=1 << 13, V=word),
    "caption": lambda made, page, word: field(made, page, MK=Dictionary(RC=word, AC=word)),
    "alternative": lambda made, page, word: annotation(page, "Stamp", Alt=word, ActualText=word, E=word),
    "hidden note": lambda made, page, word: annotation(page, "FreeText", F=2, Contents=word),
    "contents": lambda made, page, word: annotation(page, "Square", Contents=word, NM=word),
    "mark": lambda made, page, word: append(made, page, f"/Span <</ActualText ({word})>> BDC EMC\n"),
    "mark utf-16": lambda made, page, word: append(
        made, page, f"/Span <</MCID 0 /Alt <FEFF{word.encode('utf-16-be').hex()}>>> BDC EMC\n"
    ),
    "mark nested": lambda made, page, word: append(made, page, f"/Span <</A <</B [({word})]>>>> BDC EMC\n"),
    "point": lambda made, page, word: append(made, page, f"/a <</B ({word})>> DP\n"),
    "tag": lambda made, page, word: append(made, page, f"/{word} BMC EMC\n"),
    "property": lambda made, page, word: page.obj.Resources.update({"/Properties": Dictionary(P0=Dictionary(E=word))}),
    "layer name": lambda made, page, word: layer(made, page, Name=word),
    "layer intent": lambda made, page, word: layer(made, page, Intent=Name(f"/{word}")),
    "layer usage": lambda made, page, word: layer(made, page, Usage=Dictionary(CreatorInfo=Dictionary(Creator=word))),
    "element": lambda made, page, word: element(made, Alt=word, E=word, ActualText=word, ID=word),
    "attribute": lambda made, page, word: element(made, A=Dictionary(O=Name.Table, Summary=word)),
    "destination": lambda made, page, word: made.Root.update(
        {"/Dests": Dictionary({f"/{word}": Array([page.obj, Name.Fit])})}
    ),
    "font key": lambda made, page, word: text_in(made, page, word, helvetica()),
    "font name": lambda made, page, word: text_in(made, page, "F2", helvetica(BaseFont=Name(f"/{word}"), Name=word)),
    "encoding name": lambda made, page, word: text_in(made, page, "F2", helvetica(Encoding=Name(f"/{word}"))),
    "drawn letter": drawn_letter,
    **{
        f"{kind} font": lambda made, page, word, kind=kind: text_in(made, page, "F2", embedded(made, kind, word))
        for kind in FONTS
    },
    "drawing key": lambda made, page, word: resource(
        made, page, "XObject", word, made.make_stream(b"0 0 9 9 re f", Subtype=Name.Form, BBox=[0, 0, 9, 9]),
        f"/{word} Do",
    ),
    "picture key": lambda made, page, word: resource(
        made, page, "XObject", word, image(made, b"\x7f" * 864, Array()), f"99 0 0 99 99 50 cm /{word} Do"
    ),
    "behind the packed picture": lambda made, page, word: resource(
        made, page, "XObject", "I0",
        image(made, zlib.compress(b"\x7f" * 864) + word.encode(), Name.FlateDecode), "99 0 0 99 99 50 cm /I0 Do"
    ),
    "behind the last row": lambda made, page, word: resource(
        made, page, "XObject", "I0",
        image(made, zlib.compress(b"\x7f" * 864 + word.encode()), Name.FlateDecode), "99 0 0 99 99 50 cm /I0 Do"
    ),
    "behind the picture": lambda made, page, word: resource(
        made, page, "XObject", "I0", image(made, b"\x7f" * 864 + word.encode(), Array()), "99 0 0 99 99 50 cm /I0 Do"
    ),
    "behind the samples": lambda made, page, word: resource(
        made, page, "Shading", "S0", shade(sampled(made, word)), "/S0 sh"
    ),
    "calculation": lambda made, page, word: resource(
        made, page, "Shading", "S0", shade(calculation(made, word)), "/S0 sh"
    ),
    "state key": lambda made, page, word: resource(
        made, page, "ExtGState", word, Dictionary(ca=0.5), f"/{word} gs 0 0 99 99 re f"
    ),
    "pattern key": lambda made, page, word: resource(
        made, page, "Pattern", word, tiles(made), f"/Pattern cs /{word} scn 0 0 99 99 re f"
    ),
    "shading key": lambda made, page, word: resource(made, page, "Shading", word, shade(), f"/{word} sh"),
    "colour key": lambda made, page, word: resource(
        made, page, "ColorSpace", word, inks("Cyan"), f"/{word} cs 1 scn 0 0 99 99 re f"
    ),
    "layer key": lambda made, page, word: resource(
        made, page, "Properties", word, Dictionary(MCID=0), f"/Span /{word} BDC 0 0 9 9 re f EMC"
    ),
    "ink": lambda made, page, word: resource(
        made, page, "ColorSpace", "Ink", inks(word), "/Ink cs 1 scn 0 0 99 99 re f"
    ),
    "inks": lambda made, page, word: resource(
        made, page, "ColorSpace", "Ink", inks(word, are_many=True), "/Ink cs 1 scn 0 0 99 99 re f"
    ),
    "halftone": lambda made, page, word: resource(
        made, page, "ExtGState", "G0",
        Dictionary(
            HT=Dictionary(HalftoneType=1, HalftoneName=word, SpotFunction=Name(f"/{word}")),
            BG=Name(f"/{word}"), TR=Name(f"/{word}"),
        ),
        "/G0 gs 0 0 9 9 re f",
    ),
    "operand": lambda made, page, word: append(made, page, f"({word}) /{word} 0 0 99 99 re f\n"),
    "element of a list": lambda made, page, word: append(
        made, page, f"BT [({WORDS}) /{word} 9 <</A ({word})>>] TJ ET\n"
    ),
    "operator": lambda made, page, word: append(made, page, f"q 1 {word} BX ({word}) Own EX Q\n"),
    "rendering intent": lambda made, page, word: append(made, page, f"/{word} ri\n"),
    "list of texts": lambda made, page, word: append(made, page, f"[/{word} 1 <</A ({word})>>] 0 d\n"),
    "inline picture": lambda made, page, word: append(made, page, INLINE.format(f"/{word} ({word}) /Intent /{word}")),
    "inline filter": lambda made, page, word: append(made, page, INLINE.format(f"/DP <</{word} ({word})>>")),
    "state of a field": box,
    "style of a field": styled,
}  # fmt: skip
# What stands in the file, and in none of its objects.
BYTE_PLACES = {
    "after the end": lambda body, word: body + word,
    "between objects": lambda body, word: body.replace(b"endobj\n", b"endobj\n%" + word + b"\n", 1),
    "head": lambda body, word: body.replace(b"\n", b"\n%" + word + b"\n", 1),
}
