package io.oreo.alfworld.planning;

import static java.util.Comparator.comparingInt;

import io.oreo.alfworld.planning.SasTask.Axiom;
import io.oreo.alfworld.planning.SasTask.Condition;
import io.oreo.alfworld.planning.SasTask.Effect;
import io.oreo.alfworld.planning.SasTask.Operator;
import io.oreo.alfworld.planning.SasTask.Variable;
import io.oreo.alfworld.planning.Transitions.Ints;
import io.oreo.alfworld.planning.Transitions.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Turns a {@link SasTask} into {@link Transitions}, or refuses it by name. */
public final class TransitionCompiler {

    /** Preconditions by variable, then value; a prefix comes before what continues it. */
    private static final Comparator<int[]> LEXICOGRAPHIC = Arrays::compare;

    private final SasTask task;

    private TransitionCompiler(SasTask task) {
        this.task = task;
    }

    /**
     * The tables of a task, with more bits behind those of its variables.
     *
     * @param echoes for each literal of a variable, those of further bits that its effects write
     * @param bits count of all bits
     * @throws GameException if the task needs something that the tables cannot say
     */
    public static Transitions compile(SasTask task, List<int[]> echoes, int bits) {
        TransitionCompiler compiler = new TransitionCompiler(task);
        checkVariables(task);
        return new Transitions(compiler.tables(echoes, bits));
    }

    /** The state that a task starts in; bits behind its variables are 0. */
    public static long[] initial(SasTask task, Transitions transitions) {
        long[] state = new long[(transitions.tables().bits() + 63) / 64];
        for (int variable = 0; variable < task.initial().size(); variable++) {
            Transitions.makeTrue(state, 2 * variable + task.initial().get(variable));
        }
        transitions.derive(state);
        return state;
    }

    /**
     * Refuses a task that has variables of other than two values.
     *
     * @throws GameException if there is one
     */
    public static void checkVariables(SasTask task) {
        for (int i = 0; i < task.variables().size(); i++) {
            Variable variable = task.variables().get(i);
            if (variable.values().size() != 2) {
                throw GameException.unsupported(
                        "variable %d of the task has %d values, the Java engine knows 2"
                                .formatted(i, variable.values().size()));
            }
        }
    }

    private Tables tables(List<int[]> echoes, int bits) {
        Rows tests = new Rows();
        Rows skips = new Rows();
        Rows ownedFrom = new Rows();
        Rows owned = new Rows();
        layOutTree(tests, skips, ownedFrom, owned);
        Rows effectsFrom = new Rows();
        Rows effects = new Rows();
        Rows conditionalFrom = new Rows();
        Rows conditional = new Rows();
        for (int i = 0; i < task.operators().size(); i++) {
            effectsFrom.add(effects.size());
            conditionalFrom.add(conditional.size());
            layOutEffects(task.operators().get(i), effects, conditional);
        }
        effectsFrom.add(effects.size());
        conditionalFrom.add(conditional.size());
        Rows echoesFrom = new Rows();
        Rows echoed = new Rows();
        for (int[] literals : echoes) {
            echoesFrom.add(echoed.size());
            echoed.addAll(literals);
        }
        echoesFrom.add(echoed.size());
        return new Tables(
                bits,
                tests.ints(),
                skips.ints(),
                ownedFrom.ints(),
                owned.ints(),
                effectsFrom.ints(),
                effects.ints(),
                conditionalFrom.ints(),
                conditional.ints(),
                echoesFrom.ints(),
                echoed.ints(),
                defaults(),
                layers(),
                new Ints(literals(task.goal())));
    }

    private void layOutTree(Rows tests, Rows skips, Rows ownedFrom, Rows owned) {
        List<int[]> keys = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (Operator operator : task.operators()) {
            int[] key = literals(operator.preconditions());
            Arrays.sort(key);
            order.add(keys.size());
            keys.add(key);
        }
        order.sort(
                Comparator.<Integer, int[]>comparing(keys::get, LEXICOGRAPHIC)
                        .thenComparing(comparingInt(Integer::intValue)));
        int[] path = {};
        List<Integer> open = new ArrayList<>();
        for (int operator : order) {
            int[] key = keys.get(operator);
            int shared = Arrays.mismatch(path, key);
            shared = shared < 0 ? key.length : Math.min(shared, key.length);
            close(open, shared, tests.size(), skips);
            for (int depth = shared; depth < key.length; depth++) {
                open.add(tests.size());
                tests.add(key[depth]);
                skips.add(0);
                ownedFrom.add(owned.size());
            }
            owned.add(operator);
            path = key;
        }
        close(open, 0, tests.size(), skips);
        ownedFrom.add(owned.size());
    }

    private static void close(List<Integer> open, int depth, int next, Rows skips) {
        while (open.size() > depth) {
            skips.set(open.removeLast(), next);
        }
    }

    private void layOutEffects(Operator operator, Rows effects, Rows conditional) {
        boolean plain = operator.effects().stream().allMatch(e -> e.conditions().isEmpty());
        for (Effect effect : operator.effects()) {
            int literal = literal(effect.variable(), effect.value());
            if (task.variables().get(effect.variable()).derived()) {
                throw GameException.malformed(
                        "operator '" + operator.name() + "' writes a derived variable");
            }
            if (plain) {
                effects.add(literal);
            } else {
                conditional.add(effect.conditions().size());
                conditional.addAll(literals(effect.conditions()));
                conditional.add(literal);
            }
        }
    }

    private Ints defaults() {
        Rows defaults = new Rows();
        for (int i = 0; i < task.variables().size(); i++) {
            if (task.variables().get(i).derived()) {
                defaults.add(2 * i + task.initial().get(i));
            }
        }
        return defaults.ints();
    }

    private Ints layers() {
        int top = -1;
        for (Variable variable : task.variables()) {
            top = Math.max(top, variable.axiomLayer());
        }
        Rows rows = new Rows();
        for (int layer = 0; layer <= top; layer++) {
            layOutLayer(layer, rows);
        }
        return rows.ints();
    }

    private void layOutLayer(int layer, Rows rows) {
        int head = rows.size();
        rows.add(0);
        rows.add(0);
        int count = 0;
        for (Axiom axiom : task.axioms()) {
            int literal = literal(axiom.variable(), axiom.value());
            boolean toDefault = axiom.value() == task.initial().get(axiom.variable());
            if (task.variables().get(axiom.variable()).axiomLayer() != layer || toDefault) {
                continue;
            }
            for (Condition condition : axiom.conditions()) {
                if (looksAtItsLayer(condition, layer)) {
                    rows.set(head, 1);
                }
            }
            rows.add(literal);
            rows.add(axiom.conditions().size());
            rows.addAll(literals(axiom.conditions()));
            count++;
        }
        rows.set(head + 1, count);
    }

    /** Whether a rule of {@code layer} depends on its own layer; refuses what has no order. */
    private boolean looksAtItsLayer(Condition condition, int layer) {
        Variable variable = task.variables().get(condition.variable());
        if (!variable.derived() || variable.axiomLayer() < layer) {
            return false;
        }
        boolean isDefault = condition.value() == task.initial().get(condition.variable());
        if (variable.axiomLayer() > layer || isDefault) {
            throw GameException.unsupported(
                    "axiom layer %d depends on layer %d in a way that has no order"
                            .formatted(layer, variable.axiomLayer()));
        }
        return true;
    }

    private int[] literals(List<Condition> conditions) {
        return conditions.stream().mapToInt(c -> literal(c.variable(), c.value())).toArray();
    }

    private int literal(int variable, int value) {
        if (variable < 0 || variable >= task.variables().size() || value < 0 || value > 1) {
            throw GameException.malformed(
                    "the SAS+ task speaks of value %d of variable %d, which it does not have"
                            .formatted(value, variable));
        }
        return 2 * variable + value;
    }

    /** A growing list of ints. */
    private static final class Rows {
        private int[] values = new int[64];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        void addAll(int[] more) {
            for (int value : more) {
                add(value);
            }
        }

        void set(int index, int value) {
            values[index] = value;
        }

        int size() {
            return size;
        }

        Ints ints() {
            return new Ints(Arrays.copyOf(values, size));
        }
    }
}
