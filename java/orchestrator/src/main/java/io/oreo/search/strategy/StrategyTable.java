package io.oreo.search.strategy;

import io.oreo.search.strategy.StrategyRefused.Refusal;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Strategies as tables of keys and values, the form in which run files, the command line and stored
 * results hold them: {@code {strategy = "best-of-n", attempts = 8, temperature = 1.0}}.
 *
 * <p>All is read off the sealed types: which strategies there are, in the order of their {@code
 * permits}, what they are called, and which keys they read.
 */
public final class StrategyTable {

    /** Key of a strategy's name. */
    public static final String NAME = "strategy";

    private static final Map<String, Class<?>> RECORDS = byName();

    private StrategyTable() {}

    /** Names of all strategies of a family, e.g. {@link ActionStrategy}. */
    public static List<String> names(Class<? extends SearchStrategy> family) {
        return RECORDS.keySet().stream()
                .filter(name -> family.isAssignableFrom(type(name)))
                .toList();
    }

    /** The keys that a strategy reads, without its name. */
    public static List<String> keys(String name) {
        return Arrays.stream(type(name).getRecordComponents()).map(StrategyTable::key).toList();
    }

    /**
     * A strategy by its name, with numbers that may be texts; keys that it does not read are
     * ignored.
     *
     * @throws StrategyRefused naming every value that is missing or out of range
     * @throws IllegalArgumentException if no strategy has the name
     */
    public static SearchStrategy read(String name, Map<String, ?> values) {
        List<Refusal> refusals = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        for (RecordComponent component : type(name).getRecordComponents()) {
            String key = key(component);
            Object value = values.containsKey(key) ? values.get(key) : "missing";
            try {
                arguments.add(argument(component.getType(), String.valueOf(value)));
            } catch (NumberFormatException _) {
                refusals.add(new Refusal(key, "is %s; it must be a number".formatted(value)));
            }
        }
        if (!refusals.isEmpty()) {
            throw new StrategyRefused(name, refusals);
        }
        return make(name, arguments);
    }

    /** A strategy of this name, with every number 1: for what holds whatever its numbers. */
    public static SearchStrategy any(String name) {
        return read(name, keys(name).stream().collect(Collectors.toMap(key -> key, _ -> 1)));
    }

    /** The table from which {@link #read(Map)} makes an equal strategy; its name comes first. */
    public static Map<String, Object> write(SearchStrategy strategy) {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put(NAME, name(strategy.getClass()));
        for (RecordComponent component : strategy.getClass().getRecordComponents()) {
            try {
                table.put(key(component), component.getAccessor().invoke(strategy));
            } catch (IllegalAccessException | InvocationTargetException impossible) {
                throw new IllegalStateException(component + " cannot be read", impossible);
            }
        }
        return Collections.unmodifiableMap(table);
    }

    /** The strategy of a table that {@link #write} wrote. */
    public static SearchStrategy read(Map<String, ?> table) {
        return read(String.valueOf(table.get(NAME)), table);
    }

    static String name(Class<?> type) {
        return separated(type.getSimpleName(), "-");
    }

    private static String key(RecordComponent component) {
        return separated(component.getName(), "_");
    }

    private static String separated(String camelCase, String separator) {
        return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", separator).toLowerCase(Locale.ROOT);
    }

    private static Object argument(Class<?> type, String value) {
        return type == int.class ? (Object) Integer.valueOf(value) : Double.valueOf(value);
    }

    private static SearchStrategy make(String name, List<Object> arguments) {
        try {
            Constructor<?> canonical =
                    type(name)
                            .getDeclaredConstructor(
                                    Arrays.stream(type(name).getRecordComponents())
                                            .map(RecordComponent::getType)
                                            .toArray(Class<?>[]::new));
            return (SearchStrategy) canonical.newInstance(arguments.toArray());
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw new IllegalStateException(name + " cannot be made", refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(name + " cannot be made", impossible);
        }
    }

    private static Class<?> type(String name) {
        Class<?> type = RECORDS.get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "no search is called '%s'; known are %s"
                            .formatted(name, String.join(", ", RECORDS.keySet())));
        }
        return type;
    }

    private static Map<String, Class<?>> byName() {
        Map<String, Class<?>> records = new LinkedHashMap<>();
        records(SearchStrategy.class).forEach(type -> records.putIfAbsent(name(type), type));
        return Collections.unmodifiableMap(records);
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(StrategyTable::records);
    }
}
