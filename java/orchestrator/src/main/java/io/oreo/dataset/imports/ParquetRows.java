package io.oreo.dataset.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.dataset.DropReason;
import io.oreo.dataset.ParquetTable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Rows of a Parquet file as JSON objects, so that both kinds of file are understood by one rule.
 */
final class ParquetRows implements SourceFile {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private final ParquetTable table;
    private int line;

    private ParquetRows(ParquetTable table) {
        this.table = table;
    }

    static ParquetRows open(Path file) {
        return new ParquetRows(ParquetTable.open(file));
    }

    @Override
    public Optional<SourceRow> next() {
        return table.next().map(this::row);
    }

    private SourceRow row(String json) {
        line++;
        try {
            return new SourceRow.Parsed(line, JSON.readTree(json));
        } catch (JsonProcessingException unreadable) {
            return new SourceRow.Unreadable(
                    line, DropReason.BAD_TEXT, unreadable.getOriginalMessage());
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
