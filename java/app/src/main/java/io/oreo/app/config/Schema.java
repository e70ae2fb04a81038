package io.oreo.app.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of a run file, read off the settings records: a component's key is its snake case. */
final class Schema {

    private final Kind.Table root;

    private Schema(Kind.Table root) {
        this.root = root;
    }

    static Schema of(Class<? extends Record> settings) {
        return new Schema(tableOf(settings));
    }

    Kind.Table root() {
        return root;
    }

    /** The kind of a key; list positions in it ({@code search[1]}) are allowed and ignored. */
    Optional<Kind> find(String key) {
        Kind kind = root;
        for (String name : key.replaceAll("\\[\\d*]", "").split("\\.", -1)) {
            Kind next =
                    switch (kind) {
                        case Kind.Table table -> table.keys().get(name);
                        case Kind.Tables tables ->
                                tables.open()
                                        ? tables.each().keys().getOrDefault(name, new Kind.Any())
                                        : tables.each().keys().get(name);
                        case Kind.FreeTable free -> free;
                        case Kind.Text _,
                                Kind.Whole _,
                                Kind.Real _,
                                Kind.Flag _,
                                Kind.Texts _,
                                Kind.Any _ ->
                                null;
                    };
            if (next == null) {
                return Optional.empty();
            }
            kind = next;
        }
        return Optional.of(kind);
    }

    /** All keys that hold a value, in the order of the records. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        collect("", root, keys);
        return List.copyOf(keys);
    }

    /** All keys and the tables that hold them. */
    List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (String key : keys()) {
            for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
                names.add(key.substring(0, dot).replace("[]", ""));
            }
            names.add(key);
        }
        return List.copyOf(names);
    }

    private static void collect(String prefix, Kind.Table table, List<String> keys) {
        table.keys()
                .forEach(
                        (name, kind) -> {
                            switch (kind) {
                                case Kind.Table inner -> collect(prefix + name + ".", inner, keys);
                                case Kind.Tables list ->
                                        collect(prefix + name + "[].", list.each(), keys);
                                case Kind.Text _,
                                        Kind.Whole _,
                                        Kind.Real _,
                                        Kind.Flag _,
                                        Kind.Texts _,
                                        Kind.Any _,
                                        Kind.FreeTable _ ->
                                        keys.add(prefix + name);
                            }
                        });
    }

    private static Kind.Table tableOf(Class<?> type) {
        Map<String, Kind> keys = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (!isRest(component)) {
                keys.put(snakeCase(component.getName()), kindOf(component.getGenericType()));
            }
        }
        return new Kind.Table(keys);
    }

    /** Whether the component takes the keys that no other has. */
    private static boolean isRest(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonAnyGetter.class);
    }

    private static Kind.Tables tablesOf(Class<?> type) {
        return new Kind.Tables(
                tableOf(type), Arrays.stream(type.getRecordComponents()).anyMatch(Schema::isRest));
    }

    private static Kind kindOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Map.class) {
                return new Kind.FreeTable();
            }
            Type element = generic.getActualTypeArguments()[0];
            return element == String.class ? new Kind.Texts() : tablesOf((Class<?>) element);
        }
        if (type == String.class) {
            return new Kind.Text();
        }
        if (type == int.class || type == long.class) {
            return new Kind.Whole(type == int.class ? Integer.SIZE : Long.SIZE);
        }
        if (type == double.class) {
            return new Kind.Real();
        }
        return type == boolean.class ? new Kind.Flag() : tableOf((Class<?>) type);
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
