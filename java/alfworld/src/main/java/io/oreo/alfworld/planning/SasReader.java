package io.oreo.alfworld.planning;

import io.oreo.alfworld.planning.SasTask.Axiom;
import io.oreo.alfworld.planning.SasTask.Condition;
import io.oreo.alfworld.planning.SasTask.Effect;
import io.oreo.alfworld.planning.SasTask.Operator;
import io.oreo.alfworld.planning.SasTask.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Reads the text form of a {@link SasTask}, version 3. */
public final class SasReader {

    private static final String VERSION = "3";

    private final String text;
    private int position;
    private int line;

    private SasReader(String text) {
        this.text = text;
    }

    /**
     * The task that {@code text} describes.
     *
     * @throws GameException if it is no SAS+ text of version 3
     */
    public static SasTask read(String text) {
        return new SasReader(text).task();
    }

    private SasTask task() {
        expect("begin_version");
        expect(VERSION);
        expect("end_version");
        expect("begin_metric");
        next();
        expect("end_metric");
        List<Variable> variables = repeat(this::variable);
        repeat(this::skipMutexGroup);
        expect("begin_state");
        List<Integer> initial = new ArrayList<>();
        for (Variable variable : variables) {
            int value = number(next());
            if (value < 0 || value >= variable.values().size()) {
                throw bad("a value of a variable that has " + variable.values().size());
            }
            initial.add(value);
        }
        expect("end_state");
        expect("begin_goal");
        List<Condition> goal = conditions();
        expect("end_goal");
        List<Operator> operators = repeat(this::operator);
        List<Axiom> axioms = repeat(this::axiom);
        return new SasTask(variables, initial, goal, operators, axioms);
    }

    private Variable variable() {
        expect("begin_variable");
        next();
        int layer = number(next());
        List<String> values = repeat(this::next);
        expect("end_variable");
        return new Variable(layer, values);
    }

    private List<Integer> skipMutexGroup() {
        expect("begin_mutex_group");
        List<Condition> facts = conditions();
        expect("end_mutex_group");
        return List.of(facts.size());
    }

    private Operator operator() {
        expect("begin_operator");
        String name = next();
        List<Condition> preconditions = new ArrayList<>(conditions());
        int count = number(next());
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            effects.add(effect(preconditions));
        }
        next();
        expect("end_operator");
        return new Operator(name, preconditions, effects);
    }

    /**
     * Reads {@code n (variable value){n} variable before after}; before is -1 or a precondition.
     */
    private Effect effect(List<Condition> preconditions) {
        int[] numbers = numbers();
        int count = numbers.length == 0 ? -1 : numbers[0];
        if (count < 0 || numbers.length != 2 * count + 4) {
            throw bad("an effect");
        }
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            conditions.add(new Condition(numbers[1 + 2 * i], numbers[2 + 2 * i]));
        }
        int variable = numbers[1 + 2 * count];
        int before = numbers[2 + 2 * count];
        if (before >= 0) {
            preconditions.add(new Condition(variable, before));
        }
        return new Effect(conditions, variable, numbers[3 + 2 * count]);
    }

    private Axiom axiom() {
        expect("begin_rule");
        List<Condition> conditions = conditions();
        int[] head = numbers();
        if (head.length != 3) {
            throw bad("the head of a rule");
        }
        expect("end_rule");
        return new Axiom(conditions, head[0], head[2]);
    }

    private List<Condition> conditions() {
        return repeat(
                () -> {
                    int[] pair = numbers();
                    if (pair.length != 2) {
                        throw bad("a variable and a value");
                    }
                    return new Condition(pair[0], pair[1]);
                });
    }

    private <T> List<T> repeat(Supplier<T> part) {
        int count = number(next());
        if (count < 0) {
            throw bad("a count");
        }
        List<T> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(part.get());
        }
        return parts;
    }

    private int[] numbers() {
        String words = next();
        int count = 0;
        int[] numbers = new int[8];
        for (int start = 0; start < words.length(); ) {
            int end = words.indexOf(' ', start);
            end = end < 0 ? words.length() : end;
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = number(words.substring(start, end));
            start = end + 1;
        }
        return Arrays.copyOf(numbers, count);
    }

    private int number(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw bad("a number, not '" + word + "'");
        }
    }

    private void expect(String word) {
        String found = next();
        if (!found.equals(word)) {
            throw bad("'" + word + "', not '" + found + "'");
        }
    }

    private String next() {
        if (position >= text.length()) {
            throw bad("more lines");
        }
        int end = text.indexOf('\n', position);
        end = end < 0 ? text.length() : end;
        String found = text.substring(position, end);
        position = end + 1;
        line++;
        return found;
    }

    private GameException bad(String wanted) {
        return GameException.malformed("line " + line + " of the SAS+ task should be " + wanted);
    }
}
