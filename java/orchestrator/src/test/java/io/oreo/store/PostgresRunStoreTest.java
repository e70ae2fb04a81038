package io.oreo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs where a PostgreSQL server is installed. */
class PostgresRunStoreTest extends SqlRunStoreContract {

    private static Optional<PostgresServer> server = Optional.empty();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Optional<String> missing = PostgresServer.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        server = Optional.of(PostgresServer.start(folder));
    }

    @AfterAll
    static void stop() throws Exception {
        if (server.isPresent()) {
            server.get().stop();
        }
    }

    @Override
    String url() {
        return server.orElseThrow().url();
    }

    @Override
    String outside(RunFolder folder) {
        return url();
    }

    @Test
    void a_server_that_is_not_there_is_named_without_its_address(@TempDir Path runs) {
        String nobody = "jdbc:postgresql://127.0.0.1:1/oreo?user=me&password=secret";
        try (RunFolder folder = RunFolder.open(runs, "run")) {
            String message =
                    String.valueOf(
                            assertThrows(StoreException.class, () -> RunStores.open(folder, nobody))
                                    .getMessage());
            assertTrue(message.contains("the server is not to be reached"), message);
            assertTrue(!message.contains("secret"), message);
        }
    }

    /**
     * A folder that is moved keeps its rows; one whose key is lost is not mixed up with another.
     */
    @Test
    void the_rows_of_a_run_belong_to_its_folder(@TempDir Path runs) throws Exception {
        try (RunFolder folder = RunFolder.open(runs, "moved");
                RunStore store = RunStores.open(folder, url())) {
            store.append(event(1), RunStore.Rows.NONE);
        }
        Path moved = Files.move(runs.resolve("moved"), runs.resolve("renamed"));
        try (RunStore reader = RunStores.openReadOnly(moved, url())) {
            assertEquals(List.of(event(1)), reader.events());
        }

        Files.delete(moved.resolve("store-key"));
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                StoreException.class,
                                                () -> RunStores.openReadOnly(moved, url()))
                                        .getMessage())
                        .contains("has no rows in the database"));
    }
}
