package io.oreo.grading.math;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Words that change the number beside them, so that they are no unit and no ornament. */
final class Meaning {

    private static final Set<String> BEHIND =
            words(
                    "and or half halves third thirds quarter quarters fourth "
                            + "fourths fifth fifths sixth sixths seventh sevenths eighth "
                            + "eighths ninth ninths tenth tenths hundredth hundredths "
                            + "thousandth thousandths millionth millionths dozen dozens "
                            + "score hundred thousand million billion trillion percent plus "
                            + "minus divided multiplied squared cubed factorial choose base "
                            + "mod modulo remainder r am pm if where");

    private static final Set<String> BEFORE =
            words(
                    "not no never cannot nor except without than less fewer least "
                            + "most over under above below between up twice thrice double "
                            + "triple negative times root power log ln exp sin cos tan sqrt "
                            + "wrong incorrect false instead rather almost nearly if unless "
                            + "t");

    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");
    private static final Pattern HALF_DAY = Pattern.compile("(?i)\\b[ap]\\.\\s?m\\b");

    private Meaning() {}

    /** The words of a text, parted by blanks. */
    static Set<String> words(String text) {
        return Set.of(text.split(" ", -1));
    }

    /** Whether words behind a number change it: "3 squared", but not "3 dollars a day". */
    static boolean changesBehind(String words) {
        return holds(BEHIND, words) || HALF_DAY.matcher(words).find();
    }

    /** Whether words before a number change it: "half of 42", "not 42". */
    static boolean changesBefore(String words) {
        return holds(BEFORE, words) || holds(BEHIND, words);
    }

    private static boolean holds(Set<String> known, String words) {
        return NO_LETTERS.splitAsStream(words.toLowerCase(Locale.ROOT)).anyMatch(known::contains);
    }
}
