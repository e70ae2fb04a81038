package io.oreo.task.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.oreo.task.TaskException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the files of a benchmark come from, as its {@code data.toml} says.
 *
 * @param files what is fetched
 */
public record DataSource(List<Remote> files) {

    /**
     * A file to fetch.
     *
     * @param name plain file name below the benchmark's folder
     * @param sha256 what its content must have, 64 hexadecimal digits
     * @param unpack {@code math-archive} if questions are read from it afterwards, else empty
     * @param urls official address first, then others of the same bytes
     */
    public record Remote(String name, String sha256, String unpack, List<URI> urls) {

        public Remote {
            urls = List.copyOf(urls);
            if (!name.matches("[A-Za-z0-9_.-]+") || name.startsWith(".")) {
                throw new IllegalArgumentException("'%s' is no plain file name".formatted(name));
            }
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("'sha256' of %s is no SHA-256".formatted(name));
            }
            if (urls.isEmpty()) {
                throw new IllegalArgumentException("%s has no address".formatted(name));
            }
        }
    }

    public DataSource {
        files = List.copyOf(files);
    }

    /**
     * Reads a {@code data.toml}.
     *
     * @throws TaskException if it cannot be read or says nothing useful
     */
    public static DataSource read(Path file) {
        try {
            List<Remote> files = new ArrayList<>();
            for (JsonNode each : new TomlMapper().readTree(file.toFile()).path("file")) {
                List<URI> urls = new ArrayList<>();
                each.path("urls").forEach(url -> urls.add(URI.create(url.asText())));
                files.add(
                        new Remote(
                                each.path("name").asText(""),
                                each.path("sha256").asText(""),
                                each.path("unpack").asText(""),
                                urls));
            }
            return new DataSource(files);
        } catch (IOException | IllegalArgumentException useless) {
            throw new TaskException(
                    "%s cannot be used: %s".formatted(file, useless.getMessage()), useless);
        }
    }
}
