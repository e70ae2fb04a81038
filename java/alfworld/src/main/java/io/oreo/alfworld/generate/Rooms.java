package io.oreo.alfworld.generate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which receptacles a room has, what they hold, and what can be done with objects. */
final class Rooms {

    /** The lamp of tasks that look at something in the light. */
    static final String LAMP = "DeskLamp";

    private final Map<String, List<String>> lines = new LinkedHashMap<>();

    private Rooms() {}

    /** The tables of the resource file. */
    static Rooms read() {
        Rooms rooms = new Rooms();
        try (InputStream in = Rooms.class.getResourceAsStream("rooms.txt")) {
            if (in == null) {
                throw new IllegalStateException("rooms.txt is missing from the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().filter(line -> !line.startsWith("#")).forEach(rooms::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rooms;
    }

    private void add(String line) {
        List<String> words = List.of(line.split(" ", -1));
        boolean pair = Set.of("room", "must", "holds").contains(words.getFirst());
        String key = pair ? words.get(0) + " " + words.get(1) : words.getFirst();
        lines.put(key, words.subList(pair ? 2 : 1, words.size()));
    }

    private List<String> line(String key) {
        return lines.getOrDefault(key, List.of());
    }

    /** Receptacle types that may stand in a room. */
    List<String> receptacles(String room) {
        return line("room " + room);
    }

    /** Receptacle types that always stand in it. */
    List<String> always(String room) {
        return line("must " + room);
    }

    /** Object types that may lie in or on a receptacle. */
    List<String> holds(String receptacle) {
        return line("holds " + receptacle);
    }

    boolean openable(String receptacle) {
        return line("openable").contains(receptacle);
    }

    /** Object types of a property: heatable, coolable, cleanable or sliceable. */
    List<String> having(String property) {
        return line(property);
    }

    /** All object types, sorted. */
    List<String> objectTypes() {
        Set<String> types = new TreeSet<>(List.of(LAMP, "Knife", "ButterKnife"));
        lines.forEach((key, words) -> types.addAll(key.startsWith("holds ") ? words : List.of()));
        return List.copyOf(types);
    }

    /** All receptacle types, sorted. */
    List<String> receptacleTypes() {
        Set<String> types = new TreeSet<>();
        lines.forEach((key, words) -> types.addAll(key.startsWith("room ") ? words : List.of()));
        return new ArrayList<>(types);
    }
}
