package io.oreo.evaluation.grading;

import java.util.regex.Pattern;

/** What an equation says its unknown is: {@code x=5} says 5. */
final class Sides {

    private static final String NAME = "[a-zA-Z](?:_(?:\\w|\\{\\w+\\}))?'?";

    /** A name, a function of names, a tuple of names or an amount of a thing. */
    private static final Pattern UNKNOWN =
            Pattern.compile(
                    "\\\\(?:theta|alpha|beta|lambda|angle\\w*)|%1$s|%1$s\\(%1$s\\)|\\(%1$s(?:,%1$s)+\\)|\\|[A-Z]{2}\\|"
                            .formatted(NAME));

    private static final int LONGEST_NAME = 40;

    private Sides() {}

    /** The right side where the left is an unknown's name, else the whole text. */
    static String value(String text) {
        int sign = text.indexOf('=');
        int member = text.indexOf("\\in");
        if (sign > 0 && sign == text.lastIndexOf('=') && isUnknown(text.substring(0, sign))) {
            return text.substring(sign + 1);
        }
        boolean in =
                member > 0
                        && !text.startsWith("\\infty", member)
                        && !text.startsWith("\\int", member);
        if (in && isUnknown(text.substring(0, member))) {
            return text.substring(member + "\\in".length());
        }
        return text;
    }

    private static boolean isUnknown(String side) {
        return side.length() <= LONGEST_NAME && UNKNOWN.matcher(side).matches();
    }
}
