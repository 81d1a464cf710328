"""Outgoing documents: the papers an office signs and the tables it prints, made from the ledger as it stood.

    form = registry.find("urge")
    facts = form.facts(view, Asked(item=item_id))        # read in the reader's sight, at a moment
    content = form.made(view, facts, Medium.DOCX)        # a pure function: the same moment, the same bytes

Read in this order: forms (what a form is), registry (all of them), view (who looks, and when), pieces (what papers are
made of), sheets (what workbooks are made of), then a form: urging is the shortest.
"""
