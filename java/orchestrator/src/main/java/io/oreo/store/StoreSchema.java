package io.oreo.store;

import io.oreo.trajectory.Trajectory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The tables of a store and views for analysts, in the SQL that both databases share. */
final class StoreSchema {

    /** Raised whenever an older program could misread the tables. */
    static final int VERSION = 1;

    private static final List<String> TABLES =
            List.of(
                    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)",
                    """
                    CREATE TABLE IF NOT EXISTS events (
                        run TEXT NOT NULL, seq BIGINT NOT NULL, at TEXT NOT NULL,
                        type TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (run, seq))
                    """,
                    """
                    CREATE TABLE IF NOT EXISTS metrics (
                        run TEXT NOT NULL, training TEXT NOT NULL, batch INTEGER NOT NULL,
                        name TEXT NOT NULL, value DOUBLE PRECISION NOT NULL,
                        PRIMARY KEY (run, training, batch, name))
                    """,
                    """
                    CREATE TABLE IF NOT EXISTS results (
                        run TEXT NOT NULL, iteration INTEGER NOT NULL, evaluation TEXT NOT NULL,
                        unit INTEGER NOT NULL, place INTEGER NOT NULL, problem TEXT NOT NULL,
                        problem_group TEXT NOT NULL, verdict TEXT NOT NULL,
                        reward DOUBLE PRECISION NOT NULL, tokens BIGINT NOT NULL,
                        detail TEXT NOT NULL,
                        PRIMARY KEY (run, iteration, evaluation, unit, place))
                    """);

    private static final List<String> VIEWS =
            List.of(
                    """
                    accuracy AS
                    SELECT run, iteration, evaluation, COUNT(*) AS problems,
                        SUM(CASE WHEN reward >= %1$s THEN 1 ELSE 0 END) AS correct,
                        AVG(CASE WHEN reward >= %1$s THEN 1.0 ELSE 0.0 END) AS accuracy,
                        AVG(tokens) AS tokens
                    FROM results GROUP BY run, iteration, evaluation
                    """
                            .formatted(Trajectory.CORRECT_FROM),
                    """
                    curves AS
                    SELECT run, training, name, batch, value FROM metrics
                    """);

    private StoreSchema() {}

    /**
     * Creates what is missing, all of it or nothing.
     *
     * @throws StoreException if a newer program made the tables; nothing was changed then
     */
    static void prepare(Connection connection, String what) throws SQLException {
        if (version(connection) == VERSION) {
            return;
        }
        requireKnown(version(connection), what);
        Transaction.on(connection, () -> create(connection));
    }

    /**
     * For those who only look.
     *
     * @throws StoreException if there are no tables, or a newer program made them
     */
    static void requirePresent(Connection connection, String what) throws SQLException {
        int found = version(connection);
        if (found == 0) {
            throw new StoreException(
                    "There are no runs in %s yet; start one first.".formatted(what));
        }
        requireKnown(found, what);
    }

    private static void requireKnown(int found, String what) {
        if (found > VERSION) {
            throw new StoreException(
                    ("Cannot use %s: a newer version of this program wrote it (schema %d, this one"
                                    + " knows %d); use that one.")
                            .formatted(what, found, VERSION));
        }
    }

    private static void create(Connection connection) throws SQLException {
        for (String table : TABLES) {
            RunStores.execute(connection, table);
        }
        for (String view : VIEWS) {
            String name = view.substring(0, view.indexOf(' '));
            RunStores.execute(connection, "DROP VIEW IF EXISTS " + name);
            RunStores.execute(connection, "CREATE VIEW " + view);
        }
        RunStores.execute(
                connection,
                "INSERT INTO schema_version VALUES (%d) ON CONFLICT DO NOTHING".formatted(VERSION));
    }

    /** The version of the tables; 0 if there are none. */
    private static int version(Connection connection) throws SQLException {
        try (ResultSet table =
                connection.getMetaData().getTables(null, null, "schema_version", null)) {
            if (!table.next()) {
                return 0;
            }
        }
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT MAX(version) FROM schema_version");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
