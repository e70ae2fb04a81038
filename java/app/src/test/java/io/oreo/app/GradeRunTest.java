package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code oreo grade} with its worker. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GradeRunTest {

    private static final Pattern ID_AND_VERDICT =
            Pattern.compile("\"id\":\"([^\"]*)\",\"verdict\":\"([^\"]*)\"");

    @TempDir private Path folder = Path.of("");

    @Test
    void what_the_first_stage_leaves_open_is_decided_by_the_worker() throws Exception {
        Path in =
                answers(
                        """
                        {"id":"number","gold":"72","prediction":"so it is 72"}
                        {"id":"square","gold":"(x+1)^2","prediction":"\\\\boxed{x^2+2x+1}"}
                        {"id":"root","gold":"\\\\sqrt{8}","prediction":"\\\\boxed{2\\\\sqrt{2}}"}
                        {"id":"far","gold":"\\\\sqrt{8}","prediction":"\\\\boxed{\\\\pi}"}
                        {"id":"silent","gold":"5","prediction":""}
                        """);
        Path out = folder.resolve("out.jsonl");

        OreoProcess grading = grade(in, out);
        grading.mustSucceed();

        assertTrue(grading.said().contains("5 answers: 3 correct"), grading.said());
        assertEquals(
                List.of(
                        "number correct",
                        "square correct",
                        "root correct",
                        "far wrong",
                        "silent no-answer"),
                ID_AND_VERDICT
                        .matcher(Files.readString(out))
                        .results()
                        .map(found -> found.group(1) + " " + found.group(2))
                        .toList());
    }

    @Test
    void a_line_that_cannot_be_used_is_named_and_the_others_are_graded() throws Exception {
        Path in =
                answers(
                        """
                        {"id":"1","gold":"72","prediction":"72"}
                        {"id":"2","gold":"72"}
                        """);
        Path out = folder.resolve("out.jsonl");

        String complaint = grade(in, out).mustFail();

        assertTrue(complaint.contains("line 2 has no text 'prediction'"), complaint);
        assertTrue(complaint.contains("1 lines of " + in), complaint);
        assertEquals(
                List.of("1 correct", "2 unusable"),
                ID_AND_VERDICT
                        .matcher(Files.readString(out))
                        .results()
                        .map(found -> found.group(1) + " " + found.group(2))
                        .toList());
    }

    private Path answers(String lines) throws Exception {
        return Files.writeString(folder.resolve("in.jsonl"), lines);
    }

    private OreoProcess grade(Path in, Path out) throws Exception {
        return OreoProcess.start(
                folder.resolve("said.txt"),
                Map.of(),
                List.of("grade", "--task", "math", "--in", in.toString(), "--out", out.toString()));
    }
}
