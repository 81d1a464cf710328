"""What the story tells of mail: a leader says where the daily mail goes, and in the end wants none."""

from typing import Any

from workflow import messages as m


def keep_in_touch(story: Any) -> None:
    mine = story.who["baishi_leader"].account
    story.do(m.SetMailAddress, "baishi_leader", mine, {"address": "leader@baishi.test", "language": "en"})
    story.do(m.ClearMailAddress, "baishi_leader", mine, {})
