"""Shards that Java wrote open in the readers that people use, with plain columns."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas
import pyarrow.parquet
import pytest

SHARD = (
    Path(__file__).resolve().parents[2] / "java/orchestrator/src/test/resources/golden/trajectories.parquet"
)
COLUMNS = [
    "id",
    "problem_id",
    "origin",
    "policy_name",
    "policy_key",
    "token_ids",
    "action_mask",
    "step_ends",
    "reward_positions",
    "reward_values",
    "behaviour_log_probs",
    "response",
    "temperature",
    "top_p",
    "top_k",
    "seed",
    "finish_reason",
    "outcome",
    "verdict",
    "answer",
    "rule",
    "reward",
    "grader",
    "why_broken",
    "tokenizer_key",
]
OUTCOMES = ["graded", "graded", "broken", "ungraded", "graded", "graded"]
DEMONSTRATION = 4


def test_pandas_reads_a_shard() -> None:
    frame = pandas.read_parquet(SHARD)

    assert list(frame.columns) == COLUMNS
    assert list(frame["outcome"]) == OUTCOMES
    assert list(frame["token_ids"][DEMONSTRATION]) == [5, 6, 7, 8]
    assert list(frame["action_mask"][DEMONSTRATION]) == [False, True, True, True]
    assert list(frame["reward_values"][DEMONSTRATION]) == [-0.25, 0.5]
    assert frame["reward"].mean() == pytest.approx((1 + 0 + 0.25 + 0) / 4)
    assert frame["behaviour_log_probs"][DEMONSTRATION] is None
    assert frame["response"][DEMONSTRATION] == "first step\nsecond step"


def test_duckdb_reads_a_shard() -> None:
    query = """
        SELECT problem_id, count(*), count(*) FILTER (verdict = 'correct'), sum(len(token_ids))
        FROM read_parquet(?) GROUP BY problem_id ORDER BY problem_id
    """
    rows = duckdb.execute(query, [str(SHARD)]).fetchall()

    assert rows == [("difference", 3, 0, 10), ("sum", 3, 1, 9)]


def test_hugging_face_datasets_reads_a_shard(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    dataset = datasets.Dataset.from_parquet(str(SHARD), cache_dir=str(tmp_path))

    assert dataset.column_names == COLUMNS
    assert dataset[0]["behaviour_log_probs"] == [0.0, -0.5, -1.25]
    assert dataset[DEMONSTRATION]["id"] == 'demonstration-é-"quoted"'
    assert [row["outcome"] for row in dataset] == OUTCOMES


def test_a_shard_is_compressed_with_zstd_and_carries_its_digest() -> None:
    file = pyarrow.parquet.ParquetFile(SHARD)

    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    digest = file.schema_arrow.metadata or file.metadata.metadata
    assert len(digest[b"oreo_content_digest"]) == 64
