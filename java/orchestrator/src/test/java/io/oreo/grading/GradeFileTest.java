package io.oreo.grading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.oreo.files.FileException;
import io.oreo.trajectory.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradeFileTest {

    private static final String GOOD =
            """
            {"id": "a", "gold": "#### 1,000", "prediction": "The answer is 1000."}
            {"id": "b", "gold": 3, "prediction": "4"}
            """;
    private static final String GRADED =
            """
            {"id":"a","verdict":"correct","answer":"1000",\
            "rule":"the answer is","grader":"gsm8k/4"}
            {"id":"b","verdict":"wrong","answer":"4","rule":"whole text","grader":"gsm8k/4"}
            """;

    @TempDir private Path folder = Path.of("");

    private Path in() {
        return folder.resolve("in.jsonl");
    }

    private Path out() {
        return folder.resolve("out.jsonl");
    }

    private Map<String, Integer> grade(byte[] input) throws IOException {
        Files.write(in(), input);
        return GradeFile.grade(Graders.gsm8k(), in(), out()).counts();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Test
    void a_file_is_graded_line_by_line() throws IOException {
        assertEquals(Map.of("correct", 1, "wrong", 1), grade(bytes(GOOD)));
        assertEquals(GRADED, Files.readString(out()));
        assertEquals(List.of("in.jsonl", "out.jsonl"), left());
    }

    @Test
    void gzip_zstd_and_a_byte_order_mark_change_nothing() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes(GOOD));
        }
        for (byte[] input :
                List.of(
                        zipped.toByteArray(),
                        Zstd.compress(bytes(GOOD)),
                        bytes("\uFEFF" + GOOD.replace("\n", "\r\n")))) {
            assertEquals(Map.of("correct", 1, "wrong", 1), grade(input));
            assertEquals(GRADED, Files.readString(out()));
        }
    }

    @Test
    void each_line_that_cannot_be_used_is_said_with_its_number_and_the_others_are_graded()
            throws IOException {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(bytes("{\"id\": \"1\", \"gold\": \"1\", \"prediction\": \"1\"}\n"));
        input.write(bytes("{\"id\": \"2\", \"gold\": \"1\", \"prediction\": \"\\ud800\"}\n"));
        input.write(bytes("no JSON\n\n"));
        input.write(
                bytes(
                        "{\"id\": \"5\", \"gold\": \"1\", \"prediction\": \"1\"}"
                                + " {\"id\": \"6\"}\n"));
        input.write(bytes("{\"id\": \"7\", \"gold\": \" \", \"prediction\": \"1\"}\n"));
        input.write("{\"id\": \"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        input.write(bytes("{\"id\": \"8\", \"gold\": null, \"prediction\": \"1\"}\n[1]\n"));
        input.write(bytes("{\"id\": \"9\", \"gold\": \"1\", \"prediction\": \"2\"}"));
        Files.write(in(), input.toByteArray());

        GradeFile.Result result = GradeFile.grade(Graders.gsm8k(), in(), out());

        assertEquals(Map.of("correct", 1, "wrong", 1, "unusable", 7), result.counts());
        List<String> said = result.unusable();
        assertTrue(said.get(0).startsWith("line 2 has half a character"), said::toString);
        assertTrue(said.get(1).startsWith("line 3 is not JSON"), said::toString);
        assertEquals("line 5 holds more than one JSON object", said.get(2));
        assertEquals("line 6 has a blank gold", said.get(3));
        assertEquals("line 7 is not UTF-8", said.get(4));
        assertTrue(said.get(5).startsWith("line 8 has no text 'gold'"), said::toString);
        assertEquals("line 9 is JSON, but no object", said.get(6));
        List<String> rows = Files.readAllLines(out());
        assertEquals(9, rows.size(), "one row for each line that is not blank");
        assertTrue(rows.get(4).startsWith("{\"id\":\"7\",\"verdict\":\"unusable\""), rows.get(4));
        assertTrue(rows.get(4).contains("line 6 has a blank gold"), rows.get(4));
    }

    @Test
    void what_is_no_ordinary_file_is_never_replaced() throws IOException {
        grade(bytes(GOOD));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThrows(FileException.class, () -> GradeFile.grade(Graders.gsm8k(), in(), empty));
        assertTrue(Files.isDirectory(empty));
        Path kept = Files.writeString(folder.resolve("kept"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("kept"));
        GradeFile.grade(Graders.gsm8k(), in(), link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(GRADED, Files.readString(kept));
        GradeFile.grade(Graders.gsm8k(), in(), Path.of("/dev/null"));
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
        FileException itself =
                assertThrows(
                        FileException.class, () -> GradeFile.grade(Graders.gsm8k(), in(), in()));
        assertTrue(String.valueOf(itself.getMessage()).contains("name another output"));
        assertEquals(GOOD, Files.readString(in()));
        assertThrows(
                FileException.class,
                () -> GradeFile.grade(Graders.math(), folder.resolve("none"), out()));
    }

    @Test
    void an_archive_that_ends_too_early_leaves_nothing_behind() throws IOException {
        StringBuilder input = new StringBuilder();
        for (int id = 0; id < 5_000; id++) {
            String hash = Integer.toHexString(id * 0x9E3779B1);
            input.append("{\"id\": \"%s\", \"gold\": \"%d\", ".formatted(hash, id));
            input.append("\"prediction\": \"1\"}\n");
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes(input.toString()));
        }
        byte[] half = Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2);
        FileException early = assertThrows(FileException.class, () -> grade(half));
        String said = String.valueOf(early.getMessage());
        assertTrue(said.contains("it ends too early"), said);
        assertEquals(List.of("in.jsonl"), left());
    }

    /** Grades like GSM8K's until it is stopped in its third call. */
    private static final class Stopped implements Grader {
        private final List<String> asked = new ArrayList<>();
        private boolean stops = true;
        private int calls;

        @Override
        public String name() {
            return Graders.gsm8k().name();
        }

        @Override
        public List<Outcome> grade(List<Answered> responses) {
            calls++;
            if (stops && calls == 3) {
                throw new IllegalStateException("stopped");
            }
            responses.forEach(each -> asked.add(each.problem().id().value()));
            return Graders.gsm8k().grade(responses);
        }
    }

    @Test
    void what_was_interrupted_goes_on() throws IOException {
        StringBuilder input = new StringBuilder();
        for (int id = 0; id < 2_500; id++) {
            input.append(
                    "{\"id\": \"%d\", \"gold\": \"1\", \"prediction\": \"1\"}\n".formatted(id));
        }
        input.append("broken\n");
        Files.writeString(in(), input);
        Stopped grader = new Stopped();
        assertThrows(IllegalStateException.class, () -> GradeFile.grade(grader, in(), out()));
        assertFalse(Files.exists(out()));
        assertEquals(2_000, grader.asked.size());
        grader.stops = false;

        GradeFile.Result result = GradeFile.grade(grader, in(), out());

        assertEquals(Map.of("correct", 2_500, "unusable", 1), result.counts());
        assertEquals(2_500, grader.asked.size(), "each is graded once");
        assertEquals(2_501, Files.readAllLines(out()).size());
        assertEquals(List.of("in.jsonl", "out.jsonl"), left());
    }
}
