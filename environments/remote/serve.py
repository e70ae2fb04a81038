"""Serves text games from CPython to the orchestrator, over gRPC.

    python environments/remote/serve.py [package.module:function] [--port 7077]

The argument names an environment in Gymnasium's form (its class, or a function making one), or a function
that returns games; see ``games`` and ``gymnasium_adapter``. The server listens on the loopback address,
prints its port as the first line, and asks every call for a token: that of OREO_ENVIRONMENT_TOKEN, or of a
file which it writes.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pathlib
import secrets
import sys
import threading
import time
import traceback
import uuid
from concurrent import futures

import grpc

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "python-workers")]

from games import NoGames, find, listed  # noqa: E402
from gymnasium_adapter import FORKS, SPLITS, UnknownGame  # noqa: E402

from oreo.worker.v1 import environment_service_pb2 as messages  # noqa: E402
from oreo.worker.v1 import environment_service_pb2_grpc as services  # noqa: E402

PROTOCOL_VERSION = 1
MAX_PLAYS = 10_000
IDLE_SECONDS = 3600.0
THREADS = 32


class Ended(Exception):
    """The play is not known, or no longer."""


class Full(Exception):
    """Too many plays are open."""


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
                raise Full(f"{MAX_PLAYS} plays are open; lower evaluation.batch_size or collect.batch_size")
            identity = uuid.uuid4().hex
            self._plays[identity] = [play, threading.Lock(), now]
            return identity

    def use(self, identity: str, action):
        """What action(play) gives, while nobody else uses the play."""
        with self._lock:
            entry = self._plays.get(identity)
            if entry is None:
                raise Ended("this play has ended")
            entry[2] = time.monotonic()
        with entry[1]:
            return action(entry[0])

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
        given = dict(context.invocation_metadata()).get("authorization", "")
        if not secrets.compare_digest(given.encode(), self._expected.encode()):
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "the call carries no valid token")

    def DescribeEnvironment(self, _request, context):
        self._checked(context)
        return messages.DescribeEnvironmentResponse(
            name=self._games.name,
            game_ids=sorted(self._games.game_ids()),
            protocol_version=PROTOCOL_VERSION,
            games_version=str(getattr(self._games, "version", "")),
            forks=bool(getattr(self._games, "forks", False)),
            demonstrates=bool(getattr(self._games, "demonstrates", False)),
        )

    def ListGames(self, request, context):
        self._checked(context)
        if request.split not in SPLITS or request.count < 0:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"no split is called {request.split!r}")
        with failures(context):
            games = listed(self._games, request.split, request.count, request.seed)
            return messages.ListGamesResponse(
                games=[
                    messages.GameListing(game_id=game, group=group, demonstration=commands)
                    for game, group, commands in games
                ]
            )

    def OpenGame(self, request, context):
        self._checked(context)
        known = self._games.game_ids()
        with failures(context):
            if known and request.game_id not in known:
                raise UnknownGame(request.game_id)
            play = self._games.open(request.game_id, request.seed)
            shown = message(play.observation())
            return messages.OpenGameResponse(session_id=self._plays.add(play), observation=shown)

    def StepGame(self, request, context):
        self._checked(context)
        with failures(context):
            try:
                shown = self._plays.use(request.session_id, lambda play: message(play.step(request.command)))
            except BaseException:
                self._plays.remove(request.session_id)
                raise
            return messages.StepGameResponse(observation=shown)

    def ForkGame(self, request, context):
        self._checked(context)
        if not getattr(self._games, "forks", False):
            context.abort(grpc.StatusCode.UNIMPLEMENTED, f"plays of {self._games.name} do not fork")
        with failures(context):
            fork = self._plays.use(request.session_id, lambda play: play.fork())
            return messages.ForkGameResponse(session_id=self._plays.add(fork))

    def CloseGame(self, request, context):
        self._checked(context)
        self._plays.remove(request.session_id)
        return messages.CloseGameResponse()


@contextlib.contextmanager
def failures(context):
    """What is raised inside becomes the status that says it."""
    try:
        yield
    except Ended as error:
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
    except Full as error:
        context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, str(error))
    except UnknownGame as error:
        context.abort(grpc.StatusCode.NOT_FOUND, f"there is no game {str(error)!r}")
    except Exception as error:
        context.abort(grpc.StatusCode.INTERNAL, described(error))


def message(shown) -> messages.GameObservation:
    """An observation for the wire."""
    text, admissible = shown["text"], list(shown["admissible"])
    for each in [text, *admissible]:
        if not isinstance(each, str):
            raise TypeError(f"an observation and its commands are texts, not {type(each).__name__}")
    return messages.GameObservation(
        text=text, admissible_commands=admissible, won=shown["won"], done=shown["done"]
    )


def described(error: BaseException) -> str:
    """What went wrong and where, in one line."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({pathlib.Path(last.filename).name}, line {last.lineno})"


def token_of(file: pathlib.Path) -> tuple[str, str]:
    """The token and where it stands; a file that is not there is written, for its owner alone."""
    token = os.environ.get("OREO_ENVIRONMENT_TOKEN", "")
    if token:
        return token, "in OREO_ENVIRONMENT_TOKEN"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(32) + "\n")
    token = file.read_text(encoding="utf-8").strip()
    if not token:
        raise NoGames(f"the token file {file} is empty; delete it, and it is written anew")
    return token, f"in {file}"


def start(games, token: str, address: str) -> tuple[grpc.Server, int]:
    """The running server and its port."""
    # Without this a second server shares the port of the first, and calls reach either.
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=THREADS), options=[("grpc.so_reuseport", 0)])
    services.add_EnvironmentServiceServicer_to_server(Service(games, token), server)
    try:
        port = server.add_insecure_port(address)
    except RuntimeError as taken:
        raise NoGames(f"nothing can listen at {address}; give another port by --port") from taken
    server.start()
    return server, port


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "games", nargs="?", default="key_door:KeyDoor", help="package.module:function to serve"
    )
    parser.add_argument("--port", type=int, default=7077, help="0: any that is free")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen at; beyond loopback nothing is encrypted"
    )
    parser.add_argument("--token-file", type=pathlib.Path, default=ROOT / "data" / "environment.token")
    parser.add_argument("--fork", choices=FORKS, help="how plays of an environment are forked (README.md)")
    arguments = parser.parse_args()
    try:
        games = find(arguments.games, arguments.fork)
        token, place = token_of(arguments.token_file)
        server, port = start(games, token, f"{arguments.host}:{arguments.port}")
    except NoGames as unusable:
        sys.exit(f"serve: {unusable}")
    print(port, flush=True)
    print(
        f"serve: {games.name} at {arguments.host}:{port}, token {place}, forks: "
        f"{getattr(games, 'forks', False)}, demonstrations: {getattr(games, 'demonstrates', False)}",
        file=sys.stderr,
        flush=True,
    )
    try:
        server.wait_for_termination()
    except KeyboardInterrupt:
        server.stop(grace=0)


if __name__ == "__main__":
    main()
