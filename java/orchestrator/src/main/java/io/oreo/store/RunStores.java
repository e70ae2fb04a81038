package io.oreo.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens the memory of a run: SQLite in its folder, or a PostgreSQL database by its address. */
public final class RunStores {

    private static final int BUSY_MILLIS = 10_000;
    private static final String REMOTE = "the database of store.url";

    private RunStores() {}

    /** Whose rows are meant, and what users call the place that they lie in. */
    private record Place(String run, String what) {}

    /** What is done with a connection before it is used. */
    private interface Preparation {
        void prepare(Connection connection, String what) throws SQLException;
    }

    /**
     * Opens a run's store and creates its tables if they are missing.
     *
     * @param folder the run's folder
     * @param url JDBC address of a PostgreSQL database; blank: SQLite in the folder
     * @throws StoreException if it cannot be opened or belongs to a newer version
     */
    public static RunStore open(RunFolder folder, String url) {
        if (!url.isBlank()) {
            return open(
                    url,
                    new Properties(),
                    StoreSchema::prepare,
                    new Place(RunIdentity.ensured(folder), REMOTE));
        }
        Properties settings = sqlite();
        settings.setProperty("journal_mode", "WAL");
        settings.setProperty("synchronous", "FULL");
        return open(
                "jdbc:sqlite:" + folder.store(),
                settings,
                StoreSchema::prepare,
                new Place(folder.name(), local(folder.store())));
    }

    /**
     * Opens a run's store to look at it, also while another program works on the run. Appending to
     * it fails.
     *
     * @param run the run's folder; nothing in it is changed
     * @param url as for {@link #open}
     * @throws StoreException if there is none, it cannot be opened, or a newer program made it
     */
    public static RunStore openReadOnly(Path run, String url) {
        Path folder = run.toAbsolutePath().normalize();
        if (!url.isBlank()) {
            Properties settings = new Properties();
            settings.setProperty("readOnly", "true");
            settings.setProperty("readOnlyMode", "always");
            return open(
                    url,
                    settings,
                    StoreSchema::requirePresent,
                    new Place(RunIdentity.of(folder), REMOTE));
        }
        Path file = folder.resolve(RunFolder.STORE);
        if (!Files.isRegularFile(file)) {
            throw new StoreException(
                    "The run folder %s holds no store (%s); name a run that has begun."
                            .formatted(folder, RunFolder.STORE));
        }
        return open(
                "jdbc:sqlite:" + file,
                sqlite(),
                RunStores::prepareReader,
                new Place(String.valueOf(folder.getFileName()), local(file)));
    }

    /** SQLite's own read-only mode would not open a log that a killed program left. */
    private static void prepareReader(Connection connection, String what) throws SQLException {
        execute(connection, "PRAGMA query_only = true");
        StoreSchema.requirePresent(connection, what);
    }

    private static Properties sqlite() {
        Properties settings = new Properties();
        settings.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
        return settings;
    }

    private static String local(Path file) {
        return "the store " + file;
    }

    private static RunStore open(
            String url, Properties settings, Preparation preparation, Place place) {
        try {
            Connection connection = DriverManager.getConnection(url, settings);
            try {
                preparation.prepare(connection, place.what);
                return new JdbcRunStore(connection, place.run, place.what);
            } catch (SQLException | StoreException failed) {
                connection.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw StoreFailures.of(place.what, failed);
        }
    }

    /** Runs a statement without result. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
