"""The items that left a unit: to a bureau its own that another has now, to who sees all every transfer."""

from flask_admin import expose

from admin.base import Page
from admin.look import looking
from admin.words import mark
from workflow.sight import Place
from workflow.transfers import departed


class TransferredPage(Page):
    """Of what happened to an item later, the unit that had it is told nothing."""

    key, title, place, in_menu = "transferred", mark("Transferred items"), Place.ITEMS, False

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("transferred.html", look=look, departed=departed(look.connection, look.actor, look.at))
