"""Generates, scores and trains with language models, for an orchestrator that owns all data and decisions."""

__version__ = "0.1.0"

# The version of the conversation in proto/oreo/worker/v1; both sides must speak the same.
PROTOCOL_VERSION = 1
