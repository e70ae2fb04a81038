package io.oreo.dataset;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** DuckDB in memory, for reading and writing Parquet; it fetches nothing from anywhere. */
final class DuckDb {

    private static @Nullable DuckDBConnection engine;

    private DuckDb() {}

    /**
     * Opens a connection of the program's engine. An engine takes longer to start than a shard
     * takes to be written; what a connection makes, in temporary tables, no other sees.
     */
    static synchronized DuckDBConnection open() throws SQLException {
        DuckDBConnection known = engine;
        if (known == null || !works(known)) {
            known = open(new Properties());
            engine = known;
        }
        return known.duplicate();
    }

    /** An engine that met an error of its own answers nothing any more. */
    private static boolean works(DuckDBConnection connection) {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException broken) {
            return false;
        }
    }

    /**
     * An engine of the caller's own, for results that are larger than memory: rows come as they are
     * asked for.
     */
    static DuckDBConnection openStreaming() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        return open(settings);
    }

    private static DuckDBConnection open(Properties settings) throws SQLException {
        // One thread keeps the order of the rows and leaves the processor to the workers.
        settings.setProperty("threads", "1");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        return (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    /** The name of this one file for {@code read_parquet}, which would take * ? [ for patterns. */
    static String literal(Path file) {
        return file.toString().replaceAll("[\\[*?]", "[$0]");
    }
}
