package io.oreo.alfworld;

import io.oreo.testing.RoomRules;
import java.util.Map;
import java.util.Set;

/**
 * The directions between the rooms of ALFWorld: planning tasks and texts below, the game that is
 * made of both, the engine's door above it, and on top what is done with games beside playing them.
 */
class RoomsTest extends RoomRules {

    private static final Map<String, Set<String>> ROOMS =
            Map.ofEntries(
                    Map.entry("alfworld.planning", Set.of()),
                    Map.entry("alfworld.text", Set.of("alfworld.planning")),
                    Map.entry("alfworld.game", Set.of("alfworld.planning", "alfworld.text")),
                    Map.entry("alfworld.planner", Set.of("alfworld.planning", "environment")),
                    Map.entry("alfworld.python", Set.of("alfworld.planning", "alfworld.planner")),
                    Map.entry(
                            "alfworld",
                            Set.of(
                                    "alfworld.planning",
                                    "alfworld.game",
                                    "alfworld.python",
                                    "trajectory",
                                    "environment",
                                    "files",
                                    "grading",
                                    "task",
                                    "worker")),
                    Map.entry(
                            "alfworld.generate",
                            Set.of(
                                    "alfworld.planning",
                                    "alfworld.game",
                                    "alfworld.python",
                                    "alfworld",
                                    "environment")),
                    Map.entry(
                            "alfworld.tools",
                            Set.of(
                                    "alfworld.planning",
                                    "alfworld.game",
                                    "alfworld.python",
                                    "alfworld",
                                    "environment",
                                    "files",
                                    "worker.process")),
                    Map.entry(
                            "alfworld.cli",
                            Set.of(
                                    "alfworld.planning",
                                    "alfworld.game",
                                    "alfworld.python",
                                    "alfworld",
                                    "alfworld.generate",
                                    "alfworld.tools",
                                    "environment",
                                    "files",
                                    "worker.process")));

    RoomsTest() {
        super("io.oreo.alfworld", ROOMS, Set.of());
    }
}
