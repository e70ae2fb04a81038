"""Fixtures that pytest finds by name, one thread (the tensors are tiny), and how examples are drawn.

Properties draw the same examples each time, so that a test has one verdict; `make fuzz` draws others
(`--hypothesis-profile=fuzz --hypothesis-seed=N`).
"""

from hypothesis import settings
from serving_fixtures import client

from oreo_worker.determinism import settle

settle(1)
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("fuzz", derandomize=False, deadline=None, database=None, print_blob=True)
settings.load_profile("repeatable")

__all__ = ["client"]
