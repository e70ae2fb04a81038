"""Generates, scores and trains with language models, for an orchestrator that owns all data and decisions."""
