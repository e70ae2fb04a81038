package io.oreo.alfworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.planning.GameException;
import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.Episode;
import io.oreo.environment.EpisodeEnd;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastEnvironmentTest {

    @TempDir private Path folder;
    private GameFolder games;
    private GameStore store;
    private final List<Play> plays = RecordedPlays.all();

    @BeforeEach
    void write() throws IOException {
        games = RecordedPlays.write(folder.resolve("games"));
        store = RecordedPlays.prepared(folder.resolve("prepared"));
    }

    private Environment environment() {
        return new FastEnvironment(games, store, Optional.empty(), Optional.empty());
    }

    private static EnvironmentException refused(Environment environment, String game) {
        return assertThrows(EnvironmentException.class, () -> environment.open(new GameId(game)));
    }

    @Test
    void anEpisodeEndsWithItsFirstWin() {
        Play play = plays.getFirst();
        FastEnvironment environment = (FastEnvironment) environment();
        List<String> walkthrough =
                environment.game(new GameId(play.game())).walkthrough().orElseThrow();
        try (Episode episode = Episode.start(environment, new GameId(play.game()), 40)) {
            walkthrough.forEach(episode::step);
            assertEquals(Optional.of(new EpisodeEnd.Won()), episode.end());
            assertThrows(IllegalStateException.class, () -> episode.step("look"));
        }
    }

    @Test
    void forksGoTheirOwnWays() {
        try (Session session = environment().open(new GameId(plays.getFirst().game()))) {
            Observation before = session.observation();
            Session fork = session.fork().orElseThrow();
            fork.step(before.admissible().getFirst());
            assertEquals(before, session.observation());
            assertFalse(before.equals(fork.observation()));
        }
    }

    @Test
    void noGameOutsideTheFolderIsOpened() {
        assertEquals(Kind.UNKNOWN_GAME, refused(environment(), "../secret").kind());
        assertEquals(Kind.UNKNOWN_GAME, refused(environment(), "nowhere/game.tw-pddl").kind());
        assertEquals(Kind.UNKNOWN_GAME, refused(environment(), "\u0000").kind());
    }

    @Test
    void aGameThatIsNotPreparedSaysHowToPrepareIt() throws IOException {
        Path changed = folder.resolve("games").resolve(plays.getFirst().game());
        Files.writeString(changed, plays.getFirst().file() + " ");
        EnvironmentException e = refused(environment(), plays.getFirst().game());
        assertEquals(Kind.UNSUPPORTED_GAME, e.kind());
        assertTrue(e.getMessage().contains("oreo alfworld prepare"), e.getMessage());
    }

    @Test
    void aTruncatedFileIsNamed() throws IOException {
        Path file = folder.resolve("games").resolve(plays.getFirst().game());
        Files.writeString(file, plays.getFirst().file().substring(0, 5000));
        EnvironmentException e = refused(environment(), plays.getFirst().game());
        assertEquals(Kind.MALFORMED_GAME, e.kind());
        assertTrue(e.getMessage().contains(plays.getFirst().game()), e.getMessage());
    }

    @Test
    void aRefusedGameIsPlayedByTheFallbackAndNeverTriedAgain() {
        Play play = plays.getFirst();
        GameStore empty = new GameStore(folder.resolve("empty"));
        empty.putRefusal(
                GameStore.key(play.bytes()), GameException.unsupported("the grammar hums"));
        Environment fast = environment();
        FastEnvironment environment =
                new FastEnvironment(games, empty, Optional.empty(), Optional.of(fast));
        try (Session session = environment.open(new GameId(play.game()))) {
            assertEquals(play.steps().getFirst().text(), session.observation().text());
        }
        FastEnvironment alone =
                new FastEnvironment(games, empty, Optional.empty(), Optional.empty());
        assertTrue(refused(alone, play.game()).getMessage().contains("the grammar hums"));
    }

    @Test
    void aPolicyMaySpeakTheOldDialect() {
        FastEnvironment engine = (FastEnvironment) environment();
        Environment old =
                Dialect.spoken(
                        engine,
                        Dialect.MOVE,
                        new Dialect.Spoken(Dialect.PUT, false, engine::places));
        Play play =
                plays.stream()
                        .filter(p -> p.game().startsWith("pick_and"))
                        .findFirst()
                        .orElseThrow();
        FastEnvironment environment = (FastEnvironment) environment();
        List<String> walkthrough =
                environment.game(new GameId(play.game())).walkthrough().orElseThrow();
        try (Session session = old.open(new GameId(play.game()))) {
            walkthrough.subList(0, walkthrough.size() - 1).forEach(session::step);
            List<String> puts =
                    session.observation().admissible().stream()
                            .filter(command -> command.startsWith("put "))
                            .toList();
            assertEquals(1, puts.size());
            Observation last = session.step(puts.getFirst());
            assertTrue(last.won());
            assertTrue(last.text().matches("You put the .+ in/on the .+\\."), last.text());
        }
    }

    @Test
    void aFolderThatIsMissingSaysHowToGetGames() {
        EnvironmentException e =
                assertThrows(
                        EnvironmentException.class, () -> new GameFolder(folder.resolve("none")));
        assertTrue(e.getMessage().contains("fetch"), e.getMessage());
    }

    @Test
    void playingAPreparedGameLoadsNoClassOfGraalPy() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(
                                java,
                                "-Xlog:class+load",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.oreo.alfworld.cli.AlfworldMain",
                                "replay",
                                "--games",
                                folder.resolve("games").toString(),
                                "--prepared",
                                folder.resolve("prepared").toString(),
                                "--commands",
                                commands().toString(),
                                "--out",
                                folder.resolve("out.jsonl").toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertFalse(output.contains("org.graalvm"), "GraalPy was loaded");
        assertTrue(output.contains("io.oreo.alfworld.game.Game "), "the engine played");
    }

    private Path commands() throws IOException {
        return Files.writeString(
                folder.resolve("in.jsonl"),
                "{\"game\": \"%s\", \"commands\": [\"look\"]}\n"
                        .formatted(plays.getFirst().game()));
    }
}
