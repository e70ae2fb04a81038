package io.oreo.grading.math;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of the day before and after noon: {@code 7:15 p.m.}. */
final class Clock {

    private static final Pattern HALF =
            Pattern.compile(
                    "(\\d{1,2})(?::(\\d\\d))?[\\s~,]*(?:\\\\(?:text|mathrm)\\{\\s*)?"
                            + "([apAP])\\.?\\s?[mM]\\.?\\s*\\}?\\.?");
    private static final Pattern PLAIN = Pattern.compile("(\\d{1,2})(?::(\\d\\d))?");
    private static final int NOON = 12 * 60;

    private Clock() {}

    /** The decision, where one of the two says which half of the day it means. */
    static Optional<Decision> compare(String left, String right) {
        Matcher one = HALF.matcher(left.strip());
        Matcher other = HALF.matcher(right.strip());
        boolean first = one.matches();
        boolean second = other.matches();
        if (first && second) {
            return decided(minutes(one) == minutes(other));
        }
        Matcher half = first ? one : other;
        Matcher plain = PLAIN.matcher((first ? right : left).strip());
        if (first == second || !plain.matches()) {
            return Optional.empty();
        }
        int time = minutesOf(plain);
        boolean written = time == minutesOf(half);
        boolean of24 = plain.group(2) != null && time >= NOON && time == minutes(half);
        return decided(written || of24);
    }

    private static Optional<Decision> decided(boolean same) {
        return Optional.of(same ? Decision.SAME : Decision.DIFFERENT);
    }

    private static int minutesOf(Matcher time) {
        int minutes = time.group(2) == null ? 0 : Integer.parseInt(time.group(2));
        return Integer.parseInt(time.group(1)) * 60 + minutes;
    }

    private static int minutes(Matcher half) {
        int minutes = minutesOf(half) % NOON;
        return half.group(3).equalsIgnoreCase("p") ? minutes + NOON : minutes;
    }
}
