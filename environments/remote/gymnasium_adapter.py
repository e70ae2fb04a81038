"""Games from Gymnasium-style text environments: ``reset(seed=…)`` and ``step(text)`` in Gymnasium's own
forms."""


class GymnasiumGames:
    """Each game is made by a function without arguments; a positive reward at the end counts as won."""

    def __init__(self, name, makers):
        self.name, self._makers = name, makers

    def game_ids(self):
        return list(self._makers)

    def open(self, game_id, seed):
        return _Play(self._makers[game_id](), seed % 2**32)


class _Play:
    def __init__(self, env, seed):
        self._env = env
        text, info = env.reset(seed=seed)
        self._shown = self._observation(text, info, 0.0, False)

    def observation(self):
        return self._shown

    def step(self, command):
        text, reward, terminated, truncated, info = self._env.step(command)
        self._shown = self._observation(text, info, reward, terminated or truncated)
        return self._shown

    @staticmethod
    def _observation(text, info, reward, done):
        won = bool(info.get("won", done and reward > 0))
        return {
            "text": text,
            "admissible": info.get("admissible_commands", []),
            "won": won,
            "done": bool(done),
        }
