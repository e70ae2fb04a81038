package io.oreo.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * JSON lines in UTF-8, plain or compressed by gzip or zstd, which the content decides and not the
 * name. Blank lines are passed over, and so is a byte order mark.
 */
public final class JsonLineFile implements AutoCloseable {

    /** Longer lines are not looked at. */
    static final int MAX_LINE_BYTES = 64 << 20;

    private static final int BUFFER = 1 << 16;
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** First bytes, in hexadecimal, of what people give for JSON lines. */
    private static final Map<String, String> OTHERS =
            Map.of(
                    "50415231", "Parquet",
                    "fd377a58", "xz; unpack it by xz -d",
                    "425a68", "bzip2; unpack it by bunzip2",
                    "504b0304", "a zip archive; unpack it",
                    "fffe", "UTF-16; write it as UTF-8",
                    "feff", "UTF-16; write it as UTF-8");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Path file;
    private final InputStream in;
    private int line;

    /** A line that is not blank. */
    public sealed interface Row {

        /** Number of the line, from 1. */
        int line();

        /** A JSON object. */
        record Parsed(int line, JsonNode fields) implements Row {}

        /**
         * Something else.
         *
         * @param why a clause such as "is not UTF-8"
         */
        record Unusable(int line, String why) implements Row {}
    }

    private JsonLineFile(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /**
     * Opens a file.
     *
     * @throws FileException if it is missing, a folder, or of another kind
     */
    public static JsonLineFile open(Path file) {
        if (Files.isDirectory(file)) {
            throw new FileException("%s is a folder; name a file of JSON lines".formatted(file));
        }
        try {
            InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
            byte[] first = ahead(raw, 4);
            InputStream text = raw;
            if (startsWith(first, GZIP)) {
                text = new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER);
            } else if (startsWith(first, ZSTD)) {
                text = new BufferedInputStream(new ZstdInputStream(raw), BUFFER);
            }
            requireLines(file, ahead(text, 256));
            return new JsonLineFile(file, text);
        } catch (IOException failed) {
            throw FileException.reading(file, failed);
        }
    }

    private static void requireLines(Path file, byte[] start) {
        String hex = HexFormat.of().formatHex(start);
        OTHERS.forEach(
                (mark, kind) -> {
                    if (hex.startsWith(mark)) {
                        throw new FileException(
                                "%s is no file of JSON lines but %s".formatted(file, kind));
                    }
                });
        String text = new String(start, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
        if (text.matches("(?s)\\[\\s*\\{.*")) {
            throw new FileException(
                    ("%s is one JSON list; write its objects on a line each, for example by: jq -c"
                                    + " '.[]' IN > OUT")
                            .formatted(file));
        }
    }

    private static byte[] ahead(InputStream in, int count) throws IOException {
        in.mark(count);
        byte[] bytes = in.readNBytes(count);
        in.reset();
        return bytes;
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length
                && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    /**
     * The next line that is not blank, or nothing at the end.
     *
     * @throws FileException if the file itself cannot be read on
     */
    public Optional<Row> next() {
        try {
            while (ahead(in, 1).length > 0) {
                line++;
                Optional<Row> row = row(readLine());
                if (row.isPresent()) {
                    return row;
                }
            }
            return Optional.empty();
        } catch (IOException failed) {
            throw new FileException(
                    "%s cannot be read behind line %d: %s"
                            .formatted(file, line, FileException.reason(failed)));
        }
    }

    /** The bytes up to the next line break; nothing if they are too many. */
    private Optional<byte[]> readLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        boolean tooLong = false;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            tooLong |= bytes.size() == MAX_LINE_BYTES;
            if (!tooLong) {
                bytes.write(next);
            }
        }
        return tooLong ? Optional.empty() : Optional.of(bytes.toByteArray());
    }

    private Optional<Row> row(Optional<byte[]> read) {
        if (read.isEmpty()) {
            return unusable("is longer than %d MB".formatted(MAX_LINE_BYTES >> 20));
        }
        byte[] bytes = read.get();
        int from = line == 1 && startsWith(bytes, MARK) ? MARK.length : 0;
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                            .toString();
            return text.isBlank() ? Optional.empty() : parse(text);
        } catch (CharacterCodingException other) {
            return unusable("is not UTF-8");
        }
    }

    private Optional<Row> parse(String text) {
        try {
            JsonNode fields = JSON.readTree(text);
            return fields.isObject()
                    ? Optional.of(new Row.Parsed(line, fields))
                    : unusable("is JSON, but no object");
        } catch (MismatchedInputException more) {
            return unusable("holds more than one JSON object");
        } catch (StreamReadException damaged) {
            return unusable("is not JSON (%s)".formatted(damaged.getOriginalMessage()));
        } catch (JsonProcessingException damaged) {
            return unusable("cannot be read (%s)".formatted(damaged.getOriginalMessage()));
        }
    }

    private Optional<Row> unusable(String why) {
        return Optional.of(new Row.Unusable(line, why));
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException failed) {
            throw FileException.reading(file, failed);
        }
    }
}
