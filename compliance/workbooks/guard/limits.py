"""Limit how much of a file is read. Source: the portal's rules for reading files, tried against real exports."""

MB = 1024 * 1024
FILE_BYTES = 25 * MB
ENTRIES = 2_000
ENTRY_BYTES = 150 * MB
ALL_BYTES = 200 * MB
RATIO = 150  # unpacked to packed, asked of entries over a megabyte
SMALL_PART_BYTES = 8 * MB  # content types, relationships, the list of sheets, styles

ROWS = 100_000
ROWS_WITH_HEADER = ROWS + 1
COLUMNS = 300
CELLS = 3_000_000
EMPTY_ROWS = 200  # in a row; what lies below is not read
CELL_CHARACTERS = 32_767  # Excel's own limit
CSV_FIELD_CHARACTERS = 100_000
SHARED_STRINGS = 1_000_000
SHARED_STRING_BYTES = 100 * MB
DENSE_CELLS = 6_000_000  # calamine sets aside 24 bytes for each cell between the first and the last
