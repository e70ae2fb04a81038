package io.oreo.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.store.RunStore.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunStoreTest extends SqlRunStoreContract {

    @TempDir private Path folder;

    @Override
    String url() {
        return "";
    }

    @Override
    String outside(RunFolder run) {
        return "jdbc:sqlite:" + run.store();
    }

    @Test
    void everything_lies_in_one_file_with_a_write_ahead_log() throws SQLException {
        try (RunFolder run = RunFolder.open(folder, "run")) {
            try (RunStore store = RunStores.open(run, "")) {
                store.append(event(1), Rows.NONE);
            }
            try (Connection connection = DriverManager.getConnection(outside(run))) {
                assertEquals(List.of("wal"), column(connection, "PRAGMA journal_mode"));
            }
            assertEquals(folder.resolve("run").resolve("run.db"), run.store());
        }
    }

    @Test
    void a_store_of_a_newer_schema_is_refused_and_left_alone() throws Exception {
        try (RunFolder run = RunFolder.open(folder, "run")) {
            try (Connection connection = DriverManager.getConnection(outside(run));
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE schema_version (version INTEGER)");
                statement.execute("INSERT INTO schema_version VALUES (999)");
            }
            byte[] before = Files.readAllBytes(run.store());

            String refusal = refusal(() -> RunStores.open(run, ""));
            assertTrue(refusal.contains("newer version") && refusal.contains("999"), refusal);
            assertTrue(
                    refusal(() -> RunStores.openReadOnly(run.path(), ""))
                            .contains("newer version"));
            try (Connection connection = DriverManager.getConnection(outside(run))) {
                assertEquals(
                        List.of("schema_version"),
                        column(connection, "SELECT name FROM sqlite_master"));
            }
            assertEquals(before.length, Files.size(run.store()));
        }
    }

    @Test
    void a_damaged_file_is_named_and_not_touched() throws IOException {
        byte[] nonsense = "this was a database once ".repeat(100).getBytes(StandardCharsets.UTF_8);
        try (RunFolder run = RunFolder.open(folder, "run")) {
            Files.write(run.store(), nonsense);

            String refusal = refusal(() -> RunStores.open(run, ""));
            assertTrue(refusal.contains("damaged") && refusal.contains("run.db"), refusal);
            assertArrayEquals(nonsense, Files.readAllBytes(run.store()));
        }
    }

    @Test
    void a_full_disk_is_named_and_what_was_stored_stays() throws SQLException {
        try (RunFolder run = RunFolder.open(folder, "run");
                Connection connection = DriverManager.getConnection(outside(run));
                RunStore store = fullAfterSomePages(connection, run)) {
            store.append(event(1), Rows.NONE);
            RunStore.EventRow large = new RunStore.EventRow("Large", "x".repeat(1 << 20));

            String refusal = refusal(() -> store.append(large, Rows.NONE));
            assertTrue(refusal.contains("the disk is full"), refusal);
            assertEquals(List.of(event(1)), store.events());
        }
    }

    /** SQLite reports its own limit on pages as it reports a full disk. */
    private static RunStore fullAfterSomePages(Connection connection, RunFolder run)
            throws SQLException {
        StoreSchema.prepare(connection, "the store");
        RunStores.execute(connection, "PRAGMA max_page_count = 30");
        return new JdbcRunStore(connection, run.name(), "the store");
    }

    @Test
    void a_store_that_another_program_writes_to_is_named() throws SQLException {
        try (RunFolder run = RunFolder.open(folder, "run")) {
            RunStores.open(run, "").close();
            try (Connection writer = DriverManager.getConnection(outside(run));
                    Connection connection = DriverManager.getConnection(outside(run));
                    RunStore store = new JdbcRunStore(connection, "run", "the store")) {
                RunStores.execute(connection, "PRAGMA busy_timeout = 10");
                RunStores.execute(writer, "BEGIN IMMEDIATE");

                String refusal = refusal(() -> store.append(event(1), Rows.NONE));
                assertTrue(refusal.contains("another program holds it"), refusal);
            }
        }
    }

    @Test
    void a_place_that_cannot_be_written_is_named() throws IOException {
        try (RunFolder run = RunFolder.open(folder, "run")) {
            Files.createDirectory(run.store());

            String refusal = refusal(() -> RunStores.open(run, ""));
            assertTrue(refusal.contains("missing or read-only"), refusal);
        }
    }

    @Test
    void a_reader_of_a_run_that_never_began_is_told_so() {
        String refusal = refusal(() -> RunStores.openReadOnly(folder.resolve("nowhere"), ""));
        assertTrue(refusal.contains("holds no store"), refusal);
        assertFalse(Files.exists(folder.resolve("nowhere")), "looking creates nothing");
    }

    @Test
    void what_was_appended_survives_the_death_of_the_program() throws Exception {
        Process writer = ChildProgram.start(folder, "run");
        try {
            String acknowledged = ChildProgram.lineAfter(writer, 5);
            writer.destroyForcibly();
            assertTrue(writer.waitFor(20, TimeUnit.SECONDS));

            try (RunFolder run = RunFolder.open(folder, "run");
                    RunStore store = RunStores.open(run, "")) {
                int events = store.events().size();
                assertTrue(events >= Integer.parseInt(acknowledged), events + " events are left");
                assertEquals(events, store.metrics().size(), "each event with its row");
                store.append(event(events + 1), Rows.NONE);
            }
        } finally {
            writer.destroyForcibly();
        }
    }

    private static String refusal(Executable action) {
        return String.valueOf(assertThrows(StoreException.class, action).getMessage());
    }
}
