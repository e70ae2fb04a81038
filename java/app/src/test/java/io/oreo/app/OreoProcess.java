package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line as its users start it: a process of its own, with all that it says kept. */
final class OreoProcess {

    /** One worker for everything: starts are most of what a whole run of this size costs. */
    private static final List<String> ONE_WORKER =
            List.of("workers.rollout_processes=1", "workers.train_threads=1");

    private static final int MINUTES_MAX = 5;

    private final Process process;
    private final Path output;

    private OreoProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * @param output file that standard output and standard error are appended to
     * @param environment more variables for the process and its workers
     */
    static OreoProcess start(Path output, Map<String, String> environment, List<String> arguments)
            throws IOException {
        Stream<String> java =
                Stream.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Doreo.home=" + System.getProperty("oreo.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName());
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(java, arguments.stream()).toList())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return new OreoProcess(builder.start(), output);
    }

    /** The arguments of a verb on a run file with one worker; each setting is key=value. */
    static List<String> line(String verb, String run, Path runs, List<String> settings) {
        return Stream.concat(
                        Stream.of(verb, "--run", run, "--runs", runs.toString()),
                        assignments(settings))
                .toList();
    }

    /** Settings, and those for one worker, as arguments. */
    static Stream<String> assignments(List<String> settings) {
        return Stream.concat(ONE_WORKER.stream(), settings.stream())
                .flatMap(setting -> Stream.of("--set", setting));
    }

    void mustSucceed() throws Exception {
        assertEquals(0, status(), this::said);
    }

    /** What it said before it ended with an exit status that is not 0. */
    String mustFail() throws Exception {
        assertNotEquals(0, status(), this::said);
        return said();
    }

    /** Waits until a name that begins like this stands in a folder, and the process lives. */
    void await(Path place, String appears) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES_MAX);
        while (!stands(place, appears)) {
            assertTrue(
                    process.isAlive() && System.nanoTime() < end,
                    () -> "no %s appeared in %s: %s".formatted(appears, place, said()));
            Thread.sleep(5);
        }
        assertTrue(process.isAlive(), "it was done before it could be killed");
    }

    /** As the kernel would: no farewell. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Likewise its workers; returns how many there were. */
    long killWorkers() {
        List<ProcessHandle> workers = process.children().filter(ProcessHandle::isAlive).toList();
        workers.forEach(ProcessHandle::destroyForcibly);
        return workers.size();
    }

    private int status() throws InterruptedException {
        try {
            assertTrue(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES), this::said);
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private static boolean stands(Path place, String name) {
        String[] names = place.toFile().list((folder, each) -> each.startsWith(name));
        return names != null && names.length > 0;
    }

    /** What it said so far. */
    String said() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            return "(no output: " + unreadable.getMessage() + ")";
        }
    }
}
