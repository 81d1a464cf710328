"""Who asks what of an item: what its guards look at. Pure."""

from dataclasses import fields
from datetime import date
from typing import NamedTuple

from workflow.errors import Words
from workflow.item import Item
from workflow.messages import Actor, ItemCommand


class Asked(NamedTuple):
    """Who asks, of which item, on which day: what a guard looks at whatever the form says."""

    by: Actor
    item: Item
    on: date | None


def label_of(command: ItemCommand, name: str) -> Words:
    """What the form calls a field of the command."""
    label: Words = next(f.metadata["label"] for f in fields(command) if f.name == name)
    return label
