package io.oreo.dataset;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The rows of any Parquet file, one after another, each as a JSON object. Not thread-safe. */
public final class ParquetTable implements AutoCloseable {

    private final Path file;
    private final Connection connection;
    private final PreparedStatement select;
    private final ResultSet rows;

    private ParquetTable(Path file, Connection connection) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.select = connection.prepareStatement("SELECT to_json(t) FROM read_parquet(?) AS t");
        select.setString(1, DuckDb.literal(file));
        this.rows = select.executeQuery();
    }

    /**
     * Opens a file; memory does not grow with its size.
     *
     * @throws DatasetException if it cannot be read
     */
    public static ParquetTable open(Path file) {
        try {
            Connection connection = DuckDb.openStreaming();
            try {
                return new ParquetTable(file, connection);
            } catch (SQLException failed) {
                connection.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw DatasetFiles.cannotRead(file, failed);
        }
    }

    /** The next row, or nothing at the end. */
    public Optional<String> next() {
        try {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        } catch (SQLException failed) {
            throw DatasetFiles.cannotRead(file, failed);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
            select.close();
            connection.close();
        } catch (SQLException failed) {
            throw DatasetFiles.cannotRead(file, failed);
        }
    }
}
