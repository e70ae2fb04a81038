package io.oreo.app.config;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a configuration, so that all of it is said at once. */
final class Problems {

    private final List<String> found = new ArrayList<>();

    /**
     * @param place where the key was set, e.g. {@code runs/a.toml:12}; empty if nowhere
     */
    void add(String place, String key, String message) {
        String line = key + ": " + message;
        found.add(place.isEmpty() ? line : place + ": " + line);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigurationException(List.copyOf(found));
        }
    }
}
