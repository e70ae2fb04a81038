package io.oreo.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import io.oreo.environment.grpc.RemoteEnvironment;
import io.oreo.testing.EnvironmentServer;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Games of a real server as problems of a run. */
class RemoteTaskTest {

    private static final Seed SEED = new Seed(1).child("problems");
    private static final String MOODY =
            """
            class Moody:
                plays = 0

                def reset(self, *, seed=None):
                    Moody.plays += 1
                    return f"This is play {Moody.plays}.", {}

                def step(self, command):
                    return "You won.", 1.0, True, False, {}
            """;

    @TempDir private static Path folder = Path.of("");
    private static EnvironmentServer house;
    private static EnvironmentServer numbers;
    private static EnvironmentServer moody;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("moody.py"), MOODY);
        house = EnvironmentServer.start(folder);
        numbers = EnvironmentServer.start(folder, "guess_number:games");
        moody = EnvironmentServer.start(folder, "moody:Moody");
    }

    @AfterAll
    static void stop() {
        List.of(house, numbers, moody).forEach(EnvironmentServer::close);
    }

    private static Task task(EnvironmentServer server, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.putIfAbsent("address", server.address());
        options.putIfAbsent("token_file", server.tokenFile().toString());
        return Tasks.OWN
                .and(RemoteTask.known(RemoteEnvironment::connect))
                .create(
                        RemoteTask.NAME,
                        new KnownTask.Request(
                                folder,
                                "",
                                options,
                                () -> {
                                    throw new AssertionError("games need no worker");
                                }));
    }

    private static String complaint(Runnable work) {
        return String.valueOf(assertThrows(TaskException.class, work::run).getMessage());
    }

    private static void assertSays(String text, String... words) {
        for (String word : words) {
            assertTrue(text.contains(word), () -> "without '" + word + "': " + text);
        }
    }

    @Test
    void problemsAreGamesOfTheServerEachInOneSplit() {
        Task task = task(house, Map.of());
        try {
            Set<String> seen = new HashSet<>();
            for (Split split : Split.values()) {
                for (Problem problem : task.problems(split, 5, SEED)) {
                    assertTrue(seen.add(problem.id().value()), problem.id() + " is in two splits");
                    assertTrue(problem.prompt().startsWith("You are in the hall."));
                    assertEquals(split == Split.DEMONSTRATION, problem.solution().isPresent());
                }
            }
            assertEquals(15, seen.size());
            TaskKind.Played played = assertInstanceOf(TaskKind.Played.class, task.kind());
            assertTrue(played.environment().forks());
            assertEquals(task.problems(Split.TEST, 5, SEED), task.problems(Split.TEST, 5, SEED));
        } finally {
            task.close();
        }
    }

    @Test
    void commandsThatAreAdmissibleAreToldIfAskedFor() {
        Task task = task(house, Map.of("admissible", 2));
        try {
            assertSays(task.problems(Split.TEST, 1, SEED).getFirst().prompt(), "You can: go to ");
        } finally {
            task.close();
        }
    }

    @Test
    void withoutDemonstrationsOfTheEnvironmentAFileGivesThem() throws IOException {
        Task task = task(numbers, Map.of());
        try {
            assertSays(
                    complaint(() -> task.require(Split.DEMONSTRATION)),
                    numbers.address(),
                    "offers no demonstrations",
                    "sft.epochs = 0",
                    "task.options.demonstrations");
            assertFalse(task.problems(Split.ROLLOUT, 1, SEED).isEmpty());
        } finally {
            task.close();
        }
        Path file = folder.resolve("demonstrations.jsonl");
        Files.writeString(file, "{\"game\": \"up-to-10\", \"commands\": [\"5\", \"2\"]}\n\n");
        Task shown = task(numbers, Map.of("demonstrations", file.toString()));
        try {
            Problem problem = shown.problems(Split.DEMONSTRATION, 1, SEED).getFirst();
            assertEquals("up-to-10", problem.id().value());
            assertEquals("5\n2", problem.solution().orElseThrow());
            Files.writeString(file, "{\"game\": \"up-to-10\"}\n");
            assertSays(
                    complaint(() -> shown.problems(Split.DEMONSTRATION, 2, SEED)),
                    "demonstrations.jsonl, line 1 is no demonstration");
        } finally {
            shown.close();
        }
    }

    @Test
    void moreGamesThanThereAreIsRefused() {
        Task task = task(numbers, Map.of());
        try {
            assertSays(
                    complaint(() -> task.problems(Split.ROLLOUT, 50, SEED)),
                    numbers.address(),
                    "games for split rollout, but 50 are asked for");
        } finally {
            task.close();
        }
    }

    @Test
    void aGameThatStartsOtherwiseThanItWasListedStopsTheRun() {
        Task task = task(moody, Map.of());
        try {
            Problem problem = task.problems(Split.TEST, 1, SEED).getFirst();
            TaskKind.Played played = assertInstanceOf(TaskKind.Played.class, task.kind());
            EnvironmentException changed =
                    assertThrows(
                            EnvironmentException.class,
                            () -> played.environment().open(new GameId(problem.id().value())));
            assertFalse(changed.ofOneGame());
            assertSays(
                    String.valueOf(changed.getMessage()),
                    moody.address(),
                    "starts otherwise than when it was listed");
        } finally {
            task.close();
        }
    }

    @Test
    void aFingerprintFollowsTheGamesAndNotTheirPlace() throws IOException {
        Task task = task(house, Map.of());
        Task slower = task(house, Map.of("timeout_seconds", 60));
        Task longer = task(house, Map.of("step_limit", 7));
        Task other = task(numbers, Map.of());
        try (EnvironmentServer elsewhere = EnvironmentServer.start(folder)) {
            Task same = task(elsewhere, Map.of());
            assertEquals(task.fingerprint(), same.fingerprint());
            assertEquals(task.fingerprint(), slower.fingerprint());
            assertNotEquals(task.fingerprint(), longer.fingerprint());
            assertNotEquals(task.fingerprint(), other.fingerprint());
            same.close();
        } finally {
            List.of(task, slower, longer, other).forEach(Task::close);
        }
    }

    @Test
    void whatCannotBeUsedIsSaidAllAtOnceAndBeforeTheServerIsReached() {
        assertSays(
                complaint(
                        () ->
                                task(
                                        house,
                                        Map.of(
                                                "address", "nowhere",
                                                "on_failure", "cry",
                                                "step_limt", 3))),
                "'address' must be host:port but is nowhere",
                "'on_failure' must be stop or drop but is cry",
                "did you mean",
                "step_limit");
        Task task = task(house, Map.of("token_file", folder.resolve("none").toString()));
        assertSays(
                complaint(() -> task.problems(Split.TEST, 1, SEED)),
                house.address(),
                "make environment",
                "task.options.token_file");
    }
}
