"""A planning task, stepped in plain Python: what ``planner`` asks of a host, where no compiled library and no
Java engine is at hand.

It steps; it does not plan. Order is libdownward's: applicable operators by their sorted preconditions, then
by number.
"""


class _Lines:
    """The lines of a SAS+ text, one after another."""

    def __init__(self, text):
        self._lines = iter(text.splitlines())

    def next(self):
        return next(self._lines)

    def skip_to(self, word):
        while self.next() != word:
            pass

    def numbers(self):
        return [int(word) for word in self.next().split()]

    def count(self):
        return int(self.next())

    def pairs(self):
        return [tuple(self.numbers()) for _ in range(self.count())]


class _Operator:
    """Preconditions as sorted pairs; effects as (conditions, variable, value)."""

    def __init__(self, lines):
        lines.skip_to("begin_operator")
        self.name = lines.next()
        preconditions = set(lines.pairs())
        self.effects = []
        for _ in range(lines.count()):
            conditions, (variable, before, after) = _conditional(lines.numbers())
            if before >= 0:
                preconditions.add((variable, before))
            self.effects.append((conditions, variable, after))
        self.preconditions = sorted(preconditions)
        lines.skip_to("end_operator")


def _conditional(numbers):
    """The conditions of an effect or the like, and the three numbers behind them."""
    end = 1 + 2 * numbers[0]
    return list(zip(numbers[1:end:2], numbers[2:end:2], strict=True)), numbers[end:]


class Engine:
    """One task and its state; strings in, strings out."""

    def load(self, sas):
        """Takes a task and goes to its initial state."""
        lines = _Lines(sas)
        self._read_variables(lines)
        lines.skip_to("begin_state")
        self._defaults = [lines.count() for _ in self._names]
        lines.skip_to("begin_goal")
        self._goal = lines.pairs()
        lines.next()
        self._operators = [_Operator(lines) for _ in range(lines.count())]
        self._order = sorted(
            range(len(self._operators)), key=lambda number: (self._operators[number].preconditions, number)
        )
        self._read_axioms(lines)
        self._state = list(self._defaults)
        self._derive()

    def _read_variables(self, lines):
        lines.skip_to("end_metric")
        self._names, self._layers = [], []
        for _ in range(lines.count()):
            lines.skip_to("begin_variable")
            lines.next()
            self._layers.append(lines.count())
            self._names.append([lines.next() for _ in range(lines.count())])
            lines.next()

    def _read_axioms(self, lines):
        """The rules by the layer of what they derive."""
        self._rules = {}
        for _ in range(lines.count()):
            lines.skip_to("begin_rule")
            conditions = lines.pairs()
            variable, _, value = lines.numbers()
            self._rules.setdefault(self._layers[variable], []).append((conditions, variable, value))

    def _holds(self, conditions):
        return all(self._state[variable] == value for variable, value in conditions)

    def _derive(self):
        """Derived variables, layer by layer, until nothing changes."""
        for variable, layer in enumerate(self._layers):
            if layer >= 0:
                self._state[variable] = self._defaults[variable]
        for layer in sorted(self._rules):
            changed = True
            while changed:
                changed = False
                for conditions, variable, value in self._rules[layer]:
                    if self._state[variable] != value and self._holds(conditions):
                        self._state[variable] = value
                        changed = True

    def size(self):
        """How many variables there are."""
        return len(self._names)

    def state(self):
        """The value of each variable by name."""
        return "\n".join(names[value] for names, value in zip(self._names, self._state, strict=True))

    def applicable(self):
        """Number, name and count of effects of the operators that apply."""
        found = []
        for number in self._order:
            operator = self._operators[number]
            if self._holds(operator.preconditions):
                found.append(f"{number}\t{operator.name}\t{len(operator.effects)}")
        return "\n".join(found)

    def apply(self, number):
        """Applies an operator; gives the names of what its effects write."""
        effects = self._operators[number].effects
        writes = [(variable, value) for conditions, variable, value in effects if self._holds(conditions)]
        for variable, value in writes:
            self._state[variable] = value
        self._derive()
        return "\n".join(self._names[variable][value] for _, variable, value in effects)

    def goal(self):
        """Whether the goal holds."""
        return self._holds(self._goal)
