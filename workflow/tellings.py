"""Who is told of what: for each kind of event whose inbox it stands in, and in which words. Pure.

    told    account 6f…              one account
            bureau_leader baishi     whoever holds the role in the unit
            city_center              whoever holds the role anywhere

To tell of another event, add its line to `TELLINGS`; then `xiaohao inbox rebuild`, so that what was recorded is told.
Whoever did it is not told of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from events.event import Recorded
from workflow.errors import Words
from workflow.item import Item
from workflow.machine import ANSWER, CENTER, ITEM_LIFE, Owner, roles_for
from workflow.words import Role, State


class Matter(NamedTuple):
    """An event, and the item after it where it is an item's."""

    recorded: Recorded
    item: Item | None = None


Audience = Callable[[Matter], Iterator[str]]


def one_account(account: UUID) -> str:
    return f"account {account}"


def in_unit(role: Role, unit: str) -> str:
    return f"{role} {unit}"


def everywhere(role: Role) -> str:
    return str(role)


def unit(matter: Matter) -> Iterator[str]:
    """Whoever answers for the item: its bureau's leaders and handlers, the center's own accounts for the city's."""
    assert matter.item
    for role in CENTER if matter.item.owner is Owner.CITY else ANSWER:
        yield in_unit(role, matter.item.bureau)


def named_unit(matter: Matter) -> Iterator[str]:
    """The leaders and handlers of the bureau that the event itself names."""
    for role in ANSWER:
        yield in_unit(role, matter.recorded.event.bureau)


def named_leader(matter: Matter) -> Iterator[str]:
    """The leaders of the bureau that the event itself names."""
    yield in_unit(Role.BUREAU_LEADER, matter.recorded.event.bureau)


def leader(matter: Matter) -> Iterator[str]:
    """Whoever leads the item's unit; the center's own accounts for the city's."""
    assert matter.item
    city = matter.item.owner is Owner.CITY
    yield in_unit(Role.CITY_CENTER if city else Role.BUREAU_LEADER, matter.item.bureau)


def handler(matter: Matter) -> Iterator[str]:
    """The account that has the item in hand, if one has."""
    assert matter.item
    if matter.item.handler:
        yield one_account(matter.item.handler)


def center(_: Matter) -> Iterator[str]:
    yield everywhere(Role.CITY_CENTER)


def verifiers(matter: Matter) -> Iterator[str]:
    """Whoever may verify the item, as the table of transitions has it."""
    assert matter.item
    for role in roles_for(ITEM_LIFE.rows_of(State.REPORTED, "verify")[0], matter.item.owner):
        yield everywhere(role)


def holder(matter: Matter) -> Iterator[str]:
    """The account that the event is about."""
    yield one_account(UUID(matter.recorded.stream.partition("-")[2]))


def successor(matter: Matter) -> Iterator[str]:
    """Who is to take over from an account that left."""
    if matter.recorded.event.successor:
        yield one_account(matter.recorded.event.successor)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """`waits` are the states of an item in which it still waits for whoever was told; in others no mail speaks of it.

    What is not told of an item is mailed, as long as it is unread, if `mailed`.
    """

    says: Words
    to: tuple[Audience, ...]
    waits: frozenset[State] = frozenset()
    mailed: bool = False


def deciders(trigger: str) -> Audience:
    """Whoever may pull a trigger that answers what a unit asked, as the table of transitions has it."""

    def audience(matter: Matter) -> Iterator[str]:
        assert matter.item
        for role in roles_for(ITEM_LIFE.rows_of(State.ASSIGNED, trigger)[0], matter.item.owner):
            yield everywhere(role)

    return audience


ISSUED, ASSIGNED = frozenset({State.ISSUED}), frozenset({State.ASSIGNED})
IN_HAND = ISSUED | ASSIGNED

TELLINGS: dict[str, Telling] = {
    "item.issued": Telling(says=Words("下发给本单位", "issued to your unit"), to=(unit,), waits=ISSUED),
    "item.assigned": Telling(says=Words("分派给您", "assigned to you"), to=(handler,), waits=ASSIGNED),
    "item.handed_over": Telling(says=Words("移交给您", "handed over to you"), to=(handler,), waits=ASSIGNED),
    "item.reported": Telling(
        says=Words("已上报，等待核查", "reported, waits to be verified"), to=(verifiers,),
        waits=frozenset({State.REPORTED}),
    ),
    "item.sent_back": Telling(says=Words("被退回", "sent back"), to=(leader, handler), waits=ASSIGNED),
    "item.verified": Telling(says=Words("已核查", "verified"), to=(unit,), waits=ASSIGNED),
    "item.closed": Telling(says=Words("已销号", "closed"), to=(unit,)),
    "item.reopened": Telling(says=Words("重新立账", "reopened"), to=(leader, handler), waits=ASSIGNED),
    "item.withdrawn": Telling(says=Words("已撤回", "withdrawn"), to=(unit,)),
    "item.urged": Telling(says=Words("被催办", "urged"), to=(leader, handler), waits=IN_HAND),
    "item.supervised": Telling(says=Words("被督办", "supervised"), to=(leader, handler), waits=IN_HAND),
    "item.extension_requested": Telling(
        says=Words("申请延期，等待答复", "more time is asked for"), to=(deciders("decide_extension"),), waits=IN_HAND,
    ),
    "item.extension_decided": Telling(
        says=Words("延期申请已答复", "the request for more time was answered"), to=(leader, handler), waits=IN_HAND,
    ),
    "item.objected": Telling(
        says=Words("提出异议，等待答复", "an objection waits for an answer"), to=(deciders("answer_objection"),),
        waits=IN_HAND,
    ),
    "item.objection_answered": Telling(
        says=Words("异议已答复", "the objection was answered"), to=(leader, handler), waits=IN_HAND,
    ),
    "item.transferred": Telling(says=Words("转办给本单位", "transferred to your unit"), to=(unit,), waits=ISSUED),
    "item.measure_completed": Telling(
        says=Words("分项措施已完成，等待核验", "a measure waits to be verified"), to=(deciders("verify_measure"),),
        waits=ASSIGNED | frozenset({State.REPORTED, State.VERIFIED}),
    ),
    "item.followed_up": Telling(says=Words("回头看结果", "a follow-up check was made"), to=(unit,), waits=ASSIGNED),
    "package.dispatched": Telling(
        says=Words("整改通知已寄送，请签收", "a notice was sent; sign for it"), to=(named_unit,), mailed=True,
    ),
    "package.returned": Telling(says=Words("返回了整改材料", "a package was returned"), to=(center,), mailed=True),
    "package.sent_back": Telling(
        says=Words("返回材料被退回", "the returned package was sent back"), to=(named_unit,), mailed=True,
    ),
    "upward_report.drafted": Telling(
        says=Words("整改情况汇报已起草，等待审核", "a report upward waits to be approved"), to=(center,), mailed=True,
    ),
    "upward_report.redrafted": Telling(
        says=Words("整改情况汇报重新取数，等待审核", "a report upward was drafted anew, waits to be approved"),
        to=(center,), mailed=True,
    ),
    "upward_report.returned": Telling(
        says=Words("整改情况汇报被退回修改", "a report upward was returned"), to=(center,), mailed=True,
    ),
    "upward_report.approved": Telling(
        says=Words("整改情况汇报已审核，等待印发", "a report upward waits to be issued"), to=(center,), mailed=True,
    ),
    "disclosure_list.prepared": Telling(
        says=Words("公示表等您审核", "a disclosure list waits for your approval"), to=(named_leader,), mailed=True,
    ),
    "account.granted": Telling(says=Words("授予您一个角色", "a role was granted to you"), to=(holder,), mailed=True),
    "account.revoked": Telling(says=Words("撤销了您的一个角色", "a role of yours was revoked"), to=(holder,)),
    "account.left": Telling(
        says=Words("同事离岗，移交清单等您签收", "a colleague left; the handover list waits for your signature"),
        to=(successor,), mailed=True,
    ),
}  # fmt: skip


def told(matter: Matter) -> list[str]:
    """To whom an event is told, each once, in order; to nobody where it has no line."""
    telling = TELLINGS.get(matter.recorded.name)
    return sorted({one for audience in telling.to for one in audience(matter)}) if telling else []
