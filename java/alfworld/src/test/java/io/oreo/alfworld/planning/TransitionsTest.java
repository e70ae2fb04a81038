package io.oreo.alfworld.planning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.planning.SasTask.Axiom;
import io.oreo.alfworld.planning.SasTask.Condition;
import io.oreo.alfworld.planning.SasTask.Effect;
import io.oreo.alfworld.planning.SasTask.Operator;
import io.oreo.alfworld.planning.SasTask.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TransitionsTest {

    private static final List<String> VALUES = List.of("Atom a()", "NegatedAtom a()");

    private static List<int[]> noEchoes(int variables) {
        return new ArrayList<>(Collections.nCopies(2 * variables, new int[0]));
    }

    private static SasTask task(Random random, int variables, int operators) {
        List<Operator> all = new ArrayList<>();
        for (int i = 0; i < operators; i++) {
            List<Condition> conditions = new ArrayList<>();
            for (int v = 0; v < variables; v++) {
                if (random.nextInt(3) == 0) {
                    conditions.add(new Condition(v, random.nextInt(2)));
                }
            }
            Collections.shuffle(conditions, random);
            Effect effect = new Effect(List.of(), random.nextInt(variables), random.nextInt(2));
            all.add(new Operator("o" + i, conditions, List.of(effect)));
        }
        return new SasTask(
                Collections.nCopies(variables, new Variable(-1, VALUES)),
                random.ints(variables, 0, 2).boxed().toList(),
                List.of(new Condition(0, 0)),
                all,
                List.of());
    }

    /** Fast Downward's order: by the sorted preconditions, then by id. */
    @Property(tries = 100)
    void applicableOperatorsAreThoseOfAPlainSearch(@ForAll int seed) {
        Random random = new Random(seed);
        int variables = 1 + random.nextInt(70);
        SasTask task = task(random, variables, 40);
        Transitions transitions = TransitionCompiler.compile(task, noEchoes(variables), variables);
        long[] state = TransitionCompiler.initial(task, transitions);
        Comparator<Integer> order =
                Comparator.comparing(
                        (Integer i) ->
                                task.operators().get(i).preconditions().stream()
                                        .mapToInt(c -> 2 * c.variable() + c.value())
                                        .sorted()
                                        .toArray(),
                        Arrays::compare);
        int[] expected =
                java.util.stream.IntStream.range(0, 40)
                        .boxed()
                        .filter(
                                i ->
                                        task.operators().get(i).preconditions().stream()
                                                .allMatch(
                                                        c ->
                                                                task.initial().get(c.variable())
                                                                        == c.value()))
                        .sorted(order)
                        .mapToInt(i -> i)
                        .toArray();
        assertArrayEquals(expected, transitions.applicable(state));
    }

    @Test
    void conditionsOfEffectsLookAtTheStateBefore() {
        Operator toggle =
                new Operator(
                        "toggle",
                        List.of(),
                        List.of(
                                new Effect(List.of(new Condition(0, 0)), 0, 1),
                                new Effect(List.of(new Condition(0, 1)), 0, 0)));
        SasTask task =
                new SasTask(
                        List.of(new Variable(-1, VALUES)),
                        List.of(1),
                        List.of(new Condition(0, 0)),
                        List.of(toggle),
                        List.of());
        Transitions transitions = TransitionCompiler.compile(task, noEchoes(1), 1);
        long[] off = TransitionCompiler.initial(task, transitions);
        long[] on = transitions.apply(off, 0);
        assertFalse(transitions.won(off));
        assertTrue(transitions.won(on));
        assertFalse(transitions.won(transitions.apply(on, 0)));
    }

    @Test
    void anEffectIsEchoedEvenWhenItsConditionFails() {
        Operator operator =
                new Operator(
                        "o", List.of(), List.of(new Effect(List.of(new Condition(0, 0)), 0, 0)));
        SasTask task =
                new SasTask(
                        List.of(new Variable(-1, VALUES)),
                        List.of(1),
                        List.of(),
                        List.of(operator),
                        List.of());
        Transitions transitions =
                TransitionCompiler.compile(task, List.of(new int[] {3}, new int[0]), 2);
        long[] after = transitions.apply(TransitionCompiler.initial(task, transitions), 0);
        assertEquals(0b11, after[0]);
    }

    @Test
    void axiomsAreAppliedLayerByLayerUntilNothingChanges() {
        Variable derived = new Variable(0, VALUES);
        SasTask task =
                new SasTask(
                        List.of(
                                new Variable(-1, VALUES),
                                derived,
                                derived,
                                new Variable(1, VALUES)),
                        List.of(0, 1, 1, 1),
                        List.of(new Condition(3, 0)),
                        List.of(),
                        List.of(
                                new Axiom(List.of(new Condition(2, 0)), 1, 0),
                                new Axiom(List.of(new Condition(0, 0)), 2, 0),
                                new Axiom(List.of(new Condition(1, 0)), 3, 0)));
        Transitions transitions = TransitionCompiler.compile(task, noEchoes(4), 4);
        assertTrue(transitions.won(TransitionCompiler.initial(task, transitions)));
    }

    @Test
    void whatTheTablesCannotSayIsRefusedByName() {
        SasTask three =
                new SasTask(
                        List.of(new Variable(-1, List.of("x", "y", "z"))),
                        List.of(0),
                        List.of(),
                        List.of(),
                        List.of());
        GameException e =
                assertThrows(
                        GameException.class,
                        () -> TransitionCompiler.compile(three, noEchoes(1), 1));
        assertEquals(GameException.Kind.UNSUPPORTED, e.kind());
        assertTrue(e.getMessage().contains("3 values"), e.getMessage());
        SasTask circle =
                new SasTask(
                        List.of(new Variable(0, VALUES), new Variable(1, VALUES)),
                        List.of(1, 1),
                        List.of(),
                        List.of(),
                        List.of(new Axiom(List.of(new Condition(1, 0)), 0, 0)));
        assertTrue(
                assertThrows(
                                GameException.class,
                                () -> TransitionCompiler.compile(circle, noEchoes(2), 2))
                        .getMessage()
                        .contains("no order"));
    }
}
