package io.oreo.alfworld.generate;

import io.oreo.alfworld.HouseSize;
import io.oreo.alfworld.TaskType;
import io.oreo.alfworld.generate.House.Receptacle;
import io.oreo.alfworld.generate.House.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Makes games; equal seed, index and size give the same one. */
public final class GameGenerator {

    /** Where ALFWorld's own grammar leaves room for the task. */
    private static final String TASK = "UNKNOWN GOAL";

    private static final int ATTEMPTS = 1000;

    private final String domain;
    private final String grammar;
    private final HouseSize size;
    private final Rooms rooms = Rooms.read();

    /**
     * A generator.
     *
     * @param domain text of {@code alfred.pddl}
     * @param grammar text of {@code alfred.twl2}
     */
    public GameGenerator(String domain, String grammar, HouseSize size) {
        if (!grammar.contains(TASK)) {
            throw new IllegalArgumentException("the grammar has no place for a task: " + TASK);
        }
        this.domain = domain;
        this.grammar = grammar;
        this.size = size;
    }

    /** The game of an index; types take turns. */
    public GeneratedGame game(long seed, int index) {
        TaskType[] types = TaskType.values();
        TaskType type = types[Math.floorMod(index, types.length)];
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<GeneratedGame> game = attempt(type, random, "S%d_%05d".formatted(seed, index));
            if (game.isPresent()) {
                return game.get();
            }
        }
        throw new IllegalArgumentException(
                "no house of this size has a task of type %s; make it larger"
                        .formatted(type.label()));
    }

    private Optional<GeneratedGame> attempt(TaskType type, SplittableRandom random, String name) {
        House house = new House(random);
        furnish(house, room(type, random), random);
        Optional<TaskPlan> plan = plan(type, house, random);
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        clutter(house, plan.get(), random);
        TaskPlan task = plan.get();
        String object = task.targets().getFirst().type();
        String destination = task.destination().type();
        boolean light = type == TaskType.LOOK_AT_OBJ_IN_LIGHT;
        String folder =
                "%s-%s-None-%s-%s/trial_%s"
                        .formatted(
                                type.label(),
                                object,
                                light ? Rooms.LAMP : destination,
                                name.substring(name.indexOf('_') + 1),
                                name);
        return Optional.of(
                new GeneratedGame(
                        folder,
                        type,
                        domain,
                        grammar.replace(TASK, task.sentence(random.nextBoolean())),
                        ProblemText.of("plan_trial_" + name, house, rooms, task.goal()),
                        task.walkthrough(house, rooms),
                        object,
                        destination));
    }

    private static String room(TaskType type, SplittableRandom random) {
        List<String> fitting =
                switch (type) {
                    case PICK_HEAT_THEN_PLACE_IN_RECEP, PICK_COOL_THEN_PLACE_IN_RECEP ->
                            List.of("Kitchen");
                    case PICK_CLEAN_THEN_PLACE_IN_RECEP -> List.of("Kitchen", "Bathroom");
                    case LOOK_AT_OBJ_IN_LIGHT -> List.of("Bedroom", "LivingRoom");
                    case PICK_AND_PLACE_SIMPLE, PICK_TWO_OBJ_AND_PLACE ->
                            List.of("Kitchen", "Bedroom", "LivingRoom", "Bathroom");
                };
        return any(fitting, random);
    }

    private void furnish(House house, String room, SplittableRandom random) {
        rooms.always(room).forEach(house::addReceptacle);
        while (house.receptacles().size() < size.receptacles()) {
            String type = any(rooms.receptacles(room), random);
            boolean single = rooms.always(room).contains(type) && !type.equals("CounterTop");
            if (!single) {
                house.addReceptacle(type);
            }
        }
    }

    /** A task whose targets lie nowhere near their destination; nothing if the room has none. */
    private Optional<TaskPlan> plan(TaskType type, House house, SplittableRandom random) {
        Receptacle destination = any(house.receptacles(), random);
        Optional<Receptacle> tool =
                switch (type) {
                    case PICK_CLEAN_THEN_PLACE_IN_RECEP -> find(house, "SinkBasin");
                    case PICK_HEAT_THEN_PLACE_IN_RECEP -> find(house, "Microwave");
                    case PICK_COOL_THEN_PLACE_IN_RECEP -> find(house, "Fridge");
                    case LOOK_AT_OBJ_IN_LIGHT -> find(house, "Desk");
                    case PICK_AND_PLACE_SIMPLE, PICK_TWO_OBJ_AND_PLACE -> Optional.of(destination);
                };
        boolean light = type == TaskType.LOOK_AT_OBJ_IN_LIGHT;
        if (tool.isEmpty()) {
            return Optional.empty();
        }
        Receptacle goal = light ? tool.get() : destination;
        List<String> objects = new ArrayList<>(rooms.holds(goal.type()));
        switch (type) {
            case PICK_CLEAN_THEN_PLACE_IN_RECEP -> objects.retainAll(rooms.having("cleanable"));
            case PICK_HEAT_THEN_PLACE_IN_RECEP -> objects.retainAll(rooms.having("heatable"));
            case PICK_COOL_THEN_PLACE_IN_RECEP -> objects.retainAll(rooms.having("coolable"));
            case PICK_AND_PLACE_SIMPLE, PICK_TWO_OBJ_AND_PLACE, LOOK_AT_OBJ_IN_LIGHT -> {}
        }
        if (objects.isEmpty()) {
            return Optional.empty();
        }
        String object = any(objects, random);
        int count = type == TaskType.PICK_TWO_OBJ_AND_PLACE ? 2 : 1;
        List<Thing> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Receptacle> places = places(house, object, goal.type());
            if (places.isEmpty()) {
                return Optional.empty();
            }
            targets.add(house.addThing(object, any(places, random)));
        }
        if (light) {
            house.addThing(Rooms.LAMP, goal);
        }
        return Optional.of(new TaskPlan(type, targets, tool.get(), goal));
    }

    /** More objects, none of which solves the task. */
    private void clutter(House house, TaskPlan plan, SplittableRandom random) {
        String target = plan.targets().getFirst().type();
        for (int i = 0; i < ATTEMPTS && house.things().size() < size.objects(); i++) {
            Receptacle place = any(house.receptacles(), random);
            List<String> fitting = rooms.holds(place.type());
            if (fitting.isEmpty()) {
                continue;
            }
            String type = any(fitting, random);
            if (!type.equals(target) || !place.type().equals(plan.destination().type())) {
                house.addThing(type, place);
            }
        }
    }

    private List<Receptacle> places(House house, String object, String except) {
        return house.receptacles().stream()
                .filter(place -> !place.type().equals(except))
                .filter(place -> rooms.holds(place.type()).contains(object))
                .toList();
    }

    private static Optional<Receptacle> find(House house, String type) {
        return house.receptacles().stream().filter(r -> r.type().equals(type)).findFirst();
    }

    private static <T> T any(List<T> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }
}
