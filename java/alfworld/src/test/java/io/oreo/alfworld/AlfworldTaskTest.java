package io.oreo.alfworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.environment.Episode;
import io.oreo.environment.GameId;
import io.oreo.task.KnownTask;
import io.oreo.task.Split;
import io.oreo.task.Task;
import io.oreo.task.TaskException;
import io.oreo.task.TaskKind;
import io.oreo.task.Tasks;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlfworldTaskTest {

    private static final Seed SEED = new Seed(3);

    @TempDir private Path home;
    private Path games;
    private final Recorder maker = new Recorder();

    /** Prepares recorded games when it is told to, and writes down what is said. */
    private final class Recorder implements GameMaker {
        private final List<GameId> asked = new ArrayList<>();
        private final List<String> said = new ArrayList<>();
        private boolean prepares;

        @Override
        public boolean make(Order order, Path folder) {
            return false;
        }

        @Override
        public void prepare(List<GameId> ids, Path folder) {
            asked.addAll(ids);
            if (prepares) {
                RecordedPlays.prepared(home.resolve("data/alfworld-prepared"));
            }
        }

        @Override
        public void say(String text) {
            said.add(text);
        }
    }

    /** The six recorded games in the folders of an official release. */
    @BeforeEach
    void release() throws IOException {
        games = home.resolve("games");
        List<String> folders =
                List.of("train", "train", "train", "train", "valid_seen", "valid_unseen");
        List<RecordedPlays.Play> plays = RecordedPlays.all();
        for (int i = 0; i < plays.size(); i++) {
            Path file = games.resolve(folders.get(i)).resolve(plays.get(i).game());
            Files.createDirectories(file.getParent());
            Files.writeString(file, plays.get(i).file());
        }
    }

    private Task task(Map<String, Object> options) throws IOException {
        RecordedPlays.prepared(home.resolve("data/alfworld-prepared"));
        return make(options);
    }

    private Task make(Map<String, Object> options) {
        return Tasks.OWN
                .and(AlfworldTask.known(_ -> maker))
                .create(
                        AlfworldTask.NAME,
                        new KnownTask.Request(
                                home,
                                games.toString(),
                                options,
                                () -> {
                                    throw new AssertionError("games need no worker");
                                }));
    }

    private static List<Problem> all(Task task, Split split) {
        List<Problem> most = List.of();
        for (int count = 1; count <= 6; count++) {
            try {
                most = task.problems(split, count, SEED);
            } catch (TaskException noMore) {
                return most;
            }
        }
        return most;
    }

    @Test
    void everyGameIsInOneSplitAndTestGamesAreThoseOfTheirFolders() throws IOException {
        Task task = task(Map.of());
        Set<String> seen = new HashSet<>();
        for (Split split : Split.values()) {
            for (Problem problem : all(task, split)) {
                assertTrue(seen.add(problem.id().value()), problem.id() + " is in two splits");
                assertEquals(split == Split.TEST, problem.id().value().startsWith("valid_"));
                assertEquals(split == Split.DEMONSTRATION, problem.solution().isPresent());
                assertTrue(problem.prompt().contains("Your task is to"), problem.prompt());
            }
        }
        assertEquals(6, seen.size());
        assertEquals(
                Set.of("valid_seen", "valid_unseen"),
                new HashSet<>(all(task, Split.TEST).stream().map(Problem::group).toList()));
    }

    @Test
    void aWalkthroughWinsInEitherDialect() throws IOException {
        for (String dialect : List.of("move", "put")) {
            Task task = task(Map.of("dialect", dialect));
            List<Problem> demonstrations = all(task, Split.DEMONSTRATION);
            assertFalse(demonstrations.isEmpty());
            List<String> spoken = new ArrayList<>();
            for (Problem problem : demonstrations) {
                TaskKind.Played played = (TaskKind.Played) task.kind();
                try (Episode episode =
                        Episode.start(played.environment(), new GameId(problem.id().value()), 40)) {
                    for (String command : problem.solution().orElseThrow().lines().toList()) {
                        spoken.add(command);
                        episode.step(command);
                    }
                    assertTrue(episode.won(), problem.solution().orElseThrow());
                }
            }
            String other = dialect.equals("move") ? "put " : "move ";
            assertTrue(spoken.stream().noneMatch(text -> text.startsWith(other)), "" + spoken);
        }
    }

    @Test
    void withDetoursADemonstrationLooksElsewhereFirstAndStillWins() throws IOException {
        Map<String, Problem> direct = new HashMap<>();
        all(task(Map.of()), Split.DEMONSTRATION).forEach(each -> direct.put(key(each), each));
        int looks = 0;
        for (Problem problem : all(task(Map.of("detours", 3)), Split.DEMONSTRATION)) {
            String walkthrough = direct.get(key(problem)).solution().orElseThrow();
            String longer = problem.solution().orElseThrow();
            assertTrue(longer.endsWith(walkthrough), longer);
            List<String> before =
                    longer.substring(0, longer.length() - walkthrough.length()).lines().toList();
            assertTrue(before.stream().filter(each -> each.startsWith("go to ")).count() <= 3);
            assertEquals(before.size(), new HashSet<>(before).size(), "each place once");
            looks += before.size();
        }
        assertTrue(looks > 0, "no demonstration has a detour");
    }

    private static String key(Problem problem) {
        return problem.id().value();
    }

    @Test
    void equalSeedsGiveEqualProblemsAndAnEditedGameAnotherFingerprint() throws IOException {
        Task task = task(Map.of());
        assertEquals(all(task, Split.TEST), all(task(Map.of()), Split.TEST));
        String before = task.fingerprint();
        assertEquals(before, task(Map.of()).fingerprint());
        Path game = games.resolve(all(task, Split.TEST).getFirst().id().value());
        Files.writeString(game, Files.readString(game) + " ");
        assertFalse(before.equals(task(Map.of()).fingerprint()));
    }

    @Test
    void aWalkthroughLongerThanTheStepLimitIsNoDemonstration() throws IOException {
        assertTrue(all(task(Map.of("step_limit", 1)), Split.DEMONSTRATION).isEmpty());
    }

    @Test
    void whatCannotBeUsedIsSaid() throws IOException {
        TaskException unprepared =
                assertThrows(
                        TaskException.class, () -> make(Map.of()).problems(Split.TEST, 1, SEED));
        assertTrue(
                String.valueOf(unprepared.getMessage()).contains("./oreo alfworld prepare"),
                unprepared.getMessage());
        TaskException options =
                assertThrows(
                        TaskException.class,
                        () -> make(Map.of("generate", 5, "dialect", "latin", "step_limt", 3)));
        String message = String.valueOf(options.getMessage());
        assertTrue(message.contains("'generate' is 5, but a folder"), message);
        assertTrue(message.contains("move or put"), message);
        assertTrue(message.contains("step_limit"), message);
    }

    @Test
    void gamesThatAreNotPreparedArePreparedFirstAndTogether() {
        maker.prepares = true;
        assertEquals(2, make(Map.of()).problems(Split.TEST, 2, SEED).size());
        assertEquals(2, maker.asked.size(), "no more than are asked for");
    }

    @Test
    void aBrokenGameIsPassedOverAndSaid() throws IOException {
        Path broken = games.resolve("train/a/trial_0/game.tw-pddl");
        for (int i = 0; i < 10; i++) {
            Path each = games.resolve("train/a/trial_%d/game.tw-pddl".formatted(i));
            Files.createDirectories(each.getParent());
            Files.writeString(each, "{\"pddl_domain\": ");
        }
        assertTrue(Files.exists(broken));
        Task task = task(Map.of());
        int usable = all(task, Split.DEMONSTRATION).size() + all(task, Split.ROLLOUT).size();
        assertEquals(4, usable);
        assertTrue(maker.said.toString().contains("are passed over"), maker.said::toString);
        assertTrue(maker.said.toString().contains("is not JSON"), maker.said::toString);
    }

    @Test
    void aSplitIsThatOfItsFolderWhereverItIsEntered() throws IOException {
        games = games.resolve("valid_seen");
        Task task = task(Map.of());
        assertEquals("valid_seen", task.problems(Split.TEST, 1, SEED).getFirst().group());
        task.require(Split.TEST);
        TaskException none =
                assertThrows(TaskException.class, () -> task.require(Split.DEMONSTRATION));
        assertTrue(
                String.valueOf(none.getMessage()).contains("those below train"), none.getMessage());
    }

    @Test
    void optionsAreReadBeforeThereAreGames() {
        List<String> said =
                AlfworldTask.known(_ -> maker)
                        .complaints(Map.of("step_limit", 0, "dialect", "both", "detour", 3))
                        .stream()
                        .map(each -> each.key() + " " + each.text())
                        .toList();
        assertEquals(3, said.size(), said::toString);
        assertTrue(said.toString().contains("step_limit must be a whole number"), said::toString);
        assertTrue(said.toString().contains("move or put but is both"), said::toString);
        assertTrue(said.toString().contains("'detours'"), said::toString);
    }
}
