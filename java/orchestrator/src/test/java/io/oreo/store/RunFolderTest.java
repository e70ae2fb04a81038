package io.oreo.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir private Path runs;

    @Test
    void a_folder_in_use_by_another_process_is_refused_until_that_process_is_gone()
            throws Exception {
        Process owner = ChildProgram.start(runs, "run");
        try {
            assertEquals("1", ChildProgram.lineAfter(owner, 1));

            String refusal = refusal();
            assertTrue(refusal.contains("in use by another process"), refusal);
            assertTrue(refusal.contains("pid " + owner.pid()), refusal);

            owner.destroyForcibly();
            assertTrue(owner.waitFor(20, TimeUnit.SECONDS));
            RunFolder.open(runs, "run").close();
        } finally {
            owner.destroyForcibly();
        }
    }

    @Test
    void a_folder_is_held_once_in_a_process_too_and_a_refusal_does_not_free_it() {
        try (RunFolder folder = RunFolder.open(runs, "run")) {
            assertTrue(refusal().contains("pid " + ProcessHandle.current().pid()));
            assertTrue(refusal().contains(folder.path().toString()));
        }
        RunFolder.open(runs, "run").close();
    }

    @Test
    void a_refusal_of_this_process_keeps_other_processes_out() throws Exception {
        try (RunFolder folder = RunFolder.open(runs, "run")) {
            refusal();
            Process other = ChildProgram.start(runs, folder.name());
            assertTrue(other.waitFor(60, TimeUnit.SECONDS));
            assertEquals("null", ChildProgram.lineAfter(other, 1), "it never got to append");
        }
    }

    @Test
    void a_try_that_never_had_a_model_leaves_nothing_behind() throws IOException {
        try (RunFolder folder = RunFolder.open(runs, "run")) {
            folder.write("run.toml", "");
            RunStores.open(folder, "").close();
            Files.createDirectories(folder.path().resolve("models/start"));
            Files.createDirectories(folder.logs());
            assertTrue(folder.begun());
            folder.beginAnew();
            assertFalse(folder.begun());
            assertEquals(Set.of(".lock", "logs"), Set.of(folder.path().toFile().list()));
        }
    }

    @Test
    void settings_that_differ_are_named_with_the_way_out() {
        Map<String, String> made = Map.of("a", "1", "b", "2", "c", "3", "d", "4", "e", "5");
        Map<String, String> asked = Map.of("a", "9", "b", "9", "c", "9", "e", "5", "f", "6");

        StoreException refused =
                assertThrows(StoreException.class, () -> RunFolder.requireEqual(runs, made, asked));
        String message = String.valueOf(refused.getMessage());
        assertTrue(
                message.contains("a was 1, is 9; b was 2, is 9; c was 3, is 9 and 2 more"),
                message);
        assertTrue(message.contains("give the new run a name of its own"), message);
        assertDoesNotThrow(() -> RunFolder.requireEqual(runs, made, Map.copyOf(made)));
    }

    @Test
    void latest_points_to_the_run_that_was_marked_last() throws IOException {
        try (RunFolder first = RunFolder.open(runs, "first");
                RunFolder second = RunFolder.open(runs, "second")) {
            first.markLatest();
            first.markLatest();
            second.markLatest();

            assertEquals(second.path().toRealPath(), runs.resolve("latest").toRealPath());
            assertEquals(Path.of("second"), Files.readSymbolicLink(runs.resolve("latest")));
        }
    }

    @Test
    void directories_are_discarded_by_the_beginning_of_their_name_and_nothing_else_is()
            throws IOException {
        Path training = runs.resolve("training/sft");
        Files.createDirectories(training.resolve("checkpoint-20/deep"));
        Files.writeString(training.resolve("checkpoint-20/deep/a"), "a");
        Files.createDirectories(training.resolve("policy/checkpoint-1"));
        Files.writeString(training.resolve("checkpoint-list"), "a file");

        RunFolder.discard(training, "checkpoint-");
        RunFolder.discard(training, "checkpoint-");
        RunFolder.discard(runs.resolve("absent"), "checkpoint-");

        try (Stream<Path> left = Files.list(training)) {
            assertEquals(
                    Set.of(training.resolve("policy"), training.resolve("checkpoint-list")),
                    left.collect(Collectors.toSet()));
        }
        assertTrue(Files.isDirectory(training.resolve("policy/checkpoint-1")));
    }

    @Test
    void a_file_is_written_whole_and_nothing_is_left_beside_it() throws IOException {
        try (RunFolder folder = RunFolder.open(runs, "run")) {
            folder.write("report.json", "first, and longer");
            folder.write("report.json", "second");

            assertEquals("second", Files.readString(folder.path().resolve("report.json")));
            try (Stream<Path> files = Files.list(folder.path())) {
                assertEquals(2, files.count(), "the report and the lock");
            }
            Files.createDirectory(folder.path().resolve("run.toml"));
            Files.createDirectory(folder.path().resolve("run.toml").resolve("inside"));
            assertThrows(StoreException.class, () -> folder.write("run.toml", "text"));
        }
    }

    @Test
    void a_place_that_cannot_hold_runs_is_named() throws IOException {
        Path file = Files.writeString(runs.resolve("file"), "");
        StoreException refused =
                assertThrows(StoreException.class, () -> RunFolder.open(file, "run"));
        assertTrue(String.valueOf(refused.getMessage()).contains(file.toString()));
    }

    private String refusal() {
        return String.valueOf(
                assertThrows(StoreException.class, () -> RunFolder.open(runs, "run")).getMessage());
    }
}
