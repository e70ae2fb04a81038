"""Reference log-probabilities of action tokens, computed once and kept on disk.

One SQLite file for each reference model and compute type; a row for each distinct pair of token ids and
action mask. Rows carry a checksum that is verified on reading: a row that fails counts as absent and is
written anew. Several processes may share a file: what they write for a key is the same, bit for bit, under
the same device, threads and libraries (see `reference`).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from oreo_worker.batch import Floats, TokenSequence

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS log_probs (key BLOB PRIMARY KEY, data BLOB NOT NULL, check_sum BLOB NOT NULL)"
)
_MOST_KEYS_A_QUERY = 500


class ReferenceCache:
    """A map from token sequences to the reference's log-probabilities of their action tokens."""

    def __init__(self, directory: str, model_key: str, precision: str) -> None:
        """An empty directory name keeps the numbers in memory only."""
        place = ":memory:"
        if directory:
            Path(directory).mkdir(parents=True, exist_ok=True)
            name = hashlib.sha256(f"{model_key}/{precision}".encode()).hexdigest()[:32]
            place = str(Path(directory) / f"reference-{name}.sqlite")
        self._place = place
        self._salt = f"{model_key}/{precision}".encode()
        self._rows = _open(place)

    def get(self, sequences: Sequence[TokenSequence]) -> dict[int, Floats]:
        """What is known, by index into `sequences`: float32, one entry an action token."""
        index_of: dict[bytes, list[int]] = {}
        for index, sequence in enumerate(sequences):
            index_of.setdefault(self._key(sequence), []).append(index)
        keys = list(index_of)
        found: dict[int, Floats] = {}
        for start in range(0, len(keys), _MOST_KEYS_A_QUERY):
            part = keys[start : start + _MOST_KEYS_A_QUERY]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, data, check_sum FROM log_probs WHERE key IN ({marks})"
            for key, data, check_sum in self._rows.execute(query, part):
                if check_sum == self._check_sum(key, data):
                    values = np.frombuffer(data, dtype="<f4").astype(np.float32)
                    found.update({i: values for i in index_of[key] if _fits(values, sequences[i])})
        return found

    def put(self, sequences: Sequence[TokenSequence], values: Mapping[int, Floats]) -> None:
        """Keeps values by index into `sequences`; durable when this returns."""
        rows = []
        for index, value in values.items():
            key, data = self._key(sequences[index]), value.astype("<f4").tobytes()
            rows.append((key, data, self._check_sum(key, data)))
        with self._rows:
            self._rows.executemany("INSERT OR REPLACE INTO log_probs VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Closes the file."""
        self._rows.close()

    def _key(self, sequence: TokenSequence) -> bytes:
        digest = hashlib.sha256(self._salt)
        digest.update(sequence.token_ids_T.astype("<i8").tobytes())
        digest.update(sequence.action_mask_T.astype("u1").tobytes())
        return digest.digest()

    def _check_sum(self, key: bytes, data: bytes) -> bytes:
        return hashlib.blake2b(key + data, digest_size=8).digest()


def _fits(values: Floats, sequence: TokenSequence) -> bool:
    return len(values) == len(sequence.action_positions) and bool(np.isfinite(values).all())


def _open(place: str) -> sqlite3.Connection:
    """Opens the file; one that is no database any more is put aside, for all of it can be redone."""
    try:
        return _connect(place)
    except sqlite3.DatabaseError:
        Path(place).replace(place + ".damaged")
        return _connect(place)


def _connect(place: str) -> sqlite3.Connection:
    rows = sqlite3.connect(place, timeout=60, check_same_thread=False)
    rows.execute("PRAGMA journal_mode=WAL")
    rows.execute("PRAGMA synchronous=NORMAL")
    rows.execute(_SCHEMA)
    rows.commit()
    return rows
