package io.oreo.alfworld;

/**
 * How much stands in a room.
 *
 * @param receptacles how many receptacles, from 6 to 60; real games have 10 to 45
 * @param objects how many objects, from 4 to 80; real games have 15 to 50
 */
public record HouseSize(int receptacles, int objects) {

    public HouseSize {
        if (receptacles < 6 || receptacles > 60 || objects < 4 || objects > 80) {
            throw new IllegalArgumentException(
                    "a house has 6 to 60 receptacles and 4 to 80 objects, not %d and %d"
                            .formatted(receptacles, objects));
        }
    }
}
