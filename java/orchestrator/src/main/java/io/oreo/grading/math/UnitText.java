package io.oreo.grading.math;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words beside numbers: {@code 10\text{ units}}, {@code 72 clips}, {@code 3 million}. */
final class UnitText {

    private static final Pattern POWER = Pattern.compile("\\s*\\^\\s*(?:\\d|\\{\\d\\})");
    private static final Pattern MEASURED =
            Pattern.compile(
                    "([-+]?[\\d.,]*\\d(?:/\\d+)?|[-+]?\\\\frac\\{\\d+\\}\\{\\d+\\})"
                            + " ?((?: ?[a-zA-Z][a-zA-Z'.-]*)+)(?:\\^\\{?[23]\\}?)?");

    /** Words that are part of a formula, or change the number in front of them. */
    private static final Set<String> NO_UNITS =
            Set.of("pi", "sqrt", "sin", "cos", "tan", "log", "ln", "and", "or", "dozen", "e", "i");

    private static final Set<String> SCALES =
            Set.of("hundred", "thousand", "million", "billion", "trillion");

    private UnitText() {}

    /** Takes text commands away: a unit goes, "and" becomes a comma, other words stay. */
    static String unwrap(String text, Pattern command) {
        Matcher found = command.matcher(text);
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (found.find()) {
            out.append(text, from, found.start());
            String words = found.group(1).strip();
            from = found.end();
            Matcher power = POWER.matcher(text).region(from, text.length());
            int after = power.lookingAt() ? power.end() : from;
            if (isUnit(words, out) && isEnd(text, after)) {
                from = after;
            } else if (words.equals("and") || words.equals("or")) {
                out.append(',');
            } else {
                out.append(' ').append(words).append(' ');
            }
        }
        return out.append(text, from, text.length()).toString();
    }

    private static boolean isUnit(String words, CharSequence before) {
        String front = before.toString().strip();
        boolean measures =
                !front.isEmpty()
                        && (Character.isDigit(front.charAt(front.length() - 1))
                                || front.endsWith("}")
                                || front.endsWith(")"));
        String first = words.toLowerCase(Locale.ROOT);
        return measures
                && !words.isEmpty()
                && words.chars().noneMatch(Character::isDigit)
                && !SCALES.contains(first)
                && !first.startsWith("percent")
                && !Meaning.changesBehind(first);
    }

    private static boolean isEnd(String text, int place) {
        for (int i = place; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i)) && ".}".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text may end in a unit: in a letter, or in the power of one. */
    static boolean mayEnd(String text) {
        if (text.isEmpty()) {
            return false;
        }
        char last = text.charAt(text.length() - 1);
        return Character.isLetter(last) || (text.indexOf('^') > 0 && "23}".indexOf(last) >= 0);
    }

    /** {@code 72 clips} as {@code 72}, {@code 3 million} as {@code 3*10^6}; other text as it is. */
    static String withoutWords(String text) {
        if (!mayEnd(text)) {
            return text;
        }
        Matcher measured = MEASURED.matcher(text);
        if (!measured.matches()) {
            return text;
        }
        String words = measured.group(2).strip().toLowerCase(Locale.ROOT);
        String first = words.indexOf(' ') < 0 ? words : words.substring(0, words.indexOf(' '));
        boolean glued = text.charAt(measured.end(1)) != ' ';
        if (NO_UNITS.contains(first) || first.length() == 1 || (glued && text.indexOf('\\') >= 0)) {
            return text;
        }
        String number = measured.group(1).replace(",", "");
        int zeros = zeros(first);
        String rest = words.substring(first.length());
        if (Meaning.changesBehind(zeros == 0 ? words : rest)) {
            return text;
        }
        return zeros == 0 ? measured.group(1) : number + "*10^" + zeros;
    }

    private static int zeros(String scale) {
        return switch (scale) {
            case "hundred" -> 2;
            case "thousand" -> 3;
            case "million" -> 6;
            case "billion" -> 9;
            case "trillion" -> 12;
            default -> 0;
        };
    }
}
