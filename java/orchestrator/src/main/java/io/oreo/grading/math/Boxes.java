package io.oreo.grading.math;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Answers in boxes, {@code \boxed{...}}, as they stand at the end of a solution. */
public final class Boxes {

    private static final String BOXED = "\\boxed";
    private static final String FBOX = "\\fbox";
    private static final int LONGEST_JOINT = 60;
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?:\\s|\\$|$)|\\n\\s*\\n");

    private static final Pattern CHOICE = Pattern.compile("[\\s$,]*or[\\s$]*");

    private static final int MOST_JOINED = 64;

    /** Boxes that never close are looked behind this often, so that time stays linear. */
    private static final int MOST_UNCLOSED = 8;

    private Boxes() {}

    /** Where a box stands and what is in it. */
    private record Box(int start, int end, String content) {}

    /** What the last box holds. */
    public static Optional<String> last(String text) {
        return before(text, text.length()).map(Box::content);
    }

    /**
     * What the last boxes hold, if only "and", a comma or blanks stand between them: {@code
     * \boxed{2} and \boxed{3}} is one answer.
     */
    public static Optional<String> lastJoined(String text) {
        return lastBoxes(text, Boxes::isJoint);
    }

    /** What the last boxes of one sentence hold: a few words apart, they may be one answer. */
    public static Optional<String> lastInSentence(String text) {
        return lastBoxes(text, between -> !SENTENCE_END.matcher(between.replace("$$", "")).find());
    }

    /** Whether the last two boxes are offered for choice, with only "or" between them. */
    public static boolean lastAreChoice(String text) {
        Optional<Box> last = before(text, text.length());
        Optional<Box> other = last.flatMap(box -> before(text, box.start()));
        return other.filter(box -> box.end() <= last.get().start())
                .filter(
                        box ->
                                CHOICE.matcher(text.substring(box.end(), last.get().start()))
                                        .matches())
                .isPresent();
    }

    /** Where the last box ends; 0 if there is none. */
    public static int endOfLast(String text) {
        return before(text, text.length()).map(Box::end).orElse(0);
    }

    private static Optional<String> lastBoxes(String text, Predicate<String> joins) {
        Optional<Box> box = before(text, text.length());
        if (box.isEmpty()) {
            return Optional.empty();
        }
        Deque<String> contents = new ArrayDeque<>();
        while (box.isPresent() && contents.size() < MOST_JOINED) {
            Box present = box.get();
            contents.addFirst(present.content());
            box =
                    before(text, present.start())
                            .filter(other -> present.start() > other.end())
                            .filter(other -> present.start() - other.end() <= LONGEST_JOINT)
                            .filter(
                                    other ->
                                            joins.test(
                                                    text.substring(other.end(), present.start())));
        }
        return Optional.of(String.join(", ", contents));
    }

    private static boolean isJoint(String between) {
        String rest =
                between.replace("\\qquad", "")
                        .replace("\\quad", "")
                        .replace("\\text", "")
                        .replace("and", "")
                        .replace("or", "");
        return rest.chars().allMatch(c -> Character.isWhitespace(c) || ",;${}\\()".indexOf(c) >= 0);
    }

    /** The last whole box that begins before a place; a box that never closes is none. */
    private static Optional<Box> before(String text, int place) {
        int from = place - 1;
        for (int tries = 0; tries < MOST_UNCLOSED && from >= 0; tries++) {
            int start = Math.max(text.lastIndexOf(BOXED, from), text.lastIndexOf(FBOX, from));
            if (start < 0) {
                return Optional.empty();
            }
            Optional<Box> box = at(text, start);
            if (box.isPresent()) {
                return box;
            }
            from = start - 1;
        }
        return Optional.empty();
    }

    private static Optional<Box> at(String text, int start) {
        int open = start + (text.startsWith(BOXED, start) ? BOXED.length() : FBOX.length());
        while (open < text.length() && text.charAt(open) == ' ') {
            open++;
        }
        if (open >= text.length()) {
            return Optional.empty();
        }
        if (text.charAt(open) != '{') {
            return bare(text, start, open);
        }
        int end = closing(text, open);
        return end < 0
                ? Optional.empty()
                : Optional.of(new Box(start, end + 1, text.substring(open + 1, end).strip()));
    }

    /** {@code \boxed 5}: up to the end of the formula or line. */
    private static Optional<Box> bare(String text, int start, int open) {
        int end = open;
        while (end < text.length() && "$\n\\ ".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        // "I marked it with \boxed as told" is prose.
        boolean word =
                end - open > 1 && text.substring(open, end).matches("[a-zA-Z]+[.,;:]?|[.,;:]");
        return end == open || word
                ? Optional.empty()
                : Optional.of(new Box(start, end, text.substring(open, end).strip()));
    }

    /** Index of the brace that closes the one at {@code open}, or -1. */
    static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
