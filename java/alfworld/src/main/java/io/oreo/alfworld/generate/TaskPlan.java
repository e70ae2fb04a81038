package io.oreo.alfworld.generate;

import io.oreo.alfworld.TaskType;
import io.oreo.alfworld.generate.House.Receptacle;
import io.oreo.alfworld.generate.House.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A task in a house.
 *
 * @param type its kind
 * @param targets the objects that the winning commands use: two for two, else one
 * @param tool what heats, cools, cleans or lights them; the destination where nothing does
 * @param destination where they must end; the lamp's place when they are looked at
 */
record TaskPlan(TaskType type, List<Thing> targets, Receptacle tool, Receptacle destination) {

    TaskPlan {
        targets = List.copyOf(targets);
    }

    private String object() {
        return targets.getFirst().type();
    }

    /** The task in ALFWorld's words; {@code second} takes the other of its two templates. */
    String sentence(boolean second) {
        String object = object().toLowerCase(Locale.ROOT);
        String place = destination.type().toLowerCase(Locale.ROOT);
        return switch (type) {
            case PICK_AND_PLACE_SIMPLE ->
                    second
                            ? "put some %s on %s".formatted(object, place)
                            : "put a %s in %s".formatted(object, place);
            case LOOK_AT_OBJ_IN_LIGHT ->
                    second
                            ? "examine the %s with the desklamp".formatted(object)
                            : "look at %s under the desklamp".formatted(object);
            case PICK_CLEAN_THEN_PLACE_IN_RECEP -> treated("clean", "clean", object, place, second);
            case PICK_HEAT_THEN_PLACE_IN_RECEP -> treated("hot", "heat", object, place, second);
            case PICK_COOL_THEN_PLACE_IN_RECEP -> treated("cool", "cool", object, place, second);
            case PICK_TWO_OBJ_AND_PLACE ->
                    second
                            ? "find two %s and put them in %s".formatted(object, place)
                            : "put two %s in %s".formatted(object, place);
        };
    }

    private static String treated(
            String state, String verb, String object, String place, boolean second) {
        return second
                ? "%s some %s and put it in %s".formatted(verb, object, place)
                : "put a %s %s in %s".formatted(state, object, place);
    }

    /** The goal in PDDL, as ALFWorld's games state it. */
    String goal() {
        String otype = object() + "Type";
        String rtype = destination.type() + "Type";
        String placed =
                "(objectType ?o %s) (receptacleType ?r %s) (inReceptacle ?o ?r)"
                        .formatted(otype, rtype);
        return switch (type) {
            case PICK_AND_PLACE_SIMPLE -> placed(placed);
            case PICK_CLEAN_THEN_PLACE_IN_RECEP -> placed("(cleanable ?o) (isClean ?o) " + placed);
            case PICK_HEAT_THEN_PLACE_IN_RECEP -> placed("(heatable ?o) (isHot ?o) " + placed);
            case PICK_COOL_THEN_PLACE_IN_RECEP -> placed("(coolable ?o) (isCool ?o) " + placed);
            case PICK_TWO_OBJ_AND_PLACE ->
                    placed(
                            placed
                                    + " (exists (?o2 - object) (and (not (= ?o ?o2)) (objectType"
                                    + " ?o2 %s) (receptacleType ?r %s) (inReceptacle ?o2 ?r)))"
                                            .formatted(otype, rtype));
            case LOOK_AT_OBJ_IN_LIGHT ->
                    """
                    (and (exists (?ot - object ?r - receptacle ?a - agent ?l - location)
                          (and (objectType ?ot DeskLampType) (toggleable ?ot) (isToggled ?ot)
                           (receptacleAtLocation ?r ?l) (atLocation ?a ?l) (inReceptacle ?ot ?r)))
                         (exists (?o - object ?a - agent)
                          (and (objectType ?o %s) (holds ?a ?o))))\
                    """
                            .formatted(otype);
        };
    }

    private static String placed(String condition) {
        return "(and (exists (?r - receptacle) (exists (?o - object) (and %s))))"
                .formatted(condition);
    }

    /** Commands that should win. */
    List<String> walkthrough(House house, Rooms rooms) {
        Walk walk = new Walk(house, rooms);
        for (Thing target : targets) {
            walk.goTo(target.place());
            walk.take(target);
            switch (type) {
                case PICK_AND_PLACE_SIMPLE, PICK_TWO_OBJ_AND_PLACE -> {}
                case PICK_CLEAN_THEN_PLACE_IN_RECEP -> walk.treat("clean", target, tool);
                case PICK_HEAT_THEN_PLACE_IN_RECEP -> walk.treat("heat", target, tool);
                case PICK_COOL_THEN_PLACE_IN_RECEP -> walk.treat("cool", target, tool);
                case LOOK_AT_OBJ_IN_LIGHT -> {
                    walk.goTo(destination);
                    walk.commands.add("use desklamp 1");
                    return walk.commands;
                }
            }
            walk.goTo(destination);
            walk.commands.add(
                    "move %s to %s".formatted(house.name(target), house.name(destination)));
        }
        return walk.commands;
    }

    /** Commands in the making. */
    private static final class Walk {
        private final House house;
        private final Rooms rooms;
        private final List<String> commands = new ArrayList<>();
        private final List<Receptacle> opened = new ArrayList<>();

        Walk(House house, Rooms rooms) {
            this.house = house;
            this.rooms = rooms;
        }

        void goTo(Receptacle receptacle) {
            commands.add("go to " + house.name(receptacle));
            if (rooms.openable(receptacle.type()) && !opened.contains(receptacle)) {
                opened.add(receptacle);
                commands.add("open " + house.name(receptacle));
            }
        }

        void take(Thing thing) {
            commands.add("take %s from %s".formatted(house.name(thing), house.name(thing.place())));
        }

        void treat(String verb, Thing thing, Receptacle tool) {
            commands.add("go to " + house.name(tool));
            commands.add("%s %s with %s".formatted(verb, house.name(thing), house.name(tool)));
        }
    }
}
