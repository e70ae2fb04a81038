package io.oreo.app.cli.verb;

import java.util.regex.Pattern;

/** Words of commands that a user can copy into a shell. */
public final class Shell {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private Shell() {}

    /** The word, in quotes where a shell would read it otherwise. */
    public static String word(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
