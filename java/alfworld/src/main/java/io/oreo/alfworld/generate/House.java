package io.oreo.alfworld.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A room with what stands and lies in it. */
final class House {

    /** A receptacle: its type, its id in the task, the location from which it is used. */
    record Receptacle(String type, String id, String location) {}

    /** An object: its type, its id in the task, and what it lies in or on. */
    record Thing(String type, String id, Receptacle place) {}

    private final SplittableRandom random;
    private final List<Receptacle> receptacles = new ArrayList<>();
    private final List<Thing> things = new ArrayList<>();
    private final String start = "loc_bar_0_bar_0_bar_0_bar_30";

    House(SplittableRandom random) {
        this.random = random;
    }

    List<Receptacle> receptacles() {
        return receptacles;
    }

    List<Thing> things() {
        return things;
    }

    /** Where the agent starts. */
    String start() {
        return start;
    }

    void addReceptacle(String type) {
        int number = receptacles.size() + 1;
        boolean beside = number > 1 && random.nextInt(6) == 0;
        String location =
                beside
                        ? receptacles.getLast().location()
                        : "loc_bar_%d_bar__minus_%d_bar_%d_bar_%d"
                                .formatted(
                                        number,
                                        random.nextInt(1, 20),
                                        random.nextInt(4),
                                        15 * random.nextInt(1, 5));
        receptacles.add(new Receptacle(type, id(type), location));
    }

    Thing addThing(String type, Receptacle place) {
        Thing thing = new Thing(type, id(type), place);
        things.add(thing);
        return thing;
    }

    /** ALFWorld's spelling of a type and a point in space; basins name what they belong to. */
    private String id(String type) {
        boolean basin = type.endsWith("Basin");
        String owner = basin ? type.substring(0, type.length() - "Basin".length()) : type;
        int serial = receptacles.size() + things.size();
        String point =
                "%s_bar_%s_bar_%s_bar_%s"
                        .formatted(
                                owner,
                                coordinate(serial),
                                coordinate(random.nextInt(200)),
                                coordinate(random.nextInt(500)));
        return basin ? point + "_bar_" + type : point;
    }

    private String coordinate(int hundredths) {
        String sign = random.nextBoolean() ? "_plus" : "_minus";
        return "%s_%02d_dot_%02d".formatted(sign, hundredths / 100, hundredths % 100);
    }

    /** What ALFWorld's Demangler will call a receptacle. */
    String name(Receptacle receptacle) {
        return name(
                receptacle.type(),
                receptacle.id(),
                receptacles.stream()
                        .filter(other -> other.type().equals(receptacle.type()))
                        .map(Receptacle::id)
                        .toList());
    }

    /** What ALFWorld's Demangler will call an object. */
    String name(Thing thing) {
        return name(
                thing.type(),
                thing.id(),
                things.stream()
                        .filter(other -> other.type().equals(thing.type()))
                        .map(Thing::id)
                        .toList());
    }

    /** Things of a type are numbered against the order of their ids. */
    private static String name(String type, String id, List<String> alike) {
        List<String> sorted =
                alike.stream()
                        .map(other -> other.toLowerCase(Locale.ROOT))
                        .sorted(Comparator.reverseOrder())
                        .toList();
        int number = sorted.indexOf(id.toLowerCase(Locale.ROOT)) + 1;
        return type.toLowerCase(Locale.ROOT) + " " + number;
    }
}
