"""A parsed TextWorld grammar as plain lists and strings.

Everything is taken from the objects that TextWorld's own parsers made; nothing is parsed here. Symbols become

    ["text", literal]            a terminal
    ["rule", name]               #name#
    ["eval", expression]         the expression of {expression}
    ["each", symbol, query]      {symbol | query}; query is null where there is none
    ["list", symbol]             [symbol]

and a query is a list of [predicate, [[placeholder, type], ...], signatures], where ``signatures`` lists the
type tuples that TextWorld tries for that predicate, in its order; it is null where a type is unknown.
"""

from textworld.envs.pddl import textgen
from textworld.logic import Rule


def symbols_of(parsed, types):
    """The symbols of one right-hand side."""
    return [symbol_of(symbol, types) for symbol in parsed]


def symbol_of(symbol, types):
    if isinstance(symbol, textgen.TerminalSymbol):
        return ["text", str(symbol.symbol)]
    if isinstance(symbol, textgen.NonterminalSymbol):
        return ["rule", str(symbol.symbol)]
    if isinstance(symbol, textgen.EvalSymbol):
        return ["eval", str(symbol.expression)]
    if isinstance(symbol, textgen.ConditionalSymbol):
        query = query_of(symbol.given, types) if symbol.given else None
        return ["each", symbol_of(symbol.expression, types), query]
    if isinstance(symbol, textgen.ListSymbol):
        return ["list", symbol_of(symbol.symbol, types)]
    return ["unknown", type(symbol).__name__]


def query_of(expression, types):
    """A conjunctive query, parsed by TextWorld."""
    predicates = Rule.parse_conjunctive_query(expression).preconditions
    return [
        [p.name, [[ph.name, ph.type] for ph in p.parameters], _signatures(p.signature.types, types)]
        for p in predicates
    ]


def _signatures(names, types):
    try:
        return [
            [t.name for t in tuple_] for tuple_ in types.multi_subtypes([types.get(name) for name in names])
        ]
    except KeyError:
        return None


def grammar_of(logic):
    """All rules and all actions of a game's logic."""
    rules = {
        name: [
            {
                "condition": query_of(rule.condition, logic.types) if rule.condition else None,
                "rhs": symbols_of(rule.rhs, logic.types),
            }
            for rule in alternatives
        ]
        for name, alternatives in logic.grammar._rules.items()
    }
    actions = {
        name: {
            "template": symbols_of(
                textgen._parse_and_convert(action.template, rule_name="symbols"), logic.types
            ),
            "feedback": symbols_of(
                textgen._parse_and_convert(action.feedback_rule, rule_name="symbols"), logic.types
            ),
        }
        for name, action in logic.actions.items()
    }
    return rules, actions
