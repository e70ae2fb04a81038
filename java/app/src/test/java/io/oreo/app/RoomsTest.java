package io.oreo.app;

import io.oreo.testing.RoomRules;
import java.util.Map;
import java.util.Set;

/**
 * The directions between the rooms of the program: configuration and estimates below, the wiring
 * that knows every room of the house, and the verbs above it.
 */
class RoomsTest extends RoomRules {

    private static final Map<String, Set<String>> ROOMS =
            Map.ofEntries(
                    Map.entry("app.config", Set.of("task", "method", "schedule.settings")),
                    Map.entry(
                            "app.estimate",
                            Set.of("dataset", "method", "schedule.settings", "search.strategy")),
                    Map.entry(
                            "app",
                            Set.of(
                                    "app.config",
                                    "alfworld",
                                    "alfworld.cli",
                                    "environment.grpc",
                                    "worker",
                                    "worker.grpc",
                                    "worker.process",
                                    "store",
                                    "task",
                                    "method",
                                    "run",
                                    "schedule",
                                    "schedule.settings")),
                    Map.entry("app.cli.verb", Set.of("app", "app.config")),
                    Map.entry(
                            "app.cli.run",
                            Set.of(
                                    "app",
                                    "app.config",
                                    "app.estimate",
                                    "app.cli.verb",
                                    "store",
                                    "dataset",
                                    "method",
                                    "evaluation.figures",
                                    "evaluation.report",
                                    "run",
                                    "schedule",
                                    "schedule.settings")),
                    Map.entry(
                            "app.cli.data",
                            Set.of(
                                    "app",
                                    "app.config",
                                    "app.cli.verb",
                                    "worker",
                                    "worker.process",
                                    "dataset",
                                    "dataset.imports",
                                    "files",
                                    "grading",
                                    "task",
                                    "task.fetch")),
                    Map.entry(
                            "app.cli.model",
                            Set.of(
                                    "app",
                                    "app.config",
                                    "app.cli.verb",
                                    "app.cli.run",
                                    "trajectory",
                                    "worker",
                                    "task",
                                    "store",
                                    "search",
                                    "search.strategy",
                                    "interaction",
                                    "evaluation.probe",
                                    "evaluation.report",
                                    "run",
                                    "schedule",
                                    "schedule.settings")),
                    Map.entry(
                            "app.cli",
                            Set.of(
                                    "app",
                                    "app.config",
                                    "app.cli.verb",
                                    "app.cli.run",
                                    "app.cli.data",
                                    "app.cli.model",
                                    "alfworld.cli",
                                    "alfworld.planning",
                                    "worker",
                                    "environment",
                                    "files",
                                    "store",
                                    "dataset",
                                    "grading",
                                    "task",
                                    "run")));

    RoomsTest() {
        super("io.oreo.app", ROOMS, Set.of());
    }
}
