package io.oreo.app.config;

import io.oreo.task.NearestName;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which known name a wrong one was meant to be. */
final class NearestKey {

    private NearestKey() {}

    /** The known name of the smallest edit distance, if it is close enough to be meant. */
    static Optional<String> of(String wrong, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> cost(wrong, name)))
                .filter(name -> cost(wrong, name) <= 2 * Math.max(2, wrong.length() / 3));
    }

    /**
     * Twice the edit distance; a key that ends in the same name or nearly so counts as close, more
     * so in the same table.
     */
    private static int cost(String wrong, String name) {
        int whole = 2 * NearestName.edits(wrong, name);
        int leaf = NearestName.edits(leaf(wrong), leaf(name));
        if (leaf > 1 || leaf(name).length() <= 3) {
            return whole;
        }
        return Math.min(whole, 2 + 2 * leaf - (table(wrong).equals(table(name)) ? 1 : 0));
    }

    private static String table(String key) {
        return key.substring(0, Math.max(0, key.indexOf('.')));
    }

    private static String leaf(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
