package io.oreo.alfworld;

/**
 * How much stands in a room.
 *
 * @param receptacles how many receptacles, from 6 to 60; real games have 10 to 45
 * @param objects how many objects, from 4 to 80; real games have 15 to 50
 */
public record HouseSize(int receptacles, int objects) {

    static final int RECEPTACLES_MIN = 6;
    static final int RECEPTACLES_MAX = 60;
    static final int OBJECTS_MIN = 4;
    static final int OBJECTS_MAX = 80;

    public HouseSize {
        if (receptacles < RECEPTACLES_MIN
                || receptacles > RECEPTACLES_MAX
                || objects < OBJECTS_MIN
                || objects > OBJECTS_MAX) {
            throw new IllegalArgumentException(
                    "a house has %d to %d receptacles and %d to %d objects, not %d and %d"
                            .formatted(
                                    RECEPTACLES_MIN,
                                    RECEPTACLES_MAX,
                                    OBJECTS_MIN,
                                    OBJECTS_MAX,
                                    receptacles,
                                    objects));
        }
    }
}
