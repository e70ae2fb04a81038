package io.oreo.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** How the page looks: {@code page.css} beside this class. */
final class PageStyle {

    private static final String FILE = "page.css";

    private PageStyle() {}

    static Markup css() {
        try (InputStream file = PageStyle.class.getResourceAsStream(FILE)) {
            byte[] bytes =
                    Objects.requireNonNull(file, "page.css is missing in the jar").readAllBytes();
            return new Markup(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("page.css cannot be read from the jar", unreadable);
        }
    }
}
