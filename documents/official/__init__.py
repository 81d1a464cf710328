"""Official documents as .docx, in the format of GB/T 9704-2012: 22 lines of 28 characters to a page.

    paper = Paper("关于整改情况的报告", created=moment)
    paper.title()
    paper.addressee("市民生工程办公室")
    paper.heading(1, "组织推进情况")
    paper.body("截至", Slot("4月8日", "f3"), "，已收到材料。")
    paper.signed("市司法局", date(2020, 5, 20))
    paper.bytes()

Read in this order: measures (the numbers of the standard), parts (runs and paragraphs), paper (a document), tables,
packing (the same bytes each time), rendering (the pages it prints to).

To read how a document is checked, anybody's: checking (one call), document (a .docx as values) and structure (which
part each paragraph is), rules (what a rule is), format_check and wording_check (which there are), measured (what
rendered pages come to). What ends in _child, and docx_text and docx_styles, runs in a process under limits.
"""
