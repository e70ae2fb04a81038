package io.oreo.grading;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last number of a text, read from its end. */
final class LastNumber {

    private static final Pattern SCALE =
            Pattern.compile("\\s+(?:hundred|thousand|million|billion|trillion)\\b");

    private LastNumber() {}

    /** With its sign, its thousands, its decimals, a fraction bar and a percent sign. */
    static Optional<String> in(String text) {
        int last = text.length() - 1;
        while (last >= 0 && !isDigit(text.charAt(last))) {
            last--;
        }
        if (last < 0) {
            return Optional.empty();
        }
        int start = last;
        while (start > 0 && continues(text, start)) {
            start--;
        }
        String number = text.substring(start, last + 1);
        if (isMinus(text, start)) {
            number = "-" + number;
        }
        Matcher scale = SCALE.matcher(text).region(last + 1, text.length());
        if (scale.lookingAt()) {
            return Optional.of(number + scale.group());
        }
        boolean percent = last + 1 < text.length() && text.charAt(last + 1) == '%';
        return Optional.of(percent ? number + "%" : number);
    }

    /** Whether the character in front belongs to the same number. */
    private static boolean continues(String text, int start) {
        char before = text.charAt(start - 1);
        if (isDigit(before)) {
            return true;
        }
        boolean inner = before == ',' || before == '.' || before == '/';
        boolean digitBefore = start > 1 && isDigit(text.charAt(start - 2));
        return inner && isDigit(text.charAt(start)) && (digitBefore || before == '.');
    }

    /** A sign, and not the minus of a difference or a hyphen. */
    private static boolean isMinus(String text, int start) {
        int sign = start - 1;
        if (sign >= 0 && text.charAt(sign) == '$') {
            sign--;
        }
        if (sign < 0 || (text.charAt(sign) != '-' && text.charAt(sign) != '\u2212')) {
            return false;
        }
        if (sign == 0) {
            return true;
        }
        char before = text.charAt(sign - 1);
        return !Character.isLetterOrDigit(before) && before != ')' && before != '}';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
