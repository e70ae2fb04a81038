"""A worked example: find the key, open the door. An environment in Gymnasium's form."""

import random

ROOMS = (
    *("attic", "cellar", "chapel", "garden", "kitchen", "larder"),
    *("library", "parlour", "pantry", "stable", "study", "tower"),
)


class KeyDoor:
    """A hall and four rooms. One holds the key, another the locked door; both are seen only from inside."""

    fork = "copy"

    def reset(self, *, seed=None):
        draw = random.Random(seed)
        self._rooms = draw.sample(ROOMS, 4)
        self._key, self._door = draw.sample(self._rooms, 2)
        self._here, self._has_key = "hall", False
        text = f"You are in the hall. Rooms: {', '.join(self._rooms)}. Open the door."
        return text, {"admissible_commands": self._admissible(), "demonstration": self._walkthrough()}

    def step(self, command):
        verb, _, place = command.strip().rpartition(" ")
        if verb == "go to" and place in self._rooms:
            self._here = place
            return self._shown(f"You are in the {place}.{self._seen()}")
        if command.strip() == "take key" and self._here == self._key and not self._has_key:
            self._has_key = True
            return self._shown("You have the key.")
        if command.strip() == "open door" and self._here == self._door:
            if self._has_key:
                return "The door is open.", 1.0, True, False, {"won": True}
            return self._shown("It is locked.")
        return self._shown("Nothing happens.")

    def _shown(self, text):
        return text, 0.0, False, False, {"admissible_commands": self._admissible()}

    def _seen(self):
        if self._here == self._key and not self._has_key:
            return " A key is here."
        return " A door is here." if self._here == self._door else ""

    def _admissible(self):
        commands = [f"go to {room}" for room in self._rooms if room != self._here]
        if self._here == self._key and not self._has_key:
            commands.append("take key")
        if self._here == self._door:
            commands.append("open door")
        return commands

    def _walkthrough(self):
        """What a careful player does who does not know the house: rooms in order, until both are found."""
        commands, seen_door = [], False
        for room in self._rooms:
            commands.append(f"go to {room}")
            if room == self._door:
                seen_door = True
                if "take key" in commands:
                    return [*commands, "open door"]
            if room == self._key:
                commands.append("take key")
                if seen_door:
                    return [*commands, f"go to {self._door}", "open door"]
        return commands
