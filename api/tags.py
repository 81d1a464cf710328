"""What the operations are about, and which of them take files or hand them out: for the description of the API."""

TAGS = {
    "signing in": "From login to token.",
    "items": "The ledger, and the life of each item.",
    "commands": "What changes something; each records events.",
    "files": "Evidence.",
    "registers": "Notices, problem areas, organisations.",
    "drafts": "Notices being drafted, and approved.",
    "packages": "What went to which bureau, and came back.",
    "outgoing": "Papers to sign and tables to print.",
    "contacts": "The contact register of the stations.",
    "rules": "Rules with a number, and the working-day calendars.",
    "case registers": "Payments, disclosures, news and what else is recorded case by case.",
    "disclosure lists": "What the public sees of aid recipients, masked by rule.",
    "comparisons": "How the bureaus compare, where that was published.",
    "obligations": "What units owe again and again, and what they did.",
    "samples": "Samples: drawn so that anybody can repeat it, checked, concluded.",
    "findings": "What was found wrong, and what came of it.",
    "evaluation": "The units side by side, and snapshots of that.",
    "documents": "Official documents.",
    "reports upward": "Reports to the office above, of the ledger at one moment.",
    "accounts": "Who may act as what.",
    "inbox": "What the caller was told of.",
    "log": "The log itself.",
    "description": "This document.",
}
UPLOADS = {
    "upload_file", "import_a_list", "draft_a_list", "import_a_contact_list", "import_a_clause_list",
    "import_a_row_list", "bring_volumes", "check_document", "preview_disclosure_list", "prepare_disclosure_list",
    "find_disclosure_list", "merge_reply_workbook", "renew_reply_workbook", "check_archive",
    "correct_a_list", "work_on_a_list",
}  # fmt: skip
DOWNLOADS = {
    "show_metrics", "download_file", "download_package_file", "download_performance_file", "bundle_item",
    "bundle_period", "download_verifier", "download_upward_report", "download_reply_workbook", "renew_reply_workbook",
    "download_disclosure_table", "download_process_log", "download_archive", "correct_a_list",
}  # fmt: skip
