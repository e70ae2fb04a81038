package io.oreo.grading;

import java.util.Optional;

/** Formulas in a text: {@code $...$}, {@code $$...$$}, {@code \(...\)}, {@code \[...\]}. */
final class Formulas {

    private static final String[][] MARKS = {
        {"$$", "$$"}, {"$", "$"}, {"\\(", "\\)"}, {"\\[", "\\]"}
    };

    private Formulas() {}

    /** The formula that a text begins with. */
    static Optional<String> first(String text) {
        String begin = text.stripLeading();
        for (String[] mark : MARKS) {
            if (begin.startsWith(mark[0])) {
                int end = place(begin, mark[1], mark[0].length());
                // "$18 a day" is an amount of money.
                if (end > mark[0].length() && !isMoney(begin, mark[0], end)) {
                    return Optional.of(begin.substring(mark[0].length(), end).strip());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isMoney(String text, String mark, int end) {
        return mark.equals("$")
                && text.substring(1, end).contains(" ")
                && text.indexOf('\\') < 0
                && text.substring(1, end).chars().filter(Character::isLetter).count() > 3;
    }

    /** Whether words stand before a formula, so that the formula alone is the answer. */
    static boolean standInProse(String text) {
        for (String[] mark : MARKS) {
            int place = place(text, mark[0], 0);
            if (place > 0
                    && text.lastIndexOf(mark[1]) > place
                    && text.substring(0, place).chars().anyMatch(Character::isLetter)) {
                return true;
            }
        }
        return false;
    }

    /** The last formula, unless a number stands behind it. */
    static Optional<String> last(String text) {
        int end = -1;
        String[] mark = MARKS[0];
        for (String[] each : MARKS) {
            int place = lastPlace(text, each[1], text.length());
            if (place > end) {
                end = place;
                mark = each;
            }
        }
        if (end < 0) {
            return Optional.empty();
        }
        int start = lastPlace(text, mark[0], end - 1);
        boolean numberBehind = text.substring(end).chars().anyMatch(Character::isDigit);
        if (start < 0 || numberBehind || start + mark[0].length() >= end) {
            return Optional.empty();
        }
        String formula = text.substring(start + mark[0].length(), end).strip();
        boolean prose =
                mark[0].equals("$")
                        && (formula.indexOf('\n') >= 0
                                || isMoney(text.substring(start), "$", end - start));
        return formula.isEmpty() || prose ? Optional.empty() : Optional.of(formula);
    }

    /** Where a mark stands; {@code \$} is the sign of a currency and no mark. */
    private static int place(String text, String mark, int from) {
        int place = text.indexOf(mark, from);
        while (place > 0 && mark.startsWith("$") && text.charAt(place - 1) == '\\') {
            place = text.indexOf(mark, place + 1);
        }
        return place;
    }

    private static int lastPlace(String text, String mark, int from) {
        int place = text.lastIndexOf(mark, from);
        while (place > 0 && mark.startsWith("$") && text.charAt(place - 1) == '\\') {
            place = text.lastIndexOf(mark, place - 1);
        }
        return place;
    }
}
