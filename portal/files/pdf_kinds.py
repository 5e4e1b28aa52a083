"""Lists what stays of a PDF: the kinds of its dictionaries and streams, and the entries of each.

An entry that is not listed goes, and so does a value of another kind. Numbers, booleans and the names of NAMES may
stand in each entry that is listed. From ISO 32000-2:2020. No Django here.
"""

from collections.abc import Mapping

# Values that are no dictionary: portal.files.pdf_cleaning has a function for each.
PLAIN, TEXT, LANGUAGE, PAGE, DESTINATION = "plain", "text", "language", "page of the file", "destination"
COLOUR, ADDRESS, FONT_STYLE, ROLE = "colour", "address", "font style", "role"
COLLECTION_NAME, FIELD_VALUE, SAMPLES = "collection name", "field value", "samples"
# Names that are somebody's own: portal.files.pdf_names gives others.
GLYPH, FONT_NAME, STATE, COLORANT = "glyph name", "font name", "state of a field", "colorant"


def _list(keys: str, **kinds: str) -> dict[str, str]:
    """Return the entries with plain values, and those with others."""
    return {f"/{key}": PLAIN for key in keys.split()} | {f"/{key}": kind for key, kind in kinds.items()}


def _names(*lines: str) -> frozenset[str]:
    """Return the words of the lines as names."""
    return frozenset(f"/{word}" for line in lines for word in line.split())


BOXES = "MediaBox CropBox BleedBox TrimBox ArtBox"
STREAM = _list("Type Subtype Length Filter", DecodeParms="decoding")
SHOWN_ANNOTATION = _list(
    "Type Subtype Rect F Border C BS H StructParent", AP="appearances", AS=STATE, OC="layer", P=PAGE, A="action"
) | {"/BS": "border"}  # fmt: skip
FONT = _list(
    "Type Subtype FirstChar LastChar Widths", BaseFont=FONT_NAME, FontDescriptor="descriptor", ToUnicode="cmap"
)
# The attributes of a structure element that have no words.
ATTRIBUTES = " ".join(
    [
        "O Placement WritingMode BackgroundColor BorderColor BorderStyle BorderThickness Padding Color SpaceBefore",
        "SpaceAfter StartIndent EndIndent TextIndent TextAlign BBox Width Height BlockAlign InlineAlign TBorderStyle",
        "TPadding BaselineShift LineHeight TextDecorationColor TextDecorationThickness TextDecorationType ColumnCount",
        "ColumnGap ColumnWidths ListNumbering Role Checked checked RowSpan ColSpan Scope",
    ]
)

DICTIONARIES: Mapping[str, dict[str, str]] = {
    "catalogue": _list(
        "Type Version PageLayout PageMode", Pages="pages", PageLabels="labels", ViewerPreferences="preferences",
        Outlines="outline", AcroForm="form of fields", StructTreeRoot="structure", MarkInfo="mark info",
        Lang=LANGUAGE, OCProperties="layers",
    ),
    "preferences": _list(
        "HideToolbar HideMenubar HideWindowUI FitWindow CenterWindow NonFullScreenPageMode Direction PrintScaling "
        "Duplex PickTrayByPDFSize NumCopies"
    ),
    "mark info": _list("Marked Suspects"),
    "pages": _list(f"Type Count Rotate {BOXES}", Parent="pages", Kids="pages", Resources="resources"),
    "page": _list(
        f"Type Rotate StructParents UserUnit Tabs Dur {BOXES}", Parent="pages", Resources="resources",
        Contents="content", Group="group", Annots="annotation", Trans="transition",
    ),
    "transition": _list("Type S D Dm M Di SS B"),
    "labels": _list("Limits", Nums="label", Kids="labels"),
    "label": _list("Type S St", P=TEXT),
    "outline": _list(
        "Type Count C F", Title=TEXT, Parent="outline", Prev="outline", Next="outline", First="outline",
        Last="outline", Dest=DESTINATION, A="action",
    ),
    "action": _list("Type S N", URI=ADDRESS, D=DESTINATION),
    # --- Structure ---
    "structure": _list("Type ParentTreeNextKey", K="element", ParentTree="parents"),
    "parents": _list("Limits", Nums="parent element", Kids="parents"),
    "element": _list("Type", S=ROLE, P="element", Pg=PAGE, K="element", A="attributes", Lang=LANGUAGE),
    "attributes": _list(ATTRIBUTES),
    "content mark": _list("Type MCID", Pg=PAGE, Stm="xobject"),
    "object mark": _list("Type", Pg=PAGE, Obj="marked object"),
    # --- Annotations and fields ---
    "annotation": SHOWN_ANNOTATION | _list(
        "CA ca BM QuadPoints L LE IC LL LLE CL Vertices InkList RD IT Q Rotate Name",
        BE="border", Dest=DESTINATION, Contents=TEXT, DA=FONT_STYLE,
    ),
    "border": _list("Type W S D I"),
    "field": SHOWN_ANNOTATION | _list(
        "FT Ff Q MaxLen TI I", Parent="field", Kids="field", T=TEXT, V=FIELD_VALUE, Opt=TEXT, DA=FONT_STYLE, MK="look"
    ),
    "look": _list("R BC BG TP", CA=TEXT, I="xobject", IF="icon fit"),
    "icon fit": _list("SW S A FB"),
    "appearances": _list("", N="appearance"),
    "form of fields": _list("NeedAppearances Q", Fields="field", DR="resources", DA=FONT_STYLE),
    # --- Layers ---
    "layers": _list("", OCGs="group of layer", D="layer state"),
    "layer state": _list("BaseState Intent", ON="group of layer", OFF="group of layer", AS="layer rule"),
    "layer rule": _list("Event Category", OCGs="group of layer"),
    "group of layer": _list("Type Intent", Name=TEXT, Usage="layer usage"),
    "layer membership": _list("Type P", OCGs="group of layer", VE="group of layer"),
    "layer usage": _list("", View="usage", Print="usage", Export="usage", Zoom="usage"),
    "usage": _list("ViewState PrintState ExportState min max"),
    # --- What draws ---
    "resources": _list(
        "", ExtGState="states", ColorSpace="colours", Pattern="patterns", Shading="shadings", XObject="xobjects",
        Font="fonts", Properties="properties",
    ),
    "group": _list("Type S I K", CS=COLOUR),
    "state": _list(
        "Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK UseBlackPtComp", Font="font", BG="function",
        BG2="function", UCR="function", UCR2="function", TR="function", TR2="function", SMask="soft mask",
    ),
    "soft mask": _list("Type S BC", G="xobject", TR="function"),
    "property": _list("MCID"),
    "shaded pattern": _list("Type PatternType Matrix", Shading="shading", ExtGState="state"),
    "shading": _list(
        "ShadingType Background BBox AntiAlias Domain Coords Extend Matrix", ColorSpace=COLOUR, Function="function"
    ),
    "function": _list("FunctionType Domain Range C0 C1 N Bounds Encode", Functions="function"),
    "calibration": _list("WhitePoint BlackPoint Gamma Matrix Range"),
    "decoding": _list(
        "K EndOfLine EncodedByteAlign Columns Rows EndOfBlock BlackIs1 DamagedRowsBeforeError Predictor Colors "
        "BitsPerComponent EarlyChange ColorTransform", JBIG2Globals="shared bitmap",
    ),
    "font": FONT | _list("", Encoding="encoding"),
    "composite font": _list(
        "Type Subtype", BaseFont=FONT_NAME, Encoding="cmap", DescendantFonts="descendant font", ToUnicode="cmap"
    ),
    "descendant font": FONT | _list("DW W DW2 W2", CIDSystemInfo="collection", CIDToGIDMap="glyph numbers"),
    "drawn font": FONT | _list(
        "FontBBox FontMatrix", CharProcs="glyphs", Encoding="encoding", Resources="resources"
    ),
    "collection": _list("Supplement", Registry=COLLECTION_NAME, Ordering=COLLECTION_NAME),
    "encoding": _list("Type", BaseEncoding="encoding", Differences=GLYPH),
    "descriptor": _list(
        "Type FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH "
        "AvgWidth MaxWidth MissingWidth", FontName=FONT_NAME, FontFile="type 1 program", FontFile2="font program",
        FontFile3="font program",
    ),
}  # fmt: skip

STREAMS: Mapping[str, Mapping[str, str]] = {
    "content": STREAM,
    "drawing": STREAM | _list(
        "FormType BBox Matrix StructParent StructParents", Resources="resources", Group="group", OC="layer"
    ),
    "tiles": STREAM | _list(
        "PatternType PaintType TilingType BBox XStep YStep Matrix", Resources="resources"
    ),
    "image": STREAM | _list(
        "Width Height BitsPerComponent Intent ImageMask Decode Interpolate SMaskInData Matte StructParent",
        ColorSpace=COLOUR, Mask="xobject", SMask="xobject", OC="layer",
    ),
    "shaded mesh": STREAM | DICTIONARIES["shading"] | _list(
        "BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow"
    ),
    "function of samples": STREAM | _list("FunctionType Domain Range Size BitsPerSample Order Encode Decode"),
    "calculation": STREAM | _list("FunctionType Domain Range"),
    "profile": STREAM | _list("N Range", Alternate=COLOUR),
    "colour table": STREAM,
    "shared bitmap": STREAM,
    "glyph numbers": STREAM,
    "cmap": STREAM | _list("WMode", UseCMap="cmap"),
    "type 1 program": STREAM | _list("Length1 Length2 Length3"),
    "font program": STREAM | _list("Length1 Length2 Length3"),
}  # fmt: skip

# Dictionaries whose keys are names of their own; each value is of the kind.
MAPS: Mapping[str, str] = {
    "states": "state",
    "colours": COLOUR,
    "patterns": "pattern",
    "shadings": "shading",
    "xobjects": "xobject",
    "fonts": "font",
    "properties": "layer or property",
    "glyphs": "content",
    "appearance states": "xobject",
}
# Kinds that a name of the standard alone may stand for (ISO 32000-2, 9.6.5 and 9.7.5).
NAMED_KINDS: Mapping[str, frozenset[str]] = {
    "encoding": _names("StandardEncoding MacRomanEncoding WinAnsiEncoding MacExpertEncoding PDFDocEncoding"),
    "glyph numbers": _names("Identity"),
    "cmap": _names(
        "Identity-H Identity-V GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H GBKp-EUC-V",
        "GBK2K-H GBK2K-V UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V B5pc-H B5pc-V HKscs-B5-H HKscs-B5-V",
        "ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V UniCNS-UCS2-H UniCNS-UCS2-V UniCNS-UTF16-H",
        "UniCNS-UTF16-V 83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H",
        "Add-RKSJ-V EUC-H EUC-V Ext-RKSJ-H Ext-RKSJ-V H V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H",
        "UniJIS-UCS2-HW-V UniJIS-UTF16-H UniJIS-UTF16-V KSC-EUC-H KSC-EUC-V KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H",
        "KSCms-UHC-HW-V KSCpc-EUC-H UniKS-UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V UniJIS2004-UTF16-H",
        "UniGB-UTF8-H UniCNS-UTF8-H UniJIS-UTF8-H UniKS-UTF8-H UniGB-UTF32-H UniCNS-UTF32-H UniJIS-UTF32-H",
    ),
}

# Notes in the margin are comments, as those of a Word document are; kinds that are not here carry files, sound or film.
SHOWN_ANNOTATIONS = _names(
    "Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret",
    "Ink Redact Watermark Widget",
)
ACTIONS = frozenset({"/URI", "/GoTo", "/Named"})
ROLES = _names(
    "Document DocumentFragment Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Aside Title",
    "FENote Sub P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span",
    "Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form",
    "Em Strong Artifact",
)
# Marked content: the roles, and the tags that a reader acts on.
TAGS = ROLES | {"/OC", "/Tx", "/ReversedChars", "/Clip", "/Private"}
COLLECTIONS = frozenset({b"Adobe", b"Identity", b"UCS", b"Japan1", b"Japan2", b"GB1", b"CNS1", b"Korea1", b"KR"})
# Names that the standard gives a meaning to as a value. Others are somebody's own words.
NAMES = (
    ROLES
    | SHOWN_ANNOTATIONS
    | ACTIONS
    | _names(
        "Catalog Pages Page Outlines Annot Border Action StructTreeRoot StructElem MCR OBJR OCG OCMD XObject Image",
        "Font FontDescriptor Encoding CMap Pattern ExtGState Mask Group Filespec PageLabel Trans XRef ObjStm Sig",
        # Documents and pages.
        "1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 2.0 SinglePage OneColumn TwoColumnLeft TwoColumnRight TwoPageLeft",
        "TwoPageRight UseNone UseOutlines UseThumbs FullScreen UseOC UseAttachments L2R R2L None AppDefault Simplex",
        "DuplexFlipShortEdge DuplexFlipLongEdge R C S D r A a NextPage PrevPage FirstPage LastPage XYZ Fit FitH FitV",
        "FitR FitB FitBH FitBV Split Blinds Box Wipe Dissolve Glitter Fly Push Cover Uncover Fade H V I O",
        # Annotations and fields.
        "N P T B U Btn Tx Ch Square Circle Diamond OpenArrow ClosedArrow Butt ROpenArrow RClosedArrow Slash",
        "FreeTextCallout FreeTextTypeWriter LineArrow LineDimension PolygonCloud PolyLineDimension PolygonDimension",
        "StampImage StampSnapshot Approved Experimental NotApproved AsIs Expired NotForPublicRelease Confidential",
        "Final Sold Departmental ForComment TopSecret Draft ForPublicRelease W",
        # Layers.
        "ON OFF Unchanged AllOn AnyOn AnyOff AllOff And Or Not View Design All Print Export Zoom",
        # Drawing.
        "Transparency Alpha Luminosity Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn",
        "HardLight SoftLight Difference Exclusion Hue Saturation Color Identity Default AbsoluteColorimetric",
        "RelativeColorimetric Perceptual DeviceGray DeviceRGB DeviceCMYK CalGray CalRGB Lab ICCBased Indexed",
        "Separation DeviceN G RGB CMYK On Off",
        "ASCIIHexDecode ASCII85Decode LZWDecode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode",
        "JPXDecode AHx A85 LZW Fl RL CCF DCT Crypt",
        "Type0 Type1 MMType1 TrueType Type3 CIDFontType0 CIDFontType2 Type1C CIDFontType0C OpenType UltraCondensed",
        "ExtraCondensed Condensed SemiCondensed SemiExpanded Expanded ExtraExpanded UltraExpanded",
        # Attributes of the structure.
        "Layout List PrintField Block Inline Before Start End LrTb RlTb TbRl TbLr Hidden Dotted Dashed Solid Double",
        "Groove Ridge Inset Outset Center Justify Auto Middle After Overline LineThrough Disc Decimal UpperRoman",
        "LowerRoman UpperAlpha LowerAlpha Unordered Ordered Description Column Row Both rb cb pb tv on off neutral",
    )
)
