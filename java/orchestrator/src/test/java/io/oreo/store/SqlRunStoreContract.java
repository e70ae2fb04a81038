package io.oreo.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.store.RunStore.ResultRow;
import io.oreo.store.RunStore.Rows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store in a database keeps to besides. */
abstract class SqlRunStoreContract extends RunStoreContract {

    /** Address for {@link RunStores}. */
    abstract String url();

    /** Address of the database of a run, for looking at it from outside. */
    abstract String outside(RunFolder folder);

    @Override
    RunStore open(RunFolder folder) {
        return RunStores.open(folder, url());
    }

    @Override
    RunStore openReadOnly(Path folder) {
        return RunStores.openReadOnly(folder, url());
    }

    @Test
    void analysts_find_order_time_accuracy_and_curves() throws SQLException {
        try (RunFolder folder = RunFolder.open(runs, "analysed")) {
            ResultRow right =
                    new ResultRow(1, "oreo-1/beam", 0, 1, "q", "all", "correct", 1, 9, "");
            try (RunStore store = open(folder)) {
                store.append(event(1), new Rows(List.of(metric(1, 0.5)), List.of(result(0))));
                store.append(event(2), new Rows(List.of(), List.of(right)));
            }
            try (Connection connection = DriverManager.getConnection(outside(folder))) {
                assertEquals(
                        List.of("1", "2"),
                        column(connection, "SELECT seq FROM events WHERE run LIKE 'analysed%'"));
                Instant at =
                        Instant.parse(
                                column(
                                                connection,
                                                "SELECT at FROM events WHERE run LIKE 'analysed%'")
                                        .getLast());
                assertTrue(Duration.between(at, Instant.now()).abs().toMinutes() < 5, at::toString);
                assertEquals(
                        0.5,
                        Double.parseDouble(
                                column(
                                                connection,
                                                "SELECT accuracy FROM accuracy WHERE run LIKE"
                                                    + " 'analysed%' AND evaluation = 'oreo-1/beam'")
                                        .getFirst()));
                assertEquals(
                        1,
                        column(connection, "SELECT value FROM curves WHERE run LIKE 'analysed%'")
                                .size());
            }
        }
    }

    static List<String> column(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }
}
