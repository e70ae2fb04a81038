package io.oreo.alfworld.game;

import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.planning.Transitions;
import io.oreo.alfworld.text.Entity;
import io.oreo.alfworld.text.Narrator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A game that is ready to be played: where it starts, and what follows a command.
 *
 * <p>Immutable; any number of threads may play it at once.
 */
public final class Game {

    /** What TextWorld answers to a command that is not admissible. */
    private static final String NOTHING_HAPPENS = "Nothing happens.";

    private final PreparedGame prepared;
    private final Transitions transitions;
    private final Narrator narrator;
    private final int[] action;
    private final int[] operandsFrom;
    private final int[] operands;
    private final int[] command;
    private final String[] commands;
    private final Position start;

    public Game(PreparedGame prepared) {
        this.prepared = prepared;
        transitions = new Transitions(prepared.tables());
        narrator =
                new Narrator(
                        prepared.grammar(),
                        prepared.entities(),
                        prepared.facts(),
                        prepared.firstFact());
        action = prepared.operators().action().values();
        operandsFrom = prepared.operators().operandsFrom().values();
        operands = prepared.operators().operands().values();
        command = prepared.operators().command().values();
        commands = prepared.operators().commands().toArray(new String[0]);
        long[] state = new long[(prepared.tables().bits() + 63) / 64];
        for (int bit : prepared.initial().values()) {
            state[bit >>> 6] |= 1L << bit;
        }
        start = position(state, told(() -> narrator.intro(state)));
    }

    /** Commands that win, if the game file held them. */
    public Optional<List<String>> walkthrough() {
        return prepared.walkthrough();
    }

    /**
     * Where receptacles stand: the name of the place, such as {@code loc 13}, by the receptacle's.
     */
    public Map<String, String> places() {
        Map<String, String> places = new TreeMap<>();
        for (int operator = 0; operator < action.length; operator++) {
            place(operator, places);
        }
        return places;
    }

    /** To go somewhere is the one operator with two locations: where from, and where to. */
    private void place(int operator, Map<String, String> places) {
        List<Entity> locations = new ArrayList<>();
        Optional<Entity> receptacle = Optional.empty();
        for (int at = operandsFrom[operator]; at < operandsFrom[operator + 1]; at++) {
            Entity operand = prepared.entities().get(operands[at]);
            if (operand.type().equals("location")) {
                locations.add(operand);
            } else if (operand.type().equals("receptacle")) {
                receptacle = Optional.of(operand);
            }
        }
        if (locations.size() == 2 && receptacle.isPresent()) {
            places.put(receptacle.get().name(), locations.getLast().name());
        }
    }

    /** Where every play starts; its text is the introduction. */
    public Position start() {
        return start;
    }

    /**
     * What follows a command, as in TextWorld: a command that is not admissible changes nothing,
     * and a won game goes on.
     *
     * @throws GameException if the grammar cannot say what happened
     */
    public Position step(Position from, String text) {
        String asked = PythonText.strip(text);
        int operator = operator(from, asked);
        if (operator < 0) {
            return new Position(from, NOTHING_HAPPENS);
        }
        long[] next = transitions.apply(from.state, operator);
        int of = operandsFrom[operator];
        int to = operandsFrom[operator + 1];
        return position(
                next, told(() -> narrator.feedback(next, action[operator], operands, of, to)));
    }

    /** The first applicable operator with this command, or -1. */
    private int operator(Position position, String asked) {
        for (int operator : position.operators) {
            int number = command[operator];
            String text =
                    number == PreparedGame.CHANGING
                            ? changingCommand(position.state, operator)
                            : commands[number];
            if (text.equals(asked)) {
                return operator;
            }
        }
        return -1;
    }

    private String changingCommand(long[] state, int operator) {
        int of = operandsFrom[operator];
        int to = operandsFrom[operator + 1];
        return OperatorTable.plain(
                told(() -> narrator.command(state, action[operator], operands, of, to)));
    }

    private Position position(long[] state, String text) {
        int[] operators = transitions.applicable(state);
        return new Position(
                state, operators, text, admissible(state, operators), transitions.won(state));
    }

    private List<String> admissible(long[] state, int[] operators) {
        int[] numbers = new int[operators.length];
        for (int i = 0; i < operators.length; i++) {
            numbers[i] = command[operators[i]];
            if (numbers[i] == PreparedGame.CHANGING) {
                return changingAdmissible(state, operators);
            }
        }
        Arrays.sort(numbers);
        String[] texts = new String[numbers.length];
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (i == 0 || numbers[i] != numbers[i - 1]) {
                texts[count++] = commands[numbers[i]];
            }
        }
        return List.of(Arrays.copyOf(texts, count));
    }

    private List<String> changingAdmissible(long[] state, int[] operators) {
        TreeSet<String> texts = new TreeSet<>(PythonText.ORDER);
        for (int operator : operators) {
            int number = command[operator];
            texts.add(
                    number == PreparedGame.CHANGING
                            ? changingCommand(state, operator)
                            : commands[number]);
        }
        return List.copyOf(new ArrayList<>(texts));
    }

    /** A text; a grammar that fails while it is written is the game's fault. */
    private static String told(java.util.function.Supplier<String> text) {
        try {
            return text.get();
        } catch (IllegalStateException e) {
            throw GameException.malformed("the game cannot say what happened: " + e.getMessage());
        }
    }
}
