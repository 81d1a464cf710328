"""Paper in, paper out: one module per format, and none of them decides anything about an item.

To read how a rectification list comes in: guard (is it safe to open), workbook (cells), headers and titles (what
stands where, whose list it is), limits, cells, due_dates and register (one value each), list_rows (one row),
rectification_list (the whole); then issuing (rows into items), import_report (what came of it) and issue_list (all of
it). The way out begins at ledger_xlsx.
"""
