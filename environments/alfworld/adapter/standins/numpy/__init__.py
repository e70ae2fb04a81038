"""Stand-in for numpy where only its name is needed.

TextWorld and ALFWorld import numpy on the way to a PDDL game and use three names of it: ``random`` seeds a
generator that such a game never asks, ``ndarray`` appears in a JSON encoder, ``inf`` as a constant. Any other
use raises AttributeError, which is what we want: nothing here pretends to compute.
"""

import random as _random

inf = float("inf")


class ndarray:  # noqa: N801 - numpy's own spelling
    """Never instantiated; ``isinstance(x, ndarray)`` is False for everything that occurs."""


class _RandomModule:
    """The two calls that TextWorld's module-level generator makes while it is imported."""

    RandomState = _random.Random

    @staticmethod
    def randint(limit):
        """A whole number in [0, limit)."""
        return _random.randrange(limit)


random = _RandomModule()
