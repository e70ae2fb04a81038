package io.oreo.alfworld.planner;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.alfworld.game.GameDocument;
import io.oreo.alfworld.planner.Planner.Applicable;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.planning.SasReader;
import io.oreo.alfworld.planning.SasTask;
import io.oreo.alfworld.planning.SasTask.Axiom;
import io.oreo.alfworld.planning.SasTask.Condition;
import io.oreo.alfworld.planning.SasTask.Effect;
import io.oreo.alfworld.planning.SasTask.Operator;
import io.oreo.alfworld.planning.SasTask.Variable;
import io.oreo.environment.EnvironmentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steps games in the reference mode: libdownward where it is installed, else our engine. */
class PlannerTest {

    private static final Path HOME = Path.of(System.getProperty("oreo.root"));
    private static final List<String> VALUES = List.of("Atom a()", "NegatedAtom a()");
    private static final Condition FACT = new Condition(0, 0);

    @TempDir private Path folder;

    /** The library of this machine: what OREO_LIBDOWNWARD names, else the installed one. */
    private static Optional<Path> library() {
        return Optional.ofNullable(System.getenv("OREO_LIBDOWNWARD"))
                .map(Path::of)
                .or(() -> Libdownward.in(HOME.resolve("build/alfworld-packages")));
    }

    @Test
    void whatIsInstalledServes() {
        Planner planner = Libdownward.planner(library().map(Libdownward::new));
        Class<?> expected = library().isPresent() ? NativePlanner.class : EnginePlanner.class;
        assertEquals(expected, planner.getClass());
        planner.close();
    }

    @Test
    void anEmptyFileIsNoPlanner() throws Exception {
        assertEquals(Optional.empty(), Libdownward.in(folder));
        Path file = Files.createDirectories(folder.resolve("fast_downward"));
        file = Files.createFile(file.resolve("libdownward.so"));
        assertEquals(Optional.empty(), Libdownward.in(folder));
        Files.writeString(file, "compiled");
        assertEquals(Optional.of(file), Libdownward.in(folder));
    }

    @Test
    void aFileThatIsSomethingElseIsRefusedByName() throws Exception {
        Path text = Files.writeString(folder.resolve("libdownward.so"), "no library");
        Path other =
                Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("verify"));
        for (Path file : List.of(text, other, folder.resolve("missing.so"))) {
            EnvironmentException e =
                    assertThrows(EnvironmentException.class, () -> new Libdownward(file));
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
            assertTrue(e.getMessage().contains("cannot serve as libdownward"), e.getMessage());
        }
    }

    /** Where the library is not installed, both are our engine, as whatIsInstalledServes sees. */
    @Test
    void generatedGamesStepEquallyWithWhatIsInstalledAndWithTheEngine() {
        Optional<Libdownward> libdownward = library().map(Libdownward::new);
        for (Play play : RecordedPlays.all()) {
            String sas = GameDocument.read(play.document()).sas();
            SasTask task = SasReader.read(sas);
            try (Planner installed = Libdownward.planner(libdownward);
                    Planner engine = new EnginePlanner()) {
                installed.load(task, sas);
                engine.load(task, sas);
                walk(installed, engine, new Random(play.game().hashCode()));
            }
        }
    }

    private static void walk(Planner installed, Planner engine, Random random) {
        for (int step = 0; step < 60; step++) {
            if (step % 20 == 0) { // the library takes long to name all facts
                assertEquals(engine.state(), installed.state());
            }
            List<Applicable> operators = engine.applicable();
            assertEquals(operators, installed.applicable());
            int chosen = operators.get(random.nextInt(operators.size())).id();
            assertEquals(engine.apply(chosen), installed.apply(chosen));
            assertEquals(engine.goal(), installed.goal());
        }
        assertEquals(engine.state(), installed.state());
    }

    @Test
    void aTaskThatWouldEndTheProcessIsRefusedBefore() {
        assertDoesNotThrow(() -> TaskLimits.check(task("o", List.of(FACT), FACT, FACT), ""));
        String tooLong = "o".repeat(TaskLimits.NAME_BYTES);
        refused("longer than 1023", task(tooLong, List.of(FACT), FACT, FACT), "");
        refused("no goal", task("o", List.of(), FACT, FACT), "");
        refused("zero character", task("o", List.of(FACT), FACT, FACT), "a\0b");
        for (Condition wrong :
                List.of(new Condition(1, 0), new Condition(-1, 0), new Condition(0, 2))) {
            refused("no value", task("o", List.of(wrong), FACT, FACT), "");
            refused("no value", task("o", List.of(FACT), wrong, FACT), "");
            refused("no value", task("o", List.of(FACT), FACT, wrong), "");
        }
    }

    private static void refused(String why, SasTask task, String sas) {
        GameException e = assertThrows(GameException.class, () -> TaskLimits.check(task, sas));
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    private static SasTask task(
            String name, List<Condition> goal, Condition effect, Condition rule) {
        Effect only = new Effect(List.of(), effect.variable(), effect.value());
        return new SasTask(
                List.of(new Variable(-1, VALUES)),
                List.of(0),
                goal,
                List.of(new Operator(name, List.of(FACT), List.of(only))),
                List.of(new Axiom(List.of(rule), 0, 0)));
    }
}
