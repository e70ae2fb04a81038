package io.oreo.dataset;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Rows of one kind as a Parquet file (zstd), by DuckDB in memory.
 *
 * @param definitions columns with their types, in the order in which rows are appended
 * @param names the same without types, for a SELECT that fails when one is missing
 * @param append writes one row
 * @param read makes an item of the current row
 */
record ShardRows<T>(String definitions, String names, Append<T> append, Read<T> read) {

    /** Writes one row. */
    @FunctionalInterface
    interface Append<T> {
        void row(DuckDBAppender rows, T item) throws SQLException;
    }

    /** Makes an item of the current row. */
    @FunctionalInterface
    interface Read<T> {
        T row(ResultSet row) throws SQLException;
    }

    /**
     * Writes a file.
     *
     * @param metadata what {@code KV_METADATA} of the file says, in DuckDB's spelling
     */
    void copy(DuckDBConnection connection, List<T> items, String metadata, Path file)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE shard (" + definitions + ")");
            try (DuckDBAppender rows = connection.createAppender("temp", "main", "shard")) {
                for (T item : items) {
                    append.row(rows, item);
                }
            }
            statement.execute(
                    "COPY shard TO '%s' (FORMAT parquet, COMPRESSION zstd, KV_METADATA {%s})"
                            .formatted(file.toString().replace("'", "''"), metadata));
        }
    }

    /** All items of a file, in their order. */
    List<T> select(DuckDBConnection connection, Path file) throws SQLException {
        String query = "SELECT " + names + " FROM read_parquet(?)";
        List<T> items = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, DuckDb.literal(file));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    items.add(read.row(rows));
                }
            }
        }
        return items;
    }
}
