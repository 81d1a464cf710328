"""Every call to the database while a command is carried out, and what came of dying there."""

from collections.abc import Iterator

from tests.faults.checker import Client, Outcome, check
from tests.faults.fuse import DEATHS, KILLED, Fuse
from tests.faults.jobs import carry_out, run
from tests.faults.scenes import SCENES, Stage, sample
from workflow import messages as m
from workflow.answers import Done


def sent(stage: Stage, command: m.Command, client: Client, fuse: Fuse, variant: str = "product") -> int:
    """Send a command by a process of its own, note what was heard of it; how often the process called the database."""
    code, heard = run(carry_out, stage.place(), fuse, command, variant)
    assert code in (0, KILLED), f"the child ended with {code}"
    done = [one for one in heard if isinstance(one, Done)]
    client.note(command, Outcome.OK if done else Outcome.UNKNOWN, *done)
    return heard[-1] if code == 0 else 0


def calls_of(stage: Stage, scene: str, variant: str = "product") -> int:
    """How often one call of the scene calls the database, once the first one has begun what is begun only once."""
    client = Client()
    calls = [sent(stage, SCENES[scene](stage), client, Fuse(), variant) for _ in range(2)]
    assert all(outcome is Outcome.OK for _, outcome, _ in client.sent)
    return calls[-1]


def deaths(stage: Stage, scene: str, big: bool, variant: str = "product") -> Iterator[list[str]]:
    """What the checker says after each crash point and the retry behind it."""
    points = [(at, blow) for at in range(1, calls_of(stage, scene, variant) + 1) for blow in DEATHS]
    for at, blow in sample(points, stage.rng, big):
        command, client = SCENES[scene](stage), Client()
        assert sent(stage, command, client, Fuse(at, blow), variant) == 0, "the fuse did not blow"
        if client.sent[0][1] is Outcome.OK:  # who has an answer asks no second time
            yield check(stage.office.ledger, client)
        for _ in range(2):
            assert sent(stage, command, client, Fuse(), variant)
        yield check(stage.office.ledger, client)
