package io.oreo.task.fetch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.task.TaskException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The official archive of MATH: a tar of one JSON file per problem. Only what its problems say is
 * taken from it; no path in it is ever used as a path.
 */
final class MathArchive {

    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int LARGEST_PROBLEM = 1 << 20;
    private static final Pattern PROBLEM =
            Pattern.compile("(?:.*/)?(train|test)/([a-z_]+)/(\\d+)\\.json");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MathArchive() {}

    /** Writes {@code math_train.jsonl} and {@code math_test.jsonl}, ordered by the files' names. */
    static void unpack(Path archive, Path folder) throws IOException {
        Map<String, String> train = new TreeMap<>();
        Map<String, String> test = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(archive))) {
            byte[] header = new byte[BLOCK];
            while (readHeader(in, header)) {
                String name = text(header, 0, NAME_LENGTH);
                long size = size(header);
                Matcher problem = PROBLEM.matcher(name);
                long padding = (BLOCK - size % BLOCK) % BLOCK;
                if (problem.matches() && size <= LARGEST_PROBLEM) {
                    String line = JSON.readTree(in.readNBytes((int) size)).toString();
                    String key =
                            "%s/%08d".formatted(problem.group(2), Long.parseLong(problem.group(3)));
                    (problem.group(1).equals("train") ? train : test).put(key, line);
                    in.skipNBytes(padding);
                } else {
                    in.skipNBytes(size + padding);
                }
            }
        }
        write(train, folder.resolve("math_train.jsonl"));
        write(test, folder.resolve("math_test.jsonl"));
    }

    private static void write(Map<String, String> lines, Path file) throws IOException {
        if (lines.isEmpty()) {
            throw new TaskException("the archive of MATH has no problems for " + file);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, lines.values());
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** False at the end: a block of zeros or no block. */
    private static boolean readHeader(InputStream in, byte[] header) throws IOException {
        int read = in.readNBytes(header, 0, BLOCK);
        if (read != 0 && read != BLOCK) {
            throw new EOFException("the archive is truncated");
        }
        return read == BLOCK && header[0] != 0;
    }

    private static long size(byte[] header) throws IOException {
        String octal = text(header, SIZE_AT, SIZE_LENGTH).strip();
        if (!octal.matches("[0-7]{1,12}")) {
            throw new IOException("the archive holds a size that is none: " + octal);
        }
        return Long.parseLong(octal, 8);
    }

    private static String text(byte[] header, int start, int length) {
        String field = new String(header, start, length, StandardCharsets.US_ASCII);
        int end = field.indexOf('\0');
        return end < 0 ? field : field.substring(0, end);
    }
}
