"""Fixtures that pytest finds by name, and one thread: the tensors of the tests are tiny."""

from serving_fixtures import client

from oreo_worker.determinism import settle

settle(1)

__all__ = ["client"]
