package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole loop in its smallest size with real processes of both languages: undisturbed, and with
 * the orchestrator and its workers killed on the way, which must end in the same digest.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class WholeRunTest {

    private static final String RUN = "arithmetic-tiny";
    private static final List<String> SMALLER =
            List.of("sft.epochs=30", "sft.checkpoint_every=20", "oreo.training.checkpoint_every=2");

    @TempDir private Path folder = Path.of("");

    @Test
    void aRunThatIsKilledAgainAndAgainEndsWithTheDigestOfAnUndisturbedOne() throws Exception {
        Path quiet = folder.resolve("quiet");
        finish(iterate(quiet));
        JsonNode expected = report(quiet);

        Path disturbed = folder.resolve("disturbed");
        Path work = disturbed.resolve(RUN);
        killWhen(iterate(disturbed), work.resolve("training/sft"), "checkpoint-");
        killWhen(iterate(disturbed), work.resolve("shards/iteration-1"), "rollouts-00001");
        Process last = iterate(disturbed);
        await(last, work.resolve("training/oreo-1"), "checkpoint-");
        assertTrue(killWorkers(last) > 0, "there were workers to kill");
        finish(last);

        assertEquals(expected.path("digest").asText(), report(disturbed).path("digest").asText());
        assertFalse(expected.path("digest").asText().isBlank());

        Process again = iterate(disturbed);
        finish(again);
        assertEquals(
                expected.path("digest").asText(),
                report(disturbed).path("digest").asText(),
                "a run that is done stays as it is");
    }

    private Process iterate(Path runs) throws IOException {
        Stream<String> command =
                Stream.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Doreo.home=" + System.getProperty("oreo.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "iterate",
                        "--run",
                        RUN,
                        "--runs",
                        runs.toString());
        Stream<String> settings = SMALLER.stream().flatMap(setting -> Stream.of("--set", setting));
        return new ProcessBuilder(Stream.concat(command, settings).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private void finish(Process run) throws Exception {
        assertTrue(run.waitFor(5, TimeUnit.MINUTES), this::said);
        assertEquals(0, run.exitValue(), this::said);
    }

    /** As the kernel would: no farewell. */
    private void killWhen(Process run, Path place, String appears) throws Exception {
        await(run, place, appears);
        run.destroyForcibly().waitFor();
    }

    /** Waits until a name that begins like this stands in a folder, and the run is not done. */
    private void await(Process run, Path place, String appears) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!stands(place, appears)) {
            assertTrue(
                    run.isAlive() && System.nanoTime() < end,
                    () -> "no %s appeared in %s: %s".formatted(appears, place, said()));
            Thread.sleep(5);
        }
        assertTrue(run.isAlive(), "it was done before it could be killed");
    }

    private static boolean stands(Path place, String name) {
        String[] names = place.toFile().list((folder, each) -> each.startsWith(name));
        return names != null && names.length > 0;
    }

    private static long killWorkers(Process run) {
        List<ProcessHandle> workers = run.children().filter(ProcessHandle::isAlive).toList();
        workers.forEach(ProcessHandle::destroyForcibly);
        return workers.size();
    }

    private static JsonNode report(Path runs) throws IOException {
        return new ObjectMapper().readTree(runs.resolve(RUN).resolve("report.json").toFile());
    }

    private String said() {
        try {
            return Files.readString(output());
        } catch (IOException unreadable) {
            return "(no output: " + unreadable.getMessage() + ")";
        }
    }
}
