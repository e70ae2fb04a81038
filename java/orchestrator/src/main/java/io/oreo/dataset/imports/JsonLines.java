package io.oreo.dataset.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.dataset.DatasetException;
import io.oreo.dataset.DropReason;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** JSON Lines in UTF-8, a line at a time; blank lines are passed over. */
final class JsonLines implements SourceFile {

    /** Longer lines are not looked at. */
    static final int MAX_LINE_BYTES = 16 << 20;

    private static final int GZIP_FIRST_BYTE = 0x1f;
    private static final int LOOK_AHEAD = 256;

    /** NaN is read, so that a reward of NaN is called by its name. */
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Path file;
    private final InputStream in;
    private int line;

    private JsonLines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static JsonLines open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(1);
        int first = in.read();
        in.reset();
        InputStream text =
                first == GZIP_FIRST_BYTE
                        ? new BufferedInputStream(new GZIPInputStream(in), 1 << 16)
                        : in;
        requireNoList(file, text);
        return new JsonLines(file, text);
    }

    /** A list of objects over many lines is no JSON Lines. */
    private static void requireNoList(Path file, InputStream text) throws IOException {
        text.mark(LOOK_AHEAD);
        String start =
                new String(text.readNBytes(LOOK_AHEAD), StandardCharsets.UTF_8)
                        .replace("\uFEFF", "")
                        .strip();
        text.reset();
        if (start.matches("(?s)\\[\\s*\\{.*")) {
            throw new DatasetException(
                    ("%s is one JSON list; write its objects on a line each, for example by: jq -c"
                                    + " '.[]' IN > OUT")
                            .formatted(file));
        }
    }

    @Override
    public Optional<SourceRow> next() {
        try {
            while (true) {
                in.mark(1);
                if (in.read() < 0) {
                    return Optional.empty();
                }
                in.reset();
                line++;
                Optional<byte[]> bytes = readLine();
                if (bytes.isEmpty()) {
                    return Optional.of(
                            unreadable(
                                    DropReason.NOT_JSON,
                                    "is longer than %d bytes".formatted(MAX_LINE_BYTES)));
                }
                Optional<SourceRow> row = row(bytes.get());
                if (row.isPresent()) {
                    return row;
                }
            }
        } catch (IOException failed) {
            throw SourceFile.cannotRead(file, failed);
        }
    }

    /** The bytes up to the next line break; nothing if they are too many. */
    private Optional<byte[]> readLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            tooLong |= bytes.size() == MAX_LINE_BYTES;
            if (!tooLong) {
                bytes.write(next);
            }
        }
        return tooLong ? Optional.empty() : Optional.of(bytes.toByteArray());
    }

    /** The row in a line; nothing if the line is blank. */
    private Optional<SourceRow> row(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            return Optional.of(unreadable(DropReason.BAD_TEXT, "is not UTF-8"));
        }
        String json = line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        return json.isBlank() ? Optional.empty() : Optional.of(parse(json));
    }

    private SourceRow parse(String json) {
        try {
            JsonNode fields = JSON.readTree(json);
            return fields.isObject()
                    ? new SourceRow.Parsed(line, fields)
                    : unreadable(DropReason.NOT_JSON, "is JSON, but no object");
        } catch (JsonProcessingException damaged) {
            return unreadable(DropReason.NOT_JSON, damaged.getOriginalMessage());
        }
    }

    private SourceRow unreadable(DropReason reason, String what) {
        return new SourceRow.Unreadable(line, reason, what);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException failed) {
            throw SourceFile.cannotRead(file, failed);
        }
    }
}
