package io.oreo.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question of the arithmetic task without its words: a dial with the positions 0 to modulus - 1
 * starts somewhere and is moved step by step.
 *
 * @param start where the dial starts
 * @param moves what happens to it, in order
 * @param modulus number of positions
 */
record Chain(int start, List<Move> moves, int modulus) {

    /** What happens to the dial. */
    enum Kind {
        ADD("up", '+'),
        SUBTRACT("down", '-'),
        MULTIPLY("times", '*');

        private final String word;
        private final char sign;

        Kind(String word, char sign) {
            this.word = word;
            this.sign = sign;
        }
    }

    /** One operation with its operand. */
    record Move(Kind kind, int operand) {

        /** Where the dial stands afterwards. */
        int apply(int position, int modulus) {
            return switch (kind) {
                case ADD -> Math.floorMod(position + operand, modulus);
                case SUBTRACT -> Math.floorMod(position - operand, modulus);
                case MULTIPLY -> Math.floorMod(position * operand, modulus);
            };
        }

        /** As a phrase: {@code up 4}. */
        String words() {
            return kind.word + " " + operand;
        }

        /** As a formula: {@code +4}. */
        String formula() {
            return kind.sign + Integer.toString(operand);
        }
    }

    Chain {
        moves = List.copyOf(moves);
    }

    /** Draws a chain with this many moves, the three kinds evenly. */
    static Chain draw(int length, int modulus, SplittableRandom random) {
        int start = random.nextInt(modulus);
        Kind[] kinds = Kind.values();
        List<Move> moves = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            moves.add(drawMove(kinds[random.nextInt(kinds.length)], modulus, random));
        }
        return new Chain(start, moves, modulus);
    }

    /** The correct answer. */
    int answer() {
        int position = start;
        for (Move move : moves) {
            position = move.apply(position, modulus);
        }
        return position;
    }

    /** The question in its shortest form, equal exactly for equal questions: {@code 3+4*2}. */
    String canonical() {
        StringBuilder text = new StringBuilder(Integer.toString(start));
        moves.forEach(move -> text.append(move.formula()));
        return text.toString();
    }

    /** The chain that {@link #canonical} wrote. */
    static Chain parse(String canonical, int modulus) {
        Matcher start = Pattern.compile("\\d+").matcher(canonical);
        if (!start.lookingAt()) {
            throw new IllegalArgumentException("'%s' is no chain".formatted(canonical));
        }
        List<Move> moves = new ArrayList<>();
        Matcher move = Pattern.compile("([-+*])(\\d+)").matcher(canonical);
        for (int from = start.end(); move.find(from); from = move.end()) {
            char sign = move.group(1).charAt(0);
            Kind kind =
                    Arrays.stream(Kind.values())
                            .filter(k -> k.sign == sign)
                            .findFirst()
                            .orElseThrow();
            moves.add(new Move(kind, Integer.parseInt(move.group(2))));
        }
        return new Chain(Integer.parseInt(start.group()), moves, modulus);
    }

    private static Move drawMove(Kind kind, int modulus, SplittableRandom random) {
        // Times 1 would change nothing and is no step.
        return new Move(kind, random.nextInt(kind == Kind.MULTIPLY ? 2 : 1, modulus));
    }
}
