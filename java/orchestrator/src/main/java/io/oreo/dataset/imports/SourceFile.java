package io.oreo.dataset.imports;

import io.oreo.dataset.DatasetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The rows of a file, one after another. */
public interface SourceFile extends AutoCloseable {

    /** The next row, or nothing at the end. */
    Optional<SourceRow> next();

    @Override
    void close();

    /**
     * Opens JSON Lines (also gzip) or Parquet; the content decides, not the name.
     *
     * @throws DatasetException if the file is missing or cannot be read
     */
    static SourceFile open(Path file) {
        if (Files.isDirectory(file)) {
            throw new DatasetException(
                    ("%s is a folder; name JSON Lines or Parquet files. What save_to_disk of"
                                    + " datasets wrote becomes one by: load_from_disk(FOLDER)"
                                    + ".to_parquet(FILE).")
                            .formatted(file));
        }
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(
                    "The file %s is missing; name a JSON Lines or Parquet file.".formatted(file));
        }
        try {
            return isParquet(file) ? ParquetRows.open(file) : JsonLines.open(file);
        } catch (IOException failed) {
            throw cannotRead(file, failed);
        }
    }

    /** One sentence for a failed read. */
    static DatasetException cannotRead(Path file, Exception failed) {
        String why =
                String.valueOf(failed.getMessage()).lines().findFirst().orElse("no reason given");
        return new DatasetException(
                ("Cannot read %s (%s); it is damaged or may not be read: restore it or mend its"
                                + " permissions.")
                        .formatted(file, why),
                failed);
    }

    private static boolean isParquet(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("PAR1");
        }
    }
}
