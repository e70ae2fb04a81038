package io.oreo.method;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An option of a method: a field of its Python class.
 *
 * @param name key in a run file
 * @param kind of its values
 * @param defaultValue a Double, Long, Boolean or String, by the kind
 * @param text one line of meaning
 * @param atLeast smallest number allowed, if there is one
 * @param above bound that a number must exceed, if there is one
 * @param atMost largest number allowed, if there is one
 * @param choices the texts allowed; empty: any
 */
public record MethodOption(
        String name,
        Kind kind,
        Object defaultValue,
        String text,
        @Nullable Double atLeast,
        @Nullable Double above,
        @Nullable Double atMost,
        List<String> choices) {

    /** Kind of an option's values. */
    public enum Kind {
        NUMBER("a number"),
        INTEGER("a whole number"),
        FLAG("true or false"),
        TEXT("a text");

        private final String inWords;

        Kind(String inWords) {
            this.inWords = inWords;
        }
    }

    public MethodOption {
        choices = List.copyOf(choices);
    }

    /**
     * The value as this option holds it: numbers as Double or Long. What cannot be held is returned
     * as it is; {@link #problem} speaks of it.
     */
    public Object held(Object value) {
        return switch (kind) {
            case NUMBER -> value instanceof Number number ? (Object) number.doubleValue() : value;
            case INTEGER ->
                    value instanceof Number number && number.doubleValue() == number.longValue()
                            ? (Object) number.longValue()
                            : value;
            case FLAG, TEXT -> value;
        };
    }

    /** What is wrong with a value, in words that follow the key; empty if nothing is. */
    public Optional<String> problem(Object value) {
        boolean fits =
                switch (kind) {
                    case NUMBER -> value instanceof Double;
                    case INTEGER -> value instanceof Long;
                    case FLAG -> value instanceof Boolean;
                    case TEXT -> value instanceof String;
                };
        if (!fits) {
            return Optional.of("is %s; it must be %s".formatted(value, kind.inWords));
        }
        if (value instanceof Number number) {
            return outOfRange(number.doubleValue());
        }
        return choices.isEmpty() || choices.contains(value.toString())
                ? Optional.empty()
                : Optional.of(
                        "is \"%s\"; known are %s".formatted(value, String.join(", ", choices)));
    }

    private Optional<String> outOfRange(double value) {
        boolean inside =
                Double.isFinite(value)
                        && (atLeast == null || value >= atLeast)
                        && (above == null || value > above)
                        && (atMost == null || value <= atMost);
        return inside
                ? Optional.empty()
                : Optional.of("is %s; it must %s".formatted(shown(value), range()));
    }

    /** The range in words, e.g. {@code lie between 0 and 1}. */
    public String range() {
        if (atLeast != null && atMost != null) {
            return "lie between %s and %s".formatted(shown(atLeast), shown(atMost));
        }
        if (atLeast != null) {
            return "be at least " + shown(atLeast);
        }
        if (above != null) {
            return "be above %s%s"
                    .formatted(shown(above), atMost == null ? "" : " and at most " + shown(atMost));
        }
        return atMost == null ? "be finite" : "be at most " + shown(atMost);
    }

    private static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
