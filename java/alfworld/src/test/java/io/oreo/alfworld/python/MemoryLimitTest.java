package io.oreo.alfworld.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.alfworld.cli.AlfworldMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A planning problem that explodes in grounding, in a JVM of its own with little memory. */
@Timeout(600)
class MemoryLimitTest {

    private static final Play PLAY = RecordedPlays.all().getFirst();

    @TempDir private Path folder = Path.of("");

    @Test
    void a_game_that_fills_the_heap_is_named_and_the_next_one_is_prepared() throws Exception {
        Path home = Path.of(System.getProperty("oreo.root"));
        Path script = home.resolve("environments/alfworld/install");
        assertEquals(0, new ProcessBuilder(script.toString()).inheritIO().start().waitFor());
        write("a-exploding", exploding());
        write("b-good", PLAY.file());
        Path output = folder.resolve("output.txt");

        Process prepare =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx400m",
                                "-Doreo.home=" + home,
                                "-cp",
                                System.getProperty("java.class.path"),
                                AlfworldMain.class.getName(),
                                "prepare",
                                "--jobs",
                                "1",
                                "--games",
                                folder.resolve("games").toString(),
                                "--prepared",
                                folder.resolve("prepared").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        int status = prepare.waitFor();

        String said = Files.readString(output);
        assertEquals(1, status, said);
        List<String> complaints =
                said.lines().filter(line -> line.contains("filled the heap")).toList();
        assertTrue(complaints.stream().allMatch(line -> line.contains("a-exploding")), said);
        assertTrue(!complaints.isEmpty() && said.contains("prepared 1 games"), said);
    }

    /** An action of eight free parameters: as many instances as there are objects, to the 8th. */
    private static String exploding() {
        String parameters = "?a ?b ?c ?d ?e ?f ?g ?h - object";
        return PLAY.file()
                .replaceFirst(
                        "\\(:action ",
                        ("(:action Explode :parameters (%s) :precondition (and (not (= ?a ?b)))"
                                        + " :effect (and (checked ?a))) (:action ")
                                .formatted(parameters)
                                .replace("\\", "\\\\"));
    }

    private void write(String name, String game) throws Exception {
        Path place = Files.createDirectories(folder.resolve("games").resolve(name));
        Files.writeString(place.resolve("game.tw-pddl"), game);
    }
}
