package io.oreo.dataset.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.dataset.DatasetException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which fields of a row mean what.
 *
 * @param chosen names that the user gave; a dot leads into an object
 */
public record FieldNames(Map<Field, String> chosen) {

    /** The usual names. */
    public static final FieldNames USUAL = new FieldNames(Map.of());

    public FieldNames {
        chosen = Map.copyOf(chosen);
    }

    /**
     * Reads assignments such as {@code prompt=question.text}.
     *
     * @throws DatasetException if one is no assignment, or means nothing
     */
    public static FieldNames parse(Collection<String> assignments) {
        Map<Field, String> chosen = new EnumMap<>(Field.class);
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String meaning = equals < 0 ? "" : assignment.substring(0, equals).strip();
            String name = assignment.substring(equals + 1).strip();
            Field field =
                    Arrays.stream(Field.values())
                            .filter(known -> known.word().equals(meaning))
                            .findFirst()
                            .orElseThrow(() -> unknown(assignment));
            if (name.isEmpty()) {
                throw unknown(assignment);
            }
            chosen.put(field, name);
        }
        return new FieldNames(chosen);
    }

    /** The field's value in a row; empty if the row lacks it or says null. */
    Optional<JsonNode> find(JsonNode row, Field field) {
        String name = chosen.get(field);
        List<String> names = name == null ? field.names() : List.of(name);
        return names.stream().map(each -> at(row, each)).flatMap(Optional::stream).findFirst();
    }

    /** What the field is called, for a message. */
    String describe(Field field) {
        return chosen.containsKey(field) ? chosen.get(field) : String.join("' or '", field.names());
    }

    private static Optional<JsonNode> at(JsonNode row, String name) {
        JsonNode found = row.path(name);
        if (found.isMissingNode()) {
            found = row;
            for (String part : name.split("\\.", -1)) {
                found = found.path(part);
            }
        }
        return found.isMissingNode() || found.isNull() ? Optional.empty() : Optional.of(found);
    }

    private static DatasetException unknown(String assignment) {
        return new DatasetException(
                "'%s' names no field; write MEANING=NAME, where MEANING is one of %s."
                        .formatted(
                                assignment,
                                Arrays.stream(Field.values())
                                        .map(Field::word)
                                        .collect(Collectors.joining(", "))));
    }
}
