package io.oreo.alfworld.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.text.FactTable.Signature;
import io.oreo.alfworld.text.Symbol.Placeholder;
import io.oreo.alfworld.text.Symbol.Predicate;
import io.oreo.alfworld.text.Symbol.Query;
import io.oreo.alfworld.text.Symbol.Range;
import io.oreo.alfworld.text.Symbol.Separators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Makes a {@link Grammar} from what TextWorld's parsers delivered, or refuses it by name. */
public final class GrammarCompiler {

    /** Names that TextWorld's evaluation hides behind variables of its own. */
    private static final Set<String> HIDDEN = Set.of("self", "context");

    /**
     * A formal parameter of an action of the task.
     *
     * @param name without its question mark
     * @param type as declared
     */
    public record Parameter(String name, String type) {}

    private static final String LIST_EMPTY = "list_empty";
    private static final String LIST_BETWEEN = "list_separator";
    private static final String LIST_LAST = "list_last_separator";

    private final Function<Signature, Range> ranges;
    private final JsonNode rules;
    private final List<String> reached = new ArrayList<>();
    private final Map<Parameter, Integer> slots = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Set<Signature> signatures = new TreeSet<>(FactTable.SIGNATURE_ORDER);

    private GrammarCompiler(JsonNode rules, Function<Signature, Range> ranges) {
        this.rules = rules;
        this.ranges = ranges;
    }

    /**
     * The grammar.
     *
     * @param rules alternatives by name of the rule
     * @param actions template and feedback by name of the action
     * @param parameters of the actions that the task has; they are numbered in this order
     * @param facts what queries look up
     */
    public static Grammar compile(
            JsonNode rules,
            JsonNode actions,
            Map<String, List<Parameter>> parameters,
            FactTable facts) {
        return new GrammarCompiler(rules, facts::range).grammar(actions, parameters);
    }

    /** The signatures of all facts that a query can ask for. */
    public static Set<Signature> signatures(
            JsonNode rules, JsonNode actions, Map<String, List<Parameter>> parameters) {
        GrammarCompiler compiler = new GrammarCompiler(rules, signature -> new Range(0, 0));
        Grammar unused = compiler.grammar(actions, parameters);
        if (unused.rules().isEmpty()) {
            throw GameException.malformed("the grammar has no rules");
        }
        return compiler.signatures;
    }

    /** Whether {@code symbols} write the same text in every state, as they ask for nothing new. */
    public static boolean isFixed(JsonNode rules, JsonNode symbols, Set<Signature> changing) {
        for (String separator : List.of(LIST_EMPTY, LIST_BETWEEN, LIST_LAST)) {
            if (!asksFixed(rules.path(separator), changing)) {
                return false;
            }
        }
        return asksFixed(symbols, changing);
    }

    private static boolean asksFixed(JsonNode node, Set<Signature> changing) {
        if (node.isArray() && node.path(0).asText().equals("rule")) {
            return false;
        }
        if (isPredicate(node)) {
            for (JsonNode types : node.path(2)) {
                if (changing.contains(signature(node.path(0).asText(), types))) {
                    return false;
                }
            }
            return true;
        }
        for (JsonNode part : node) {
            if (!asksFixed(part, changing)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPredicate(JsonNode node) {
        return node.size() == 3
                && node.path(0).isTextual()
                && node.path(1).isArray()
                && !node.path(0).asText().equals("each");
    }

    private static Signature signature(String predicate, JsonNode types) {
        List<String> of = new ArrayList<>();
        types.forEach(type -> of.add(type.asText()));
        return new Signature(predicate, of);
    }

    private Grammar grammar(JsonNode actions, Map<String, List<Parameter>> parameters) {
        declareNames(rules);
        declareNames(actions);
        parameters.values().forEach(of -> of.forEach(this::placeholder));
        int intro = ruleNumber("intro");
        List<Grammar.Action> compiledActions = new ArrayList<>();
        parameters.forEach((name, of) -> compiledActions.add(action(name, actions.path(name), of)));
        List<Grammar.Rule> compiled = new ArrayList<>();
        while (compiled.size() < reached.size()) {
            compiled.add(rule(reached.get(compiled.size())));
        }
        refuseRecursion(compiled);
        return new Grammar(compiled, compiledActions, intro, slots.size(), names.size());
    }

    /** Queries anywhere declare names that expressions anywhere may use. */
    private void declareNames(JsonNode node) {
        if (isPredicate(node)) {
            node.path(1).forEach(argument -> name(argument.path(0).asText()));
        }
        node.forEach(this::declareNames);
    }

    private Grammar.Rule rule(String name) {
        List<Grammar.Alternative> compiled = new ArrayList<>();
        for (JsonNode alternative : rules.path(name)) {
            Query condition = query(alternative.path("condition"));
            compiled.add(new Grammar.Alternative(condition, symbols(alternative.path("rhs"))));
        }
        if (compiled.isEmpty()) {
            throw GameException.malformed("rule #" + name + "# of the grammar is empty");
        }
        return new Grammar.Rule(name, compiled);
    }

    private Grammar.Action action(String name, JsonNode action, List<Parameter> parameters) {
        if (action.isMissingNode()) {
            throw GameException.malformed("the grammar has no action '" + name + "'");
        }
        return new Grammar.Action(
                name,
                parameters.stream().map(this::placeholder).toList(),
                symbols(action.path("template")),
                symbols(action.path("feedback")));
    }

    private List<Symbol> symbols(JsonNode nodes) {
        List<Symbol> symbols = new ArrayList<>();
        nodes.forEach(node -> symbols.add(symbol(node)));
        return symbols;
    }

    private Symbol symbol(JsonNode node) {
        String kind = node.path(0).asText();
        return switch (kind) {
            case "text" -> new Symbol.Text(node.path(1).asText());
            case "rule" -> new Symbol.Reference(ruleNumber(node.path(1).asText()));
            case "eval" -> new Symbol.Value(expression(node.path(1).asText()));
            case "each" -> new Symbol.Each(symbol(node.path(1)), query(node.path(2)));
            case "list" -> listing(node.path(1));
            default ->
                    throw GameException.unsupported(
                            "the grammar holds a symbol of kind '"
                                    + (kind.equals("unknown") ? node.path(1).asText() : kind)
                                    + "'");
        };
    }

    private Symbol listing(JsonNode inner) {
        if (!inner.path(0).asText().equals("each")) {
            throw GameException.unsupported(
                    "the grammar lists '" + inner.path(0).asText() + "' instead of a query");
        }
        Separators separators =
                new Separators(
                        ruleNumber(LIST_EMPTY), ruleNumber(LIST_BETWEEN), ruleNumber(LIST_LAST));
        return new Symbol.Listing(symbol(inner.path(1)), query(inner.path(2)), separators);
    }

    private Expression expression(String source) {
        return ExpressionReader.read(source, name -> Optional.ofNullable(names.get(name)));
    }

    private Query query(JsonNode predicates) {
        List<Predicate> compiled = new ArrayList<>();
        for (JsonNode predicate : predicates) {
            compiled.add(predicate(predicate));
        }
        return new Query(compiled);
    }

    private Predicate predicate(JsonNode node) {
        String name = node.path(0).asText();
        if (!node.path(2).isArray()) {
            throw GameException.unsupported(
                    "the grammar asks for " + name + " of a type that the task does not have");
        }
        List<Range> found = new ArrayList<>();
        for (JsonNode types : node.path(2)) {
            Signature signature = signature(name, types);
            signatures.add(signature);
            Range range = ranges.apply(signature);
            if (range.to() > range.from()) {
                found.add(range);
            }
        }
        List<Placeholder> arguments = new ArrayList<>();
        for (JsonNode argument : node.path(1)) {
            arguments.add(
                    placeholder(
                            new Parameter(argument.path(0).asText(), argument.path(1).asText())));
        }
        return new Predicate(found, arguments);
    }

    private Placeholder placeholder(Parameter parameter) {
        Integer slot = slots.get(parameter);
        if (slot == null) {
            slot = slots.size();
            slots.put(parameter, slot);
        }
        return new Placeholder(slot, name(parameter.name()));
    }

    private int name(String name) {
        if (HIDDEN.contains(name)) {
            throw GameException.unsupported("the grammar calls a placeholder '" + name + "'");
        }
        Integer number = names.get(name);
        if (number == null) {
            number = names.size();
            names.put(name, number);
        }
        return number;
    }

    /** Rules are numbered, and later compiled, as something refers to them. */
    private int ruleNumber(String name) {
        if (!rules.has(name)) {
            throw GameException.malformed("the grammar has no rule #" + name + "#");
        }
        int number = reached.indexOf(name);
        if (number < 0) {
            number = reached.size();
            reached.add(name);
        }
        return number;
    }

    /** Without recursion a derivation ends, and its depth is bounded by the count of rules. */
    private static void refuseRecursion(List<Grammar.Rule> rules) {
        int[] marks = new int[rules.size()];
        for (int rule = 0; rule < rules.size(); rule++) {
            visit(rules, rule, marks);
        }
    }

    private static void visit(List<Grammar.Rule> rules, int rule, int[] marks) {
        if (marks[rule] == 1) {
            throw GameException.unsupported(
                    "rule #" + rules.get(rule).name() + "# of the grammar refers to itself");
        }
        if (marks[rule] == 0) {
            marks[rule] = 1;
            rules.get(rule).alternatives().stream()
                    .flatMap(alternative -> alternative.symbols().stream())
                    .forEach(symbol -> visit(rules, symbol, marks));
            marks[rule] = 2;
        }
    }

    private static void visit(List<Grammar.Rule> rules, Symbol symbol, int[] marks) {
        switch (symbol) {
            case Symbol.Text text -> {}
            case Symbol.Value value -> {}
            case Symbol.Reference reference -> visit(rules, reference.rule(), marks);
            case Symbol.Each each -> visit(rules, each.symbol(), marks);
            case Symbol.Listing listing -> {
                visit(rules, listing.symbol(), marks);
                visit(rules, listing.separators().empty(), marks);
                visit(rules, listing.separators().between(), marks);
                visit(rules, listing.separators().last(), marks);
            }
        }
    }
}
