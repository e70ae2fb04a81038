package io.oreo.grading.math;

import java.util.regex.Pattern;

/** What an equation says its unknown is: {@code x=5} says 5. */
final class Sides {

    private static final String NAME = "[a-zA-Z](?:_(?:\\w|\\{\\w{1,8}\\}))?'?";

    /** A name, a function of names, a tuple of names or an amount of a thing. */
    private static final Pattern UNKNOWN =
            Pattern.compile(
                    ("\\\\(?:theta|alpha|beta|lambda|angle\\w*)|%1$s|%1$s\\(%1$s\\)"
                         + "|\\(%1$s(?:,%1$s)+\\)|\\|[A-Z]{2}\\||%1$s:%1$s|[A-Z][a-z]{2,20}")
                            .formatted(NAME));

    private static final String ABOUT = "\\approx";
    private static final String MEMBER = "\\in";
    private static final int LONGEST_NAME = 40;

    private Sides() {}

    /** The value where an unknown's name stands before it; relations with the smaller first. */
    static String normalise(String text) {
        int about = text.indexOf(ABOUT);
        if (about > 0) {
            String left = text.substring(0, about);
            return isUnknown(left) ? text.substring(about + ABOUT.length()) : value(left);
        }
        return text.indexOf('<') < 0 && text.indexOf('>') < 0 && !text.contains("eq")
                ? value(text)
                : smallerFirst(text);
    }

    /** The right side where the left is an unknown's name, else the whole text. */
    static String value(String text) {
        int sign = text.indexOf('=');
        boolean single = sign == text.lastIndexOf('=') || text.indexOf(',') < 0;
        if (sign > 0 && single && isUnknown(text.substring(0, sign))) {
            return text.substring(text.lastIndexOf('=') + 1);
        }
        int member = text.indexOf(MEMBER);
        boolean longer = text.startsWith("\\inf", member) || text.startsWith("\\int", member);
        if (member > 0 && !longer && isUnknown(text.substring(0, member))) {
            return text.substring(member + MEMBER.length());
        }
        return text;
    }

    /** {@code x>5} as {@code 5<x}, where there is one relation. */
    private static String smallerFirst(String text) {
        String signs = text.replace("\\geq", ">=").replace("\\leq", "<=");
        int place = signs.indexOf('>');
        boolean one = place > 0 && place == signs.lastIndexOf('>') && signs.indexOf('<') < 0;
        if (!one || signs.indexOf(',') >= 0) {
            return signs;
        }
        boolean orEqual = signs.startsWith(">=", place);
        String right = signs.substring(place + (orEqual ? 2 : 1));
        return right + (orEqual ? "<=" : "<") + signs.substring(0, place);
    }

    static boolean isUnknown(String side) {
        return side.length() <= LONGEST_NAME && UNKNOWN.matcher(side).matches();
    }
}
