package io.oreo.store;

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
                        SUM(CASE WHEN reward >= 0.5 THEN 1 ELSE 0 END) AS correct,
                        AVG(CASE WHEN reward >= 0.5 THEN 1.0 ELSE 0.0 END) AS accuracy,
                        AVG(tokens) AS tokens
                    FROM results GROUP BY run, iteration, evaluation
                    """,
                    """
                    curves AS
                    SELECT run, training, name, batch, value FROM metrics
                    """);

    private StoreSchema() {}

    /** Creates what is missing. */
    static void prepare(Connection connection, String what) throws SQLException {
        for (String table : TABLES) {
            RunStores.execute(connection, table);
        }
        int found = version(connection);
        if (found > VERSION) {
            throw new StoreException(
                    ("%s was written by a newer version of this program (schema %d, "
                                    + "this one knows %d); use that.")
                            .formatted(what, found, VERSION));
        }
        if (found == 0) {
            create(connection);
        }
    }

    private static void create(Connection connection) throws SQLException {
        for (String view : VIEWS) {
            String name = view.substring(0, view.indexOf(' '));
            RunStores.execute(connection, "DROP VIEW IF EXISTS " + name);
            RunStores.execute(connection, "CREATE VIEW " + view);
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO schema_version VALUES (?)")) {
            insert.setInt(1, VERSION);
            insert.executeUpdate();
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT MAX(version) FROM schema_version");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
