package io.oreo.schedule.settings;

/**
 * One thing that is wrong with the settings of a run.
 *
 * @param key the key as a run file spells it, tables separated by dots, e.g. {@code
 *     evaluation.search[1].width}
 * @param message what is wrong and how to mend it, without the key
 */
public record SettingProblem(String key, String message) {

    @Override
    public String toString() {
        return key + ": " + message;
    }
}
