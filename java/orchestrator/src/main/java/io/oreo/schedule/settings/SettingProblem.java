package io.oreo.schedule.settings;

import java.util.List;

/**
 * One thing that is wrong with the settings of a run.
 *
 * @param key the key as a run file spells it, tables separated by dots, e.g. {@code
 *     evaluation.search[1].width}
 * @param message what is wrong and how to mend it, without the key
 * @param given a name that nothing bears, where that is what is wrong
 * @param known the names there are
 */
public record SettingProblem(String key, String message, String given, List<String> known) {

    public SettingProblem {
        known = List.copyOf(known);
    }

    SettingProblem(String key, String message) {
        this(key, message, "", List.of());
    }

    @Override
    public String toString() {
        return key + ": " + message;
    }
}
