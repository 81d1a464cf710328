"""Paper in, paper out: one module per format, and none of them decides anything about an item.

To read how a rectification list comes in: guard (is it safe to open), workbook (cells), headers and titles (what
stands where, whose list it is), cells, due_dates and register (one value each), list_rows (one row), rectification_list
(the whole). The way out begins at ledger_xlsx.
"""
