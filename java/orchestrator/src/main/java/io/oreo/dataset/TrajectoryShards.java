package io.oreo.dataset;

import io.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Writes trajectories to Parquet files (zstd) and reads them back.
 *
 * <p>DuckDB, in memory, does the Parquet work. A shard carries the digest of its content in the
 * file's key-value metadata, so that a shard that travels alone is checked as well. Stateless and
 * thread-safe.
 */
public final class TrajectoryShards {

    private static final String DIGEST_KEY = "oreo_content_digest";

    private static final ShardRows<Trajectory> ROWS =
            new ShardRows<>(
                    ShardColumns.DEFINITIONS,
                    ShardColumns.NAMES,
                    ShardColumns::append,
                    ShardColumns::read);

    private TrajectoryShards() {}

    /**
     * Writes a shard: to a temporary file, read back and compared, flushed to disk, renamed. After
     * a failure the file is as it was before.
     *
     * @throws DatasetException if the file cannot be written or reads back differently
     */
    public static ShardInfo write(List<Trajectory> trajectories, Path file) {
        String digest = ContentDigest.of(trajectories);
        Path temporary = DatasetFiles.temporary(file);
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
            try (DuckDBConnection connection = DuckDb.open()) {
                ROWS.copy(
                        connection,
                        trajectories,
                        "%s: '%s'".formatted(DIGEST_KEY, digest),
                        temporary);
                DatasetFiles.requireEqual(
                        digest, ContentDigest.of(ROWS.select(connection, temporary)), file);
            }
            DatasetFiles.publish(temporary, file);
            return new ShardInfo(file, trajectories.size(), digest, Files.size(file));
        } catch (IOException | SQLException failure) {
            throw DatasetFiles.cannotWrite(file, failure);
        } finally {
            DatasetFiles.deleteLeftOver(temporary);
        }
    }

    /**
     * Reads a shard and compares its content with the digest that it carries.
     *
     * @throws DatasetException if it is missing, damaged or no shard
     */
    public static List<Trajectory> read(Path file) {
        DatasetFiles.requireFile(file);
        try (DuckDBConnection connection = DuckDb.open()) {
            List<Trajectory> trajectories = ROWS.select(connection, file);
            DatasetFiles.requireEqual(
                    carriedDigest(connection, file), ContentDigest.of(trajectories), file);
            return List.copyOf(trajectories);
        } catch (SQLException | IllegalArgumentException | ClassCastException failure) {
            throw new DatasetException(
                    ("Shard %s cannot be read (%s); it is damaged or no trajectory shard: restore"
                                    + " it, or collect or import the data again.")
                            .formatted(file, DatasetFiles.firstLine(failure)),
                    failure);
        }
    }

    /**
     * Reads a shard and compares its content with what is known of it.
     *
     * @throws DatasetException if it is missing, damaged or another one
     */
    public static List<Trajectory> read(ShardInfo shard) {
        List<Trajectory> trajectories = read(shard.path());
        DatasetFiles.requireEqual(
                shard.contentDigest(), ContentDigest.of(trajectories), shard.path());
        return trajectories;
    }

    private static String carriedDigest(DuckDBConnection connection, Path file)
            throws SQLException {
        String query = "SELECT value FROM parquet_kv_metadata(?) WHERE key = '" + DIGEST_KEY + "'";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, DuckDb.literal(file));
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalArgumentException("it carries no content digest");
                }
                return new String(rows.getBytes(1), StandardCharsets.UTF_8);
            }
        }
    }
}
