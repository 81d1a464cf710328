"""The same paper turned on its side, for tables of many columns: bound above, so that its text block is turned too."""

from docx.enum.section import WD_ORIENT
from docx.section import Section
from docx.shared import Mm

from documents.official.measures import MARGINS, PAGE, twips
from documents.official.paper import Paper


class WidePaper(Paper):
    """A4 on its side."""

    across = twips(PAGE[1] - MARGINS.top - MARGINS.bottom)

    def _set_page(self, section: Section) -> None:
        super()._set_page(section)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(PAGE[1]), Mm(PAGE[0])
        section.top_margin, section.bottom_margin = Mm(MARGINS.left), Mm(MARGINS.right)
        section.left_margin, section.right_margin = Mm(MARGINS.bottom), Mm(MARGINS.top)
        section.footer_distance = Mm(14)
