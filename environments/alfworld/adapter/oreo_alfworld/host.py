"""What a Java host calls inside an embedded context: strings in, one JSON string out.

``start`` must run first, with the host's engine; it imports everything and may take seconds.
"""

import json

from oreo_alfworld import lean, planner


class _Context:
    """What lives as long as the context."""

    play = None
    preparation = None
    reference = None


def start(engine):
    """Imports TextWorld and ALFWorld over the host's engine."""
    lean.install()
    planner.install(lambda: engine)
    from oreo_alfworld import preparation, reference

    preparation.remember_parses()
    _Context.preparation = preparation
    _Context.reference = reference
    return "{}"


def prepare(text):
    """The document from which the Java engine plays a game; ``text`` is the content of its file."""
    return _Context.preparation.prepare(text)


def intro():
    """The introduction of the game that was prepared last."""
    return _Context.preparation.intro()


def open_game(text, seed):
    """Starts a play of a game in the reference mode."""
    _Context.play = _Context.reference.Play(json.loads(text), int(seed))
    return json.dumps(_Context.play.observation())


def open_with_expert(text, seed, trajectory):
    """The same with the hand-coded expert at hand; ``trajectory`` is the content of ``traj_data.json``."""
    _Context.play = _Context.reference.Play(json.loads(text), int(seed), json.loads(trajectory))
    return json.dumps(_Context.play.observation())


def expert():
    """What the expert would play now."""
    return _Context.play.expert()


def step(command):
    """Plays a command in the game that was opened."""
    return json.dumps(_Context.play.step(command))


def close_game():
    """Forgets the game, and what TextWorld would remember of it for ever."""
    _Context.play = None
    _Context.preparation.forget()
    return "{}"
