package io.oreo.alfworld.game;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.text.Expression;
import io.oreo.alfworld.text.Symbol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The bytes of a {@link PreparedGame}: a mark with the version, then the records as CBOR,
 * compressed by gzip, whose end holds a checksum.
 */
public final class GameCodec {

    /** Changes with the records, and with anything that the compiler works out differently. */
    static final int VERSION = 2;

    /** The largest game we have seen takes 1/100 of it. */
    private static final int MAX_SIZE = 1 << 26;

    private static final byte[] MARK = {'o', 'r', 'e', 'o', 'g', 'a', 'm', VERSION};

    private static final CBORMapper CBOR =
            CBORMapper.builder()
                    .addModule(new Jdk8Module())
                    .enable(
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .registerSubtypes(Symbol.class.getPermittedSubclasses())
                    .registerSubtypes(Expression.class.getPermittedSubclasses())
                    .build();

    private static final ObjectReader READER = CBOR.readerFor(PreparedGame.class);
    private static final ObjectWriter WRITER = CBOR.writerFor(PreparedGame.class);

    private GameCodec() {}

    /** The bytes of a game. */
    public static byte[] write(PreparedGame game) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 15);
        bytes.writeBytes(MARK);
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            WRITER.writeValue(out, game);
        } catch (IOException e) {
            throw new UncheckedIOException("a game cannot be written as CBOR", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The game of some bytes.
     *
     * @throws GameException if they are damaged or of another version
     */
    public static PreparedGame read(byte[] bytes) {
        try {
            return READER.readValue(records(bytes));
        } catch (IOException e) {
            throw damaged();
        }
    }

    /** Whether bytes carry the mark and end in their checksum. */
    static boolean isWhole(byte[] bytes) {
        try {
            return records(bytes).length > 0;
        } catch (GameException | IOException e) {
            return false;
        }
    }

    private static byte[] records(byte[] bytes) throws IOException {
        if (!Arrays.equals(bytes, 0, Math.min(bytes.length, MARK.length), MARK, 0, MARK.length)) {
            throw damaged();
        }
        try (InputStream in =
                new GZIPInputStream(
                        new ByteArrayInputStream(bytes, MARK.length, bytes.length - MARK.length))) {
            // Read to its end, where the checksum is compared, before anything is made of it.
            byte[] records = in.readNBytes(MAX_SIZE + 1);
            if (records.length > MAX_SIZE) {
                throw damaged();
            }
            return records;
        }
    }

    private static GameException damaged() {
        return GameException.malformed(
                "the prepared game is damaged, or of another version; remove it and run ./oreo"
                        + " alfworld prepare again");
    }
}
