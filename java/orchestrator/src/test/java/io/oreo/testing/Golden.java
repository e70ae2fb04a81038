package io.oreo.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that a reviewer reads; {@code make golden} rewrites them from what the code says now. */
public final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    /** Where they lie. */
    public static Path folder() {
        return FOLDER;
    }

    /** Fails unless the golden file holds exactly this text. */
    public static void check(String name, String actual) throws IOException {
        Path file = FOLDER.resolve(name);
        if ("rewrite".equals(System.getenv("OREO_GOLDEN"))) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
            return;
        }
        assertEquals(
                Files.exists(file) ? Files.readString(file) : "",
                actual,
                () -> file + " differs; if the change is meant, run `make golden` and review it");
    }
}
