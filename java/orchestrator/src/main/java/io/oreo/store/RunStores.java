package io.oreo.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens the memory of a run: SQLite in its folder, or a PostgreSQL database by its address. */
public final class RunStores {

    private static final int BUSY_MILLIS = 10_000;

    private RunStores() {}

    /**
     * Opens a run's store and creates its tables if they are missing.
     *
     * @param folder the run's folder
     * @param url JDBC address of a PostgreSQL database; blank: SQLite in the folder
     * @throws StoreException if it cannot be opened or belongs to a newer version
     */
    public static RunStore open(RunFolder folder, String url) {
        return url.isBlank() ? sqlite(folder.store(), folder.name()) : remote(url, folder.name());
    }

    private static RunStore sqlite(Path file, String run) {
        Properties settings = new Properties();
        settings.setProperty("journal_mode", "WAL");
        settings.setProperty("synchronous", "FULL");
        settings.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
        return open("jdbc:sqlite:" + file, settings, run, "the store " + file);
    }

    private static RunStore remote(String url, String run) {
        return open(url, new Properties(), run, "the database of store.url");
    }

    private static RunStore open(String url, Properties settings, String run, String what) {
        try {
            Connection connection = DriverManager.getConnection(url, settings);
            try {
                StoreSchema.prepare(connection, what);
                return new JdbcRunStore(connection, run, what);
            } catch (SQLException | StoreException failed) {
                connection.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw failure(what, failed);
        }
    }

    /** One sentence for what goes wrong with a disk or a database. */
    static StoreException failure(String what, SQLException failed) {
        String text = String.valueOf(failed.getMessage());
        String mend = "look at the disk or the database and run the same command again";
        if (text.contains("SQLITE_FULL") || text.contains("full")) {
            mend = "the disk is full; free some space and run the same command again";
        } else if (text.contains("SQLITE_READONLY") || text.contains("SQLITE_CANTOPEN")) {
            mend = "the folder is missing or read-only; make it writable";
        } else if (text.contains("SQLITE_CORRUPT") || text.contains("SQLITE_NOTADB")) {
            mend = "the file is damaged; restore it from a copy, or start a run of another name";
        } else if (text.contains("SQLITE_BUSY")) {
            mend = "another program holds it; end that one first";
        }
        return new StoreException(
                "Cannot use %s: %s (%s).".formatted(what, mend, text.strip()), failed);
    }

    /** Runs a statement without result. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
