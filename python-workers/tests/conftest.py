"""Fixtures that pytest finds by name."""

from serving_fixtures import client

__all__ = ["client"]
