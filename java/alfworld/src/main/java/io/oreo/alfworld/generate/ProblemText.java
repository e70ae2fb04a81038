package io.oreo.alfworld.generate;

import io.oreo.alfworld.generate.House.Receptacle;
import io.oreo.alfworld.generate.House.Thing;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes the planning problem of a house and a task. */
final class ProblemText {

    private final StringBuilder text = new StringBuilder(1 << 15);
    private final House house;
    private final Rooms rooms;

    private ProblemText(House house, Rooms rooms) {
        this.house = house;
        this.rooms = rooms;
    }

    static String of(String name, House house, Rooms rooms, String goal) {
        ProblemText problem = new ProblemText(house, rooms);
        problem.line("(define (problem", name + ")");
        problem.line("(:domain alfred)");
        problem.objects();
        problem.init();
        problem.line("(:goal", goal + "))");
        return problem.text.toString();
    }

    private void line(String... words) {
        text.append(String.join(" ", words)).append('\n');
    }

    private void fact(String... words) {
        line("        (" + String.join(" ", words) + ")");
    }

    private void objects() {
        line("(:objects");
        line("agent1 - agent");
        declare(rooms.objectTypes().stream().map(type -> type + "Type").toList(), "otype");
        declare(rooms.receptacleTypes().stream().map(type -> type + "Type").toList(), "rtype");
        declare(house.things().stream().map(Thing::id).toList(), "object");
        declare(house.receptacles().stream().map(Receptacle::id).toList(), "receptacle");
        Set<String> locations = new LinkedHashSet<>(List.of(house.start()));
        house.receptacles().forEach(receptacle -> locations.add(receptacle.location()));
        declare(locations, "location");
        line(")");
    }

    private void declare(Collection<String> names, String type) {
        names.forEach(name -> line("       ", name, "-", type));
    }

    private void init() {
        line("(:init");
        Set<String> held = new TreeSet<>();
        house.things().forEach(thing -> held.add(thing.type()));
        Set<String> containing = new TreeSet<>();
        for (Receptacle receptacle : house.receptacles()) {
            fact("receptacleType", receptacle.id(), receptacle.type() + "Type");
            fact("receptacleAtLocation", receptacle.id(), receptacle.location());
            if (rooms.openable(receptacle.type())) {
                fact("openable", receptacle.id());
            }
            containing.add(receptacle.type());
        }
        for (String receptacle : containing) {
            rooms.holds(receptacle).stream()
                    .filter(held::contains)
                    .forEach(type -> fact("canContain", receptacle + "Type", type + "Type"));
        }
        house.things().forEach(this::init);
        fact("atLocation", "agent1", house.start());
        line(")");
    }

    private void init(Thing thing) {
        fact("objectType", thing.id(), thing.type() + "Type");
        fact("inReceptacle", thing.id(), thing.place().id());
        fact("objectAtLocation", thing.id(), thing.place().location());
        if (thing.type().equals(Rooms.LAMP)) {
            fact("toggleable", thing.id());
            return;
        }
        fact("pickupable", thing.id());
        for (String property : List.of("heatable", "coolable", "cleanable", "sliceable")) {
            if (rooms.having(property).contains(thing.type())) {
                fact(property, thing.id());
            }
        }
    }
}
