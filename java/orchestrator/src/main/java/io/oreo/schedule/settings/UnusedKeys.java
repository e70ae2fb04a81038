package io.oreo.schedule.settings;

/**
 * Keys that these settings never read. Whoever sets one of them by hand expects something else to
 * happen than will, so a run file that names one is refused.
 *
 * @param prefix a key, or a table whose keys are all unused
 * @param reason why nothing reads it
 */
public record UnusedKeys(String prefix, String reason) {

    /** Whether {@code key} is this key or lies in this table. */
    public boolean covers(String key) {
        return key.equals(prefix)
                || (key.startsWith(prefix)
                        && (key.charAt(prefix.length()) == '.'
                                || key.charAt(prefix.length()) == '['));
    }
}
