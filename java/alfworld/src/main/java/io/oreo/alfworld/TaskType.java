package io.oreo.alfworld;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The six kinds of tasks, as ALFWorld names the folders of its games. */
public enum TaskType {
    PICK_AND_PLACE_SIMPLE,
    LOOK_AT_OBJ_IN_LIGHT,
    PICK_CLEAN_THEN_PLACE_IN_RECEP,
    PICK_HEAT_THEN_PLACE_IN_RECEP,
    PICK_COOL_THEN_PLACE_IN_RECEP,
    PICK_TWO_OBJ_AND_PLACE;

    /** ALFWorld's own spelling. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that a folder of a path names. */
    public static Optional<TaskType> of(String path) {
        return Arrays.stream(values())
                .filter(
                        type ->
                                path.contains("/" + type.label() + "-")
                                        || path.startsWith(type.label() + "-"))
                .findFirst();
    }
}
