package io.oreo.alfworld.game;

import java.util.Comparator;

/** Two habits of Python's strings that differ from Java's. */
final class PythonText {

    /** By code point, where Java compares UTF-16 units. */
    static final Comparator<String> ORDER =
            (a, b) -> {
                int end = Math.min(a.length(), b.length());
                for (int i = 0; i < end; i++) {
                    if (a.charAt(i) != b.charAt(i)) {
                        return Integer.compare(weight(a.charAt(i)), weight(b.charAt(i)));
                    }
                }
                return Integer.compare(a.length(), b.length());
            };

    private PythonText() {}

    /** Halves of a surrogate pair stand for code points above all others. */
    private static int weight(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }

    /** {@code str.strip()}: without white space at both ends. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** {@code str.isspace()} of one character. */
    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r')
                || (c >= 0x1c && c <= ' ')
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }
}
