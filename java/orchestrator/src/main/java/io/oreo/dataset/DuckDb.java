package io.oreo.dataset;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** DuckDB in memory, for reading and writing Parquet; it fetches nothing from anywhere. */
final class DuckDb {

    private DuckDb() {}

    /** Opens an engine of its own for the caller. */
    static DuckDBConnection open() throws SQLException {
        return open(new Properties());
    }

    /** Likewise, for results that are larger than memory: rows come as they are asked for. */
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
