"""Paper in: lists as offices send them, and files as attackers send them. Paper out: nothing a spreadsheet runs."""
