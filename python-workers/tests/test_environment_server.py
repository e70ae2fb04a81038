"""The server of environments (environments/remote): protocol, forks, failures, token."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from oreo.worker.v1 import environment_service_pb2 as messages
from oreo.worker.v1 import environment_service_pb2_grpc as services

REMOTE = Path(__file__).resolve().parents[2] / "environments" / "remote"
CALL_SECONDS = 30.0

# An environment that draws chance from nowhere, raises, and shows what is no text.
ODD = """
import itertools

TICKS = itertools.count()


class Odd:
    version = "3"

    def reset(self, *, seed=None):
        return f"Seed {seed}.", {"group": "odd"}

    def step(self, command):
        if command == "raise":
            raise KeyError("no such room")
        if command == "number":
            return 7, 0.0, False, False, {}
        if command == "tick":
            return f"Tick {next(TICKS)}.", 0.0, False, False, {}
        return f"You said {command}.", 0.0, False, False, {}
"""


class Served:
    """A server in a process of its own, and a client of it."""

    def __init__(self, folder: Path, *arguments: str, token: str = "secret") -> None:
        environment = os.environ | {"OREO_ENVIRONMENT_TOKEN": token, "PYTHONPATH": str(folder)}
        command = [sys.executable, str(REMOTE / "serve.py"), "--port", "0", *arguments]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self._channel = grpc.insecure_channel(f"127.0.0.1:{self.port}")
        self._stub = services.EnvironmentServiceStub(self._channel)

    def call(self, name: str, request, token: str = "secret"):
        metadata = (("authorization", f"Bearer {token}"),)
        return getattr(self._stub, name)(request, metadata=metadata, timeout=CALL_SECONDS)

    def describe(self):
        return self.call("DescribeEnvironment", messages.DescribeEnvironmentRequest(protocol_version=1))

    def games(self, split: str, count: int, seed: int = 1):
        return self.call("ListGames", messages.ListGamesRequest(split=split, count=count, seed=seed)).games

    def open(self, game: str, seed: int = 0):
        return self.call("OpenGame", messages.OpenGameRequest(game_id=game, seed=seed))

    def step(self, session: str, command: str):
        request = messages.StepGameRequest(session_id=session, command=command)
        return self.call("StepGame", request).observation

    def fork(self, session: str) -> str:
        return self.call("ForkGame", messages.ForkGameRequest(session_id=session)).session_id

    def close(self) -> None:
        self._channel.close()
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("environments")
    (path / "odd.py").write_text(ODD)
    return path


def _serve(*arguments: str):
    @pytest.fixture(scope="module")
    def served(folder: Path) -> Iterator[Served]:
        server = Served(folder, *arguments)
        yield server
        server.close()

    return served


house = _serve()
replaying = _serve("key_door:KeyDoor", "--fork", "replay")
odd = _serve("odd:Odd", "--fork", "replay")
numbers = _serve("guess_number:games")


def _refused(status: grpc.StatusCode, call) -> str:
    with pytest.raises(grpc.RpcError) as refusal:
        call()
    assert refusal.value.code() == status
    return refusal.value.details()


def test_it_describes_itself(house: Served, odd: Served, numbers: Served) -> None:
    described = house.describe()
    assert (described.name, described.protocol_version) == ("KeyDoor", 1)
    assert described.forks and described.demonstrates and not described.game_ids
    assert (odd.describe().games_version, odd.describe().demonstrates) == ("3", False)
    assert list(numbers.describe().game_ids) == ["up-to-10", "up-to-100", "up-to-1000"]
    assert not numbers.describe().forks


def test_games_are_listed_by_split_and_a_smaller_count_is_the_beginning(house: Served) -> None:
    train, rollout, test = (house.games(split, 30) for split in ("train", "rollout", "test"))
    assert list(house.games("train", 7)) == list(train)[:7]
    assert len({game.game_id for game in [*train, *rollout, *test]}) == 90
    assert [g.game_id for g in house.games("train", 30, seed=2)] != [g.game_id for g in train]
    assert all(game.demonstration for game in train)
    assert not any(game.demonstration for game in test)


def test_games_without_a_listing_are_dealt_to_the_splits(numbers: Served) -> None:
    dealt = [game.game_id for split in ("train", "rollout", "test") for game in numbers.games(split, 9)]
    assert sorted(dealt) == ["up-to-10", "up-to-100", "up-to-1000"]


def test_demonstrations_win_and_every_command_was_admissible(house: Served) -> None:
    for game in house.games("train", 20):
        opened = house.open(game.game_id)
        shown = opened.observation
        for command in game.demonstration:
            assert command in shown.admissible_commands
            assert not shown.won
            shown = house.step(opened.session_id, command)
        assert shown.won and shown.done


def test_equal_games_play_equally(house: Served) -> None:
    game = house.games("train", 1)[0]
    one, other = house.open(game.game_id), house.open(game.game_id)
    assert one.observation == other.observation
    for command in game.demonstration:
        assert house.step(one.session_id, command) == house.step(other.session_id, command)


@pytest.mark.parametrize("how", ["house", "replaying"])
def test_a_fork_stands_where_the_play_is_and_goes_on_by_itself(
    how: str, request: pytest.FixtureRequest
) -> None:
    served = request.getfixturevalue(how)
    game = served.games("train", 1)[0]
    session = served.open(game.game_id).session_id
    served.step(session, game.demonstration[0])
    fork = served.fork(session)
    for command in game.demonstration[1:]:
        shown = served.step(fork, command)
    assert shown.won
    assert not served.step(session, "open door").won
    again = served.fork(session)
    served.call("CloseGame", messages.CloseGameRequest(session_id=session))
    assert served.step(again, "sing").text == "Nothing happens."


def test_what_follows_from_no_seed_is_not_forked_by_replay(odd: Served) -> None:
    session = odd.open("seed-3").session_id
    odd.step(session, "tick")
    assert "--fork copy" in _refused(grpc.StatusCode.INTERNAL, lambda: odd.fork(session))


def test_plays_that_do_not_fork_say_so(numbers: Served) -> None:
    session = numbers.open("up-to-10").session_id
    assert "do not fork" in _refused(grpc.StatusCode.UNIMPLEMENTED, lambda: numbers.fork(session))


def test_an_environment_that_raises_is_quoted_and_its_play_ends(odd: Served) -> None:
    session = odd.open("seed-3").session_id
    said = _refused(grpc.StatusCode.INTERNAL, lambda: odd.step(session, "raise"))
    assert said == "KeyError: 'no such room' (odd.py, line 15)"
    said = _refused(grpc.StatusCode.FAILED_PRECONDITION, lambda: odd.step(session, "go on"))
    assert said == "this play has ended"
    other = odd.open("seed-3").session_id
    assert "texts, not int" in _refused(grpc.StatusCode.INTERNAL, lambda: odd.step(other, "number"))


def test_unknown_games_and_splits_are_refused(house: Served, numbers: Served) -> None:
    assert "'chess'" in _refused(grpc.StatusCode.NOT_FOUND, lambda: house.open("chess"))
    assert "'chess'" in _refused(grpc.StatusCode.NOT_FOUND, lambda: numbers.open("chess"))
    _refused(grpc.StatusCode.INVALID_ARGUMENT, lambda: house.games("validation", 1))


def test_a_call_without_the_token_is_refused(house: Served) -> None:
    request = messages.OpenGameRequest(game_id="seed-0")
    _refused(grpc.StatusCode.UNAUTHENTICATED, lambda: house.call("OpenGame", request, token="guess"))


def test_the_token_is_written_for_its_owner_alone_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "token"
    tokens = []
    for _ in range(2):
        served = Served(tmp_path, "--token-file", str(file), token="")
        tokens.append(file.read_text().strip())
        request = messages.DescribeEnvironmentRequest()
        assert served.call("DescribeEnvironment", request, token=tokens[0]).name == "KeyDoor"
        served.close()
    assert tokens[0] == tokens[1] and len(tokens[0]) > 30
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere:games"], "No module named 'nowhere'"),
        (["key_door"], "write package.module:function"),
        (["key_door:Door"], "write package.module:function"),
        (["random:Random"], "makes a Random, which has neither reset and step"),
        (["guess_number:games", "--fork", "copy"], "leave out --fork"),
    ],
)
def test_what_cannot_be_served_is_said(tmp_path: Path, arguments: list[str], said: str) -> None:
    command = [sys.executable, str(REMOTE / "serve.py"), "--port", "0", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("serve: ") and said in ended.stderr


def test_a_port_that_is_taken_is_not_shared(house: Served, tmp_path: Path) -> None:
    command = [sys.executable, str(REMOTE / "serve.py"), "--port", str(house.port)]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"OREO_ENVIRONMENT_TOKEN": "x"}
    )
    assert ended.returncode == 1
    assert "give another port by --port" in ended.stderr
