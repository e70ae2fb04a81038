package io.oreo.testing;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What may be written line by line: at every place one line is correct and one is not. */
public interface Script {

    /** What may follow a text; empty where nothing does. */
    Optional<Line> next(String before);

    /** How good it is to be behind a text, from 0 to 1, for a policy that is often correct. */
    double value(String before, double skill);

    /**
     * The next line.
     *
     * @param correct what should be written, without its end
     * @param incorrect what a weak policy may write in its place
     * @param last whether it ends the response
     */
    record Line(String correct, String incorrect, boolean last) {}

    /**
     * Sums, one addition per line: behind {@code 3+4+5} and a new line come {@code 7} and {@code
     * 12}. An incorrect line is one too large.
     */
    final class Sums implements Script {

        @Override
        public Optional<Line> next(String before) {
            List<String> lines = before.lines().toList();
            int[] addends = addends(lines.getFirst());
            int written = lines.size() - 1;
            if (written >= addends.length - 1) {
                return Optional.empty();
            }
            int reached = written == 0 ? addends[0] : Integer.parseInt(lines.get(written));
            int sum = reached + addends[written + 1];
            return Optional.of(new Line("" + sum, "" + (sum + 1), written == addends.length - 2));
        }

        @Override
        public double value(String before, double skill) {
            List<String> lines = before.lines().toList();
            int wrong = lines.size() - 1 - correctLines(before);
            int left = addends(lines.getFirst()).length - lines.size();
            return wrong > 0 ? 0.01 : Math.pow(skill, left);
        }

        /** Lines before the first incorrect one. */
        static int correctLines(String text) {
            List<String> lines = text.lines().toList();
            int[] addends = addends(lines.getFirst());
            int sum = addends[0];
            for (int line = 1; line < lines.size(); line++) {
                sum += line < addends.length ? addends[line] : 1;
                if (!lines.get(line).equals("" + sum)) {
                    return line - 1;
                }
            }
            return lines.size() - 1;
        }

        private static int[] addends(String question) {
            return Stream.of(question.split("\\+")).mapToInt(Integer::parseInt).toArray();
        }
    }

    /** Walks in a {@link Corridor}: to the right is correct, to the left is not. */
    final class Walks implements Script {

        private static final Pattern PLACE = Pattern.compile("At (-?\\d+), go to (\\d+)");

        @Override
        public Optional<Line> next(String before) {
            return Optional.of(new Line(" right", " left", false));
        }

        @Override
        public double value(String before, double skill) {
            Matcher shown = PLACE.matcher(before);
            return shown.results()
                    .reduce((_, last) -> last)
                    .map(last -> Math.pow(skill, distance(last)))
                    .orElse(0.5);
        }

        private static int distance(MatchResult shown) {
            return Integer.parseInt(shown.group(2)) - Integer.parseInt(shown.group(1));
        }
    }
}
