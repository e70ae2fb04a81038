package io.oreo.alfworld.game;

import io.oreo.alfworld.game.GameDocument.GroundFact;
import io.oreo.alfworld.game.PreparedGame.Operators;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.planning.SasReader;
import io.oreo.alfworld.planning.SasTask;
import io.oreo.alfworld.planning.SasTask.Effect;
import io.oreo.alfworld.planning.SasTask.Operator;
import io.oreo.alfworld.planning.TransitionCompiler;
import io.oreo.alfworld.planning.Transitions;
import io.oreo.alfworld.planning.Transitions.Ints;
import io.oreo.alfworld.text.Entity;
import io.oreo.alfworld.text.FactTable;
import io.oreo.alfworld.text.FactTable.Fact;
import io.oreo.alfworld.text.FactTable.Signature;
import io.oreo.alfworld.text.Grammar;
import io.oreo.alfworld.text.GrammarCompiler;
import io.oreo.alfworld.text.GrammarCompiler.Parameter;
import io.oreo.alfworld.text.Narrator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Turns a {@link GameDocument} into a {@link PreparedGame}, or refuses it by name. */
public final class GameCompiler {

    private final GameDocument document;
    private final List<Entity> entities;
    private final Map<String, Integer> entityNumbers = new HashMap<>();
    private final Set<Signature> asked;

    private GameCompiler(GameDocument document) {
        this.document = document;
        entities = List.copyOf(document.entities().values());
        entities.forEach(entity -> entityNumbers.put(entity.id(), entityNumbers.size()));
        asked =
                GrammarCompiler.signatures(
                        document.rules(), document.actions(), document.parameters());
    }

    /**
     * The game.
     *
     * @throws GameException if it is malformed or needs what the engine does not do
     */
    public static PreparedGame compile(GameDocument document) {
        return new GameCompiler(document).game();
    }

    private PreparedGame game() {
        SasTask task = SasReader.read(document.sas());
        TransitionCompiler.checkVariables(task);
        List<Optional<StoredEffect>> effects = storedEffects(task);
        Set<Fact> facts = new HashSet<>();
        Set<Signature> changing = new HashSet<>();
        for (StoredEffect effect : effects.stream().flatMap(Optional::stream).toList()) {
            facts.add(effect.fact());
            changing.add(effect.fact().signature());
            changing.add(effect.negated().signature());
        }
        List<Fact> initial = new ArrayList<>();
        for (GroundFact fact : document.facts()) {
            Signature signature = new Signature(fact.predicate(), fact.types());
            if (asked.contains(signature)) {
                initial.add(new Fact(signature, numbers(fact.arguments())));
            }
        }
        facts.addAll(initial);
        FactTable table = new FactTable(facts);
        int firstFact = task.variables().size();
        Transitions transitions =
                TransitionCompiler.compile(
                        task, literals(effects, table, firstFact), firstFact + table.size());
        long[] start = TransitionCompiler.initial(task, transitions);
        initial.forEach(fact -> setBit(start, firstFact + table.place(fact)));
        Grammar grammar =
                GrammarCompiler.compile(
                        document.rules(), document.actions(), document.parameters(), table);
        Narrator narrator = new Narrator(grammar, entities, table.arguments(), firstFact);
        Operators operators =
                new OperatorTable(document, grammar, entityNumbers)
                        .operators(task, narrator, start, changing);
        return new PreparedGame(
                transitions.tables(),
                bits(start),
                firstFact,
                table.arguments(),
                entities,
                grammar,
                operators,
                document.walkthrough());
    }

    /** An effect as TextWorld stores it: the fact is added, its negation is removed. */
    private record StoredEffect(Fact fact, Fact negated) {}

    /** For each literal of a variable, what effects that write it store; nothing if none does. */
    private List<Optional<StoredEffect>> storedEffects(SasTask task) {
        BitSet written = new BitSet();
        for (Operator operator : task.operators()) {
            for (Effect effect : operator.effects()) {
                written.set(2 * effect.variable() + effect.value());
            }
        }
        List<Optional<StoredEffect>> stored = new ArrayList<>();
        for (int literal = 0; literal < 2 * task.variables().size(); literal++) {
            String value = task.variables().get(literal / 2).values().get(literal % 2);
            stored.add(written.get(literal) ? storedEffect(value) : Optional.empty());
        }
        return stored;
    }

    private Optional<StoredEffect> storedEffect(String value) {
        Fact fact = fact(value);
        Fact negated = fact.negated();
        boolean seen = asked.contains(fact.signature()) || asked.contains(negated.signature());
        return seen ? Optional.of(new StoredEffect(fact, negated)) : Optional.empty();
    }

    /** The fact that a value such as {@code NegatedAtom holds(agent1, mug)} names. */
    private Fact fact(String value) {
        boolean negated = value.startsWith("NegatedAtom ");
        int from = value.indexOf(' ') + 1;
        int open = value.indexOf('(', from);
        if (open < 0 || !value.endsWith(")") || !(negated || value.startsWith("Atom "))) {
            throw GameException.unsupported("the task has a value '" + value + "'");
        }
        String inside = value.substring(open + 1, value.length() - 1);
        List<String> arguments = inside.isEmpty() ? List.of() : List.of(inside.split(", "));
        List<String> types = new ArrayList<>();
        for (String argument : arguments) {
            String type = document.types().get(argument);
            if (type == null || argument.equals("i") || argument.equals("p")) {
                throw GameException.unsupported("the task speaks of '" + argument + "'");
            }
            types.add(type);
        }
        String predicate = value.substring(from, open);
        return new Fact(
                new Signature(negated ? "not_" + predicate : predicate, types), numbers(arguments));
    }

    private List<Integer> numbers(List<String> ids) {
        List<Integer> numbers = new ArrayList<>();
        for (String id : ids) {
            Integer number = entityNumbers.get(id);
            if (number == null) {
                throw GameException.unsupported("'" + id + "' is in no fact at the start");
            }
            numbers.add(number);
        }
        return numbers;
    }

    private static List<int[]> literals(
            List<Optional<StoredEffect>> effects, FactTable table, int firstFact) {
        List<int[]> literals = new ArrayList<>();
        for (Optional<StoredEffect> effect : effects) {
            IntStream.Builder row = IntStream.builder();
            effect.map(StoredEffect::fact)
                    .ifPresent(
                            fact -> {
                                int negated = table.placeOfNegated(fact);
                                if (negated >= 0) {
                                    row.add(2 * (firstFact + negated));
                                }
                                row.add(2 * (firstFact + table.place(fact)) + 1);
                            });
            literals.add(row.build().toArray());
        }
        return literals;
    }

    private static void setBit(long[] state, int bit) {
        state[bit >>> 6] |= 1L << bit;
    }

    private static Ints bits(long[] state) {
        return new Ints(BitSet.valueOf(state).stream().toArray());
    }

    /** Name of an operator's action, then its arguments. */
    static List<String> words(Operator operator) {
        return List.of(operator.name().split(" ", -1));
    }

    /**
     * The exact type of an entity must be the parameter's: TextWorld compares both. There may be
     * more parameters than arguments, as the translator turns quantified variables into some.
     */
    static void checkTypes(GameDocument document, Operator operator, List<Parameter> parameters) {
        List<String> words = words(operator);
        for (int i = 0; i < Math.min(parameters.size(), words.size() - 1); i++) {
            String type = document.types().get(words.get(i + 1));
            if (!parameters.get(i).type().equals(type)) {
                throw GameException.unsupported(
                        "'%s' is of type %s where %s expects %s"
                                .formatted(
                                        words.get(i + 1),
                                        type,
                                        words.getFirst(),
                                        parameters.get(i).type()));
            }
        }
    }
}
