package io.oreo.task;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of a task as they stand in a run file and collects everything that is wrong
 * with them. Ask for every option, then call {@link #finish}.
 */
public final class TaskOptions {

    private final String task;
    private final Map<String, Object> values;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Complaint> complaints = new ArrayList<>();

    /**
     * One thing that is wrong.
     *
     * @param key the option; empty where the text names it
     * @param text what is wrong and how to mend it
     */
    public record Complaint(String key, String text) {

        private String sentence() {
            return key.isEmpty() ? text : "'" + key + "' " + text;
        }
    }

    TaskOptions(String task, Map<String, Object> values) {
        this.task = task;
        this.values = Map.copyOf(values);
    }

    /** A whole number from min to max. */
    public int integer(String key, int fallback, int min, int max) {
        Object value = ask(key);
        if (value == null) {
            return fallback;
        }
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= min
                && ((Number) value).longValue() <= max) {
            return ((Number) value).intValue();
        }
        complain(key, "a whole number from %d to %d".formatted(min, max), value);
        return fallback;
    }

    /** A number from 0 to 1. */
    public double fraction(String key, double fallback) {
        Object value = ask(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        complain(key, "a number from 0 to 1", value);
        return fallback;
    }

    /** true or false. */
    public boolean flag(String key, boolean fallback) {
        Object value = ask(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        complain(key, "true or false", value);
        return fallback;
    }

    /** A text, if given. */
    public Optional<String> text(String key) {
        Object value = ask(key);
        if (value == null || (value instanceof String text && !text.isBlank())) {
            return Optional.ofNullable((String) value);
        }
        complain(key, "a text", value);
        return Optional.empty();
    }

    /** A list of texts that are not empty. */
    public List<String> texts(String key, List<String> fallback) {
        Object value = ask(key);
        if (value == null) {
            return fallback;
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof String text && !text.isEmpty()) {
                    texts.add(text);
                }
            }
            if (texts.size() == list.size()) {
                return List.copyOf(texts);
            }
        }
        complain(key, "a list of texts", value);
        return fallback;
    }

    /** A table, empty if not given; what stands in it is the reader's business. */
    Map<?, ?> table(String key) {
        Object value = ask(key);
        if (value == null || value instanceof Map<?, ?>) {
            return value == null ? Map.of() : (Map<?, ?>) value;
        }
        complain(key, "a table", value);
        return Map.of();
    }

    /** Notes that something is wrong beyond the bounds of one option. */
    public void complain(String text) {
        complaints.add(new Complaint("", text));
    }

    /** The same about one option, whose name the text leaves out. */
    void complain(String key, String text) {
        complaints.add(new Complaint(key, text));
    }

    /** Everything that is wrong, options that nothing asked for included. Ends the reading. */
    List<Complaint> complaints() {
        values.keySet().stream()
                .filter(key -> !asked.contains(key))
                .sorted()
                .forEach(key -> complain(key, unknown(key)));
        return List.copyOf(complaints);
    }

    /** The keys asked for so far, in that order. */
    Set<String> asked() {
        return Set.copyOf(asked);
    }

    /**
     * Ends the reading.
     *
     * @throws TaskException with everything that is wrong, if anything is
     */
    public void finish() {
        List<Complaint> all = complaints();
        if (all.isEmpty()) {
            return;
        }
        StringBuilder text =
                new StringBuilder("the options of task '" + task + "' cannot be used:");
        for (int i = 0; i < all.size(); i++) {
            text.append("\n  ").append(i + 1).append(". ").append(all.get(i).sentence());
        }
        throw new TaskException(text.toString());
    }

    private String unknown(String key) {
        String hint = NearestName.hint(key, asked);
        return "is no option"
                + (hint.isEmpty() ? "; there are: " + String.join(", ", asked) : hint);
    }

    private void complain(String key, String wanted, Object value) {
        complain(key, "must be %s but is %s".formatted(wanted, value));
    }

    private @Nullable Object ask(String key) {
        asked.add(key);
        return values.get(key);
    }
}
