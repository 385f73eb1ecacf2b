"""How large a file may be, so that no file, however made, takes more than a bounded share of the machine."""

#: Bytes of the file as it is sent.
FILE = 20 * 1024 * 1024
#: Rows of data below the headers.
ROWS = 100_000
COLUMNS = 60
#: Characters in one cell.
CELL = 10_000
#: A workbook is a zip: how many files may lie in it, and what they may come to, unpacked (bytes).
MEMBERS = 500
UNPACKED = 200 * 1024 * 1024
#: The reader keeps these two whole in memory, unlike the sheets themselves.
SHARED_TEXTS = 48 * 1024 * 1024
SMALL_PART = 4 * 1024 * 1024
#: Faulty rows and changed rows shown on a page.
SHOWN = 100
#: Up to this many rows the work is done before the page answers; beyond it, beside the pages, with progress.
AT_ONCE = 1_000
#: Days that staged rows are kept.
KEPT_DAYS = 30
