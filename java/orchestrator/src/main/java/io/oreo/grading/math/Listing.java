package io.oreo.grading.math;

import java.util.List;
import java.util.Optional;

/** Several answers in brackets, or without any. */
record Listing(String open, List<String> parts, String close) {

    private static final int MOST_PARTS = 64;
    private static final String[][] BRACKETS = {
        {"\\{", "\\}"}, {"(", ")"}, {"[", "]"}, {"(", "]"}, {"[", ")"}, {"", ""}
    };

    static Optional<Listing> read(String text) {
        for (String[] pair : BRACKETS) {
            if (text.length() > pair[0].length() + pair[1].length()
                    && text.startsWith(pair[0])
                    && text.endsWith(pair[1])) {
                String inner = text.substring(pair[0].length(), text.length() - pair[1].length());
                List<String> parts = MathText.parts(inner);
                if (isBalanced(inner) && parts.size() > 1 && parts.size() <= MOST_PARTS) {
                    return Optional.of(new Listing(pair[0], parts, pair[1]));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isBalanced(String text) {
        int depth = 0;
        for (int i = 0; i < text.length() && depth >= 0; i++) {
            depth += "([{".indexOf(text.charAt(i)) >= 0 ? 1 : 0;
            depth -= ")]}".indexOf(text.charAt(i)) >= 0 ? 1 : 0;
        }
        return depth == 0;
    }

    boolean isSet() {
        return open.equals("\\{");
    }

    boolean isTuple() {
        return !open.isEmpty() && !isSet();
    }

    boolean sameBrackets(Listing other) {
        return open.equals(other.open) && close.equals(other.close);
    }
}
