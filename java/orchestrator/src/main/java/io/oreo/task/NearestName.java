package io.oreo.task;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class NearestName {

    private NearestName() {}

    /** ", did you mean 'x'?" if a known name is near, else the empty string. */
    static String hint(String given, Collection<String> known) {
        return of(given, known).map(", did you mean '%s'?"::formatted).orElse("");
    }

    /**
     * The known name with the fewest edits, if they are no more than a third of its length, or 2.
     */
    public static Optional<String> of(String given, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> edits(given, name)))
                .filter(name -> edits(given, name) <= Math.max(2, name.length() / 3));
    }

    /** Levenshtein distance, row by row. */
    public static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
