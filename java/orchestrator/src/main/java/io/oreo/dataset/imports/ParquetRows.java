package io.oreo.dataset.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.dataset.DropReason;
import io.oreo.dataset.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Rows of a Parquet file as JSON objects, so that both kinds of file are understood by one rule.
 */
final class ParquetRows implements SourceFile {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private final Path file;
    private final Connection connection;
    private final PreparedStatement select;
    private final ResultSet rows;
    private int line;

    private ParquetRows(Path file, Connection connection) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.select = connection.prepareStatement("SELECT to_json(t) FROM read_parquet(?) AS t");
        select.setString(1, DuckDb.literal(file));
        this.rows = select.executeQuery();
    }

    static ParquetRows open(Path file) throws SQLException {
        Connection connection = DuckDb.openStreaming();
        try {
            return new ParquetRows(file, connection);
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    @Override
    public Optional<SourceRow> next() {
        try {
            if (!rows.next()) {
                return Optional.empty();
            }
            line++;
            return Optional.of(new SourceRow.Parsed(line, JSON.readTree(rows.getString(1))));
        } catch (SQLException failed) {
            throw SourceFile.cannotRead(file, failed);
        } catch (JsonProcessingException unreadable) {
            return Optional.of(
                    new SourceRow.Unreadable(
                            line, DropReason.BAD_TEXT, unreadable.getOriginalMessage()));
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
            select.close();
            connection.close();
        } catch (SQLException failed) {
            throw SourceFile.cannotRead(file, failed);
        }
    }
}
