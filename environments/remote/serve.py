"""Serves text games from CPython to the orchestrator, over gRPC.

    OREO_ENVIRONMENT_TOKEN=secret python environments/remote/serve.py guess_number:games [--port 0]

The argument names a function that returns the games: an object with ``name``, ``game_ids()`` and
``open(game_id, seed)``, whose result has ``observation()`` and ``step(command)``, both giving a dictionary
with ``text``, ``admissible``, ``won`` and ``done``. ``gymnasium_adapter`` and ``textworld_adapter`` make such
objects. The server listens on the loopback address only and prints its port as the first line.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pathlib
import sys
import threading
import time
import traceback
import uuid
from concurrent import futures

import grpc

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "python-workers")]

from oreo.worker.v1 import environment_service_pb2 as messages  # noqa: E402
from oreo.worker.v1 import environment_service_pb2_grpc as services  # noqa: E402

MAX_PLAYS = 1024
IDLE_SECONDS = 3600.0


class Plays:
    """The plays that are going on; each is used by one call at a time, and one that is forgotten ends."""

    def __init__(self):
        self._plays = {}
        self._lock = threading.Lock()

    def add(self, play) -> str:
        """The new play's identity."""
        with self._lock:
            now = time.monotonic()
            self._plays = {k: v for k, v in self._plays.items() if now - v[2] < IDLE_SECONDS}
            if len(self._plays) >= MAX_PLAYS:
                raise RuntimeError(f"{MAX_PLAYS} plays are open; close some")
            identity = uuid.uuid4().hex
            self._plays[identity] = [play, threading.Lock(), now]
            return identity

    def step(self, identity: str, command: str):
        """What a play shows after a command; KeyError if there is none of that identity."""
        with self._lock:
            entry = self._plays[identity]
            entry[2] = time.monotonic()
        with entry[1]:
            return entry[0].step(command)

    def remove(self, identity: str) -> None:
        """Ends a play."""
        with self._lock:
            self._plays.pop(identity, None)


class Service(services.EnvironmentServiceServicer):
    """The service over games."""

    def __init__(self, games, token: str):
        self._games = games
        self._expected = f"Bearer {token}"
        self._plays = Plays()

    def _checked(self, context) -> None:
        if dict(context.invocation_metadata()).get("authorization") != self._expected:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "the call carries no valid token")

    def DescribeEnvironment(self, _request, context):
        self._checked(context)
        games = sorted(self._games.game_ids())
        return messages.DescribeEnvironmentResponse(name=self._games.name, game_ids=games)

    def OpenGame(self, request, context):
        self._checked(context)
        if request.game_id not in self._games.game_ids():
            context.abort(grpc.StatusCode.NOT_FOUND, f"there is no game {request.game_id!r}")
        try:
            play = self._games.open(request.game_id, request.seed)
            shown = message(play.observation())
            return messages.OpenGameResponse(session_id=self._plays.add(play), observation=shown)
        except Exception as error:
            context.abort(grpc.StatusCode.INTERNAL, told(error))

    def StepGame(self, request, context):
        self._checked(context)
        try:
            shown = self._plays.step(request.session_id, request.command)
        except KeyError:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "this play has ended")
        except Exception as error:
            self._plays.remove(request.session_id)
            context.abort(grpc.StatusCode.INTERNAL, told(error))
        return messages.StepGameResponse(observation=message(shown))

    def CloseGame(self, request, context):
        self._checked(context)
        self._plays.remove(request.session_id)
        return messages.CloseGameResponse()


def message(shown) -> messages.GameObservation:
    """An observation for the wire."""
    return messages.GameObservation(
        text=shown["text"], admissible_commands=shown["admissible"], won=shown["won"], done=shown["done"]
    )


def told(error: BaseException) -> str:
    """What went wrong and where, in one line."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({pathlib.Path(last.filename).name}, line {last.lineno})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("games", help="module:function that returns the games")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    token = os.environ.get("OREO_ENVIRONMENT_TOKEN", "")
    if not token:
        parser.error("set OREO_ENVIRONMENT_TOKEN to a secret that the orchestrator knows too")
    module, _, function = arguments.games.partition(":")
    games = getattr(importlib.import_module(module), function)()
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    services.add_EnvironmentServiceServicer_to_server(Service(games, token), server)
    port = server.add_insecure_port(f"127.0.0.1:{arguments.port}")
    server.start()
    print(port, flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
