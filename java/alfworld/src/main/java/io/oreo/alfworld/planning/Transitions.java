package io.oreo.alfworld.planning;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * How states follow one another: the tables of a task and the three questions that a game asks.
 *
 * <p>Immutable and free of locks; any number of threads may step states of the same task.
 */
public final class Transitions {

    /*
     * A literal is 2 * bit + value. A state is an array of longs, bit b in word b / 64.
     *
     * Applicable operators. Fast Downward sorts the operators by their sorted preconditions (ties
     * by id) and walks a decision tree over them. Laid out in the order of that walk, the tree is a
     * list of nodes: each tests one literal, carries the operators whose preconditions end there,
     * and knows the node that follows its subtree. The walk is one loop: on success go to the next
     * node, on failure jump. It visits the operators in Fast Downward's own order.
     *
     * Effects. Without conditions, an effect is a literal to be made true, in the order of the
     * text, so that the last one wins. Conditions look at the state before the operator; where one
     * effect of an operator has conditions, all its effects are kept in that form and order.
     * Further bits may echo the literals that effects write; they do so whether or not the
     * conditions of an effect hold.
     *
     * Axioms. Derived variables start at their defaults; layer after layer, rules are applied until
     * nothing changes. A layer whose rules do not look at itself needs one pass.
     */

    private final Tables tables;

    /**
     * The stored form: plain numbers, ready to be written and read.
     *
     * @param bits how many bits a state has
     * @param tests literal of each node
     * @param skips for each node, the node behind its subtree
     * @param ownedFrom for each node, its first place in {@code owned}; one more at the end. What
     *     lies before the first node's belongs to the root and always applies
     * @param owned operators in the order of the walk
     * @param effectsFrom for each operator, its first place in {@code effects}; one more at the end
     * @param effects literals to be made true
     * @param conditionalFrom for each operator, its first place in {@code conditional}; one more
     * @param conditional for each effect: count of conditions, these literals, literal of the
     *     effect
     * @param echoesFrom for each literal of a variable, its first place in {@code echoes}; one more
     * @param echoes literals of further bits that an effect makes true when it writes the literal
     * @param defaults literals that derived variables start with
     * @param layers for each layer: 1 if it must be repeated else 0, count of rules, and for each
     *     rule its head literal, count of conditions, these literals
     * @param goal literals that hold in a won state
     */
    public record Tables(
            int bits,
            Ints tests,
            Ints skips,
            Ints ownedFrom,
            Ints owned,
            Ints effectsFrom,
            Ints effects,
            Ints conditionalFrom,
            Ints conditional,
            Ints echoesFrom,
            Ints echoes,
            Ints defaults,
            Ints layers,
            Ints goal) {}

    /** A list of ints that is stored as such; not to be changed. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; arrays keep a step free of boxing.
    public record Ints(int... values) {

        /** The list that was stored as these differences. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Ints of(int[] differences) {
            int[] values = differences.clone();
            for (int i = 1; i < values.length; i++) {
                values[i] += values[i - 1];
            }
            return new Ints(values);
        }

        /** As it is stored: most of our lists grow slowly, so differences are small numbers. */
        @JsonValue
        int[] differences() {
            int[] differences = values.clone();
            for (int i = values.length - 1; i > 0; i--) {
                differences[i] -= values[i - 1];
            }
            return differences;
        }

        int length() {
            return values.length;
        }
    }

    private final int[] tests;
    private final int[] skips;
    private final int[] ownedFrom;
    private final int[] owned;
    private final int[] effectsFrom;
    private final int[] effects;
    private final int[] conditionalFrom;
    private final int[] conditional;
    private final int[] echoesFrom;
    private final int[] echoes;
    private final int[] defaults;
    private final int[] layers;
    private final int[] goal;

    public Transitions(Tables tables) {
        this.tables = tables;
        tests = tables.tests().values();
        skips = tables.skips().values();
        ownedFrom = tables.ownedFrom().values();
        owned = tables.owned().values();
        effectsFrom = tables.effectsFrom().values();
        effects = tables.effects().values();
        conditionalFrom = tables.conditionalFrom().values();
        conditional = tables.conditional().values();
        echoesFrom = tables.echoesFrom().values();
        echoes = tables.echoes().values();
        defaults = tables.defaults().values();
        layers = tables.layers().values();
        goal = tables.goal().values();
    }

    public Tables tables() {
        return tables;
    }

    /** The operators that apply in {@code state}, in Fast Downward's order. */
    public int[] applicable(long[] state) {
        int[] found = new int[48];
        int count = 0;
        int rootEnd = ownedFrom[0];
        for (int i = 0; i < rootEnd; i++) {
            found = room(found, count);
            found[count++] = owned[i];
        }
        for (int node = 0; node < tests.length; ) {
            if (holds(state, tests[node])) {
                int end = ownedFrom[node + 1];
                for (int i = ownedFrom[node]; i < end; i++) {
                    found = room(found, count);
                    found[count++] = owned[i];
                }
                node++;
            } else {
                node = skips[node];
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static int[] room(int[] array, int count) {
        return count < array.length ? array : Arrays.copyOf(array, 2 * count);
    }

    /** The state after {@code operator}, a new array; whether it applies is not asked. */
    public long[] apply(long[] state, int operator) {
        long[] next = state.clone();
        int end = effectsFrom[operator + 1];
        for (int i = effectsFrom[operator]; i < end; i++) {
            makeTrue(next, effects[i]);
            echo(next, effects[i]);
        }
        end = conditionalFrom[operator + 1];
        for (int i = conditionalFrom[operator]; i < end; ) {
            int count = conditional[i];
            if (allHold(state, conditional, i + 1, count)) {
                makeTrue(next, conditional[i + 1 + count]);
            }
            echo(next, conditional[i + 1 + count]);
            i += count + 2;
        }
        derive(next);
        return next;
    }

    private void echo(long[] state, int literal) {
        int end = echoesFrom[literal + 1];
        for (int i = echoesFrom[literal]; i < end; i++) {
            makeTrue(state, echoes[i]);
        }
    }

    /** Gives the derived variables of {@code state} their values, in place. */
    void derive(long[] state) {
        for (int literal : defaults) {
            makeTrue(state, literal);
        }
        for (int i = 0; i < layers.length; ) {
            boolean repeat = layers[i] == 1;
            int rules = i + 1;
            boolean changed;
            do {
                changed = false;
                i = rules + 1;
                for (int rule = 0; rule < layers[rules]; rule++) {
                    int head = layers[i];
                    int count = layers[i + 1];
                    if (!holds(state, head) && allHold(state, layers, i + 2, count)) {
                        makeTrue(state, head);
                        changed = true;
                    }
                    i += count + 2;
                }
            } while (changed && repeat);
        }
    }

    /** Whether the goal holds. */
    public boolean won(long[] state) {
        return allHold(state, goal, 0, goal.length);
    }

    private static boolean allHold(long[] state, int[] literals, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!holds(state, literals[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a literal holds: shifts are taken modulo 64, so no mask is needed. */
    static boolean holds(long[] state, int literal) {
        return ((state[literal >>> 7] >>> (literal >>> 1)) & 1) == (literal & 1);
    }

    static void makeTrue(long[] state, int literal) {
        long bit = 1L << (literal >>> 1);
        if ((literal & 1) == 1) {
            state[literal >>> 7] |= bit;
        } else {
            state[literal >>> 7] &= ~bit;
        }
    }
}
