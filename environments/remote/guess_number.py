"""A worked example: an environment in Gymnasium's form, without Gymnasium, and its games."""

import random

from gymnasium_adapter import GymnasiumGames


class GuessNumber:
    """Guess a whole number; the answer says whether it is larger or smaller."""

    def __init__(self, limit):
        self._limit = limit
        self._secret = 1

    def reset(self, *, seed=None):
        self._secret = random.Random(seed).randint(1, self._limit)
        return f"I think of a number from 1 to {self._limit}.", {}

    def step(self, command):
        word = command.strip()
        if not (word.isascii() and word.isdigit()):
            return "Say a number in digits.", 0.0, False, False, {}
        guess = int(word[:20])
        if guess == self._secret:
            return "That is it.", 1.0, True, False, {}
        return ("Larger." if guess < self._secret else "Smaller."), 0.0, False, False, {}


def games():
    """Three sizes of the game."""
    return GymnasiumGames("guess-number", {f"up-to-{n}": lambda n=n: GuessNumber(n) for n in (10, 100, 1000)})
