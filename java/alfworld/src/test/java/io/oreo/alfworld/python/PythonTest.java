package io.oreo.alfworld.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.GamePreparer;
import io.oreo.alfworld.HouseSize;
import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.alfworld.RecordedPlays.Step;
import io.oreo.alfworld.ReferenceEnvironment;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.generate.GameGenerator;
import io.oreo.alfworld.generate.GeneratedGame;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.tools.Preparation;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import io.oreo.environment.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ALFWorld's own Python in this JVM: one pool for all tests, since a context takes a while. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PythonTest {

    @TempDir private static Path folder;
    private static PythonPool pool;
    private static GameFolder games;
    private static GameStore store;
    private static final Play PLAY = RecordedPlays.all().getFirst();

    @BeforeAll
    static void start() throws Exception {
        Path home = Path.of(System.getProperty("oreo.root"));
        Path script = home.resolve("environments/alfworld/install");
        assertEquals(0, new ProcessBuilder(script.toString()).inheritIO().start().waitFor());
        pool = new PythonPool(PythonSetup.of(home, 1).withCallLimit(Duration.ofMinutes(5)));
        games = RecordedPlays.write(folder.resolve("games"));
        store = new GameStore(folder.resolve("prepared"));
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    @Test
    @Order(1)
    void theReferenceModeShowsWhatCPythonShowed() {
        ReferenceEnvironment environment = new ReferenceEnvironment(games, pool);
        try (Session session = environment.open(new GameId(PLAY.game()))) {
            assertEquals(PLAY.steps().getFirst().text(), session.observation().text());
            for (Step step : PLAY.steps().subList(1, 12)) {
                Observation shown = session.step(step.command());
                assertEquals(step.text(), shown.text());
                assertEquals(step.admissible(), shown.admissible());
                assertEquals(step.won(), shown.won());
            }
            assertTrue(session.fork().isEmpty());
        }
    }

    /** As after an end in the middle: all games but one are in the store. */
    @Test
    @Order(2)
    void preparationDoesOnlyWhatIsLeftAndAsCPythonDelivered() throws Exception {
        GameStore fixture = RecordedPlays.prepared(folder.resolve("fixture"));
        RecordedPlays.prepared(folder.resolve("prepared"));
        Path here = store.path(GameStore.key(PLAY.bytes()));
        Files.move(here, here.resolveSibling("part123.tmp"));
        Preparation preparation = new Preparation(games, store);
        List<Preparation.Waiting> waiting = preparation.waiting();
        assertEquals(
                List.of(new GameId(PLAY.game())),
                waiting.stream().map(Preparation.Waiting::id).toList());
        Preparation.Report report = preparation.run(waiting, pool, 1, line -> {});
        assertEquals(1, report.prepared(), report::format);
        assertEquals(List.of(), preparation.waiting());
        assertEquals(-1, Files.mismatch(here, fixture.path(GameStore.key(PLAY.bytes()))), "bytes");
    }

    @Test
    @Order(3)
    void pythonReadsNothingButItsOwnFilesAndWritesNothing() {
        Path secret = folder.resolve("secret.txt");
        for (String action : List.of("read_text()", "write_text('x')")) {
            String hostile =
                    PLAY.file()
                            .replace(
                                    "Your task is to:",
                                    "Your task is to: {__import__('pathlib').Path('%s').%s}"
                                            .formatted(secret, action));
            EnvironmentException e =
                    assertThrows(
                            EnvironmentException.class,
                            () -> reference("hostile", hostile, pool).open());
            assertTrue(e.getMessage().contains("PermissionError"), e.getMessage());
        }
        assertTrue(Files.notExists(secret));
    }

    @Test
    @Order(4)
    void aGameWhosePddlDoesNotParseIsNamedAndTheNextOneIsPlayed() throws Exception {
        String broken = PLAY.file().replace("(:goal", "(:gaol");
        Path file = folder.resolve("broken/game.tw-pddl");
        Files.createDirectories(file.getParent());
        Files.writeString(file, broken);
        GameFolder folderOfIt = new GameFolder(file.getParent());
        GamePreparer preparer = new GamePreparer(pool, store);
        GameException e =
                assertThrows(
                        GameException.class,
                        () -> preparer.prepare(folderOfIt.file(new GameId("game.tw-pddl"))));
        assertEquals(GameException.Kind.MALFORMED, e.kind());
        assertTrue(e.getMessage().contains("ALFWorld cannot load it"), e.getMessage());
        try (PythonPool.Lease lease = pool.lease()) {
            assertEquals("{}", lease.call("close_game"));
        }
    }

    @Test
    @Order(5)
    void aContextThatHangsIsEndedAndReplaced() throws Exception {
        Path home = Path.of(System.getProperty("oreo.root"));
        String endless =
                PLAY.file()
                        .replace(
                                "Your task is to:",
                                "Your task is to: {sum(1 for x in iter(int, 1))}");
        PythonSetup setup = PythonSetup.of(home, 1).withCallLimit(Duration.ofSeconds(30));
        try (PythonPool impatient = new PythonPool(setup)) {
            EnvironmentException e =
                    assertThrows(
                            EnvironmentException.class,
                            () -> reference("endless", endless, impatient).open());
            assertEquals(EnvironmentException.Kind.TIMEOUT, e.kind());
            try (PythonPool.Lease lease = impatient.lease()) {
                assertEquals("{}", lease.call("close_game"));
            }
        }
    }

    @Test
    @Order(6)
    void theHandCodedExpertWinsAGeneratedGame() throws Exception {
        Path data =
                Path.of(System.getProperty("oreo.root"), "build/alfworld-packages/alfworld/data");
        GeneratedGame game =
                new GameGenerator(
                                Files.readString(data.resolve("alfred.pddl")),
                                Files.readString(data.resolve("alfred.twl2")),
                                new HouseSize(6, 4))
                        .game(1, 0);
        Opened generated = reference("generated", game.file(), pool);
        Files.writeString(folder.resolve("generated/traj_data.json"), game.trajectory());
        List<Turn> turns = generated.environment().demonstration(generated.game(), 50);
        assertEquals("", turns.getFirst().command());
        assertTrue(turns.getLast().observation().won(), turns::toString);
        assertTrue(turns.size() > game.walkthrough().size() / 2, turns::toString);
    }

    private record Opened(ReferenceEnvironment environment, GameId game) {
        Session open() {
            return environment.open(game);
        }
    }

    private static Opened reference(String name, String content, PythonPool python)
            throws Exception {
        Path file = folder.resolve(name).resolve("game.tw-pddl");
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return new Opened(
                new ReferenceEnvironment(new GameFolder(file.getParent()), python),
                new GameId("game.tw-pddl"));
    }
}
