package io.oreo.grading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.files.FileException;
import io.oreo.files.JsonLineFile;
import io.oreo.files.SafeOutput;
import io.oreo.files.Surrogates;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Grades a file of answers: JSON lines of {@code id}, {@code gold} and {@code prediction} in, JSON
 * lines of {@code id}, {@code verdict}, {@code answer}, {@code rule} and {@code grader} out, in the
 * same order. The gold answer may stand in a solution. A line that cannot be used gets the verdict
 * {@code unusable}, and its rule says why. The result appears whole or not at all; a grading that
 * was interrupted goes on where it was.
 */
public final class GradeFile {

    /** The verdict of a line that cannot be used. */
    public static final String UNUSABLE = "unusable";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LINES_A_CALL = 1_000;
    private static final int EXAMPLES = 10;

    private final Grader grader;
    private final SafeOutput results;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> unusable = new ArrayList<>();
    private final List<Line> waiting = new ArrayList<>();

    /**
     * What came out.
     *
     * @param counts how many lines have each verdict, by its label
     * @param unusable a sentence for each of the first lines that cannot be used
     */
    public record Result(Map<String, Integer> counts, List<String> unusable) {
        public Result {
            unusable = List.copyOf(unusable);
        }
    }

    /** A line of the input: an answer, or why it is none. */
    private sealed interface Line {
        record Usable(Grader.Answered answered) implements Line {}

        record Unusable(String id, String why) implements Line {}
    }

    /** What is wrong with a line, as a clause. */
    private static final class UnusableLine extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableLine(String why) {
            super(why);
        }
    }

    private GradeFile(Grader grader, SafeOutput results) {
        this.grader = grader;
        this.results = results;
    }

    /**
     * Grades a file.
     *
     * @throws FileException if a file cannot be read or written; then nothing stands at {@code out}
     *     that did not stand there before
     */
    public static Result grade(Grader grader, Path in, Path out) {
        try (JsonLineFile lines = JsonLineFile.open(in);
                SafeOutput results = begin(grader, in, out)) {
            GradeFile grading = new GradeFile(grader, results);
            try {
                grading.all(lines);
                results.finish();
            } catch (FileException failed) {
                // Once the files are mended they are other files, or the disk was full.
                results.discard();
                throw failed;
            }
            return new Result(grading.counts, grading.unusable);
        }
    }

    /** What comes through a pipe is not there twice, so nobody could go on with it. */
    private static SafeOutput begin(Grader grader, Path in, Path out) {
        if (!Files.isRegularFile(in)) {
            return SafeOutput.create(out, in);
        }
        try (InputStream bytes = Files.newInputStream(in)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(grader.name().getBytes(StandardCharsets.UTF_8));
            new DigestInputStream(bytes, digest).transferTo(OutputStream.nullOutputStream());
            String key = HexFormat.of().formatHex(digest.digest()).substring(0, 12);
            return SafeOutput.goingOn(out, key, in);
        } catch (IOException failed) {
            throw new FileException(
                    "%s cannot be read: %s".formatted(in, FileException.reason(failed)));
        } catch (NoSuchAlgorithmException none) {
            throw new AssertionError("every Java has SHA-256", none);
        }
    }

    private void all(JsonLineFile lines) {
        List<String> kept = results.kept();
        int number = 0;
        for (Optional<JsonLineFile.Row> row = lines.next(); row.isPresent(); row = lines.next()) {
            if (number < kept.size()) {
                again(kept.get(number));
            } else {
                waiting.add(line(row.get()));
            }
            number++;
            if (waiting.size() == LINES_A_CALL) {
                gradeWaiting();
            }
        }
        gradeWaiting();
    }

    /** Takes over what an earlier try wrote. */
    private void again(String written) {
        try {
            JsonNode row = JSON.readTree(written);
            String verdict = row.path("verdict").asText();
            if (verdict.equals(UNUSABLE)) {
                complain(row.path("rule").asText());
            }
            counts.merge(verdict, 1, Integer::sum);
            results.line(written);
        } catch (JsonProcessingException damaged) {
            throw new FileException(
                    "what an earlier try left beside the output is damaged; remove the .part file");
        }
    }

    private Line line(JsonLineFile.Row row) {
        return switch (row) {
            case JsonLineFile.Row.Parsed(int number, JsonNode fields) -> {
                try {
                    yield new Line.Usable(answered(fields));
                } catch (UnusableLine useless) {
                    yield unusable(number, id(fields), String.valueOf(useless.getMessage()));
                }
            }
            case JsonLineFile.Row.Unusable(int number, String why) -> unusable(number, "", why);
        };
    }

    private Line unusable(int number, String id, String why) {
        String where = "line %d %s".formatted(number, why);
        complain(where);
        return new Line.Unusable(id, where);
    }

    private void complain(String why) {
        if (unusable.size() < EXAMPLES) {
            unusable.add(why);
        }
    }

    /** The id of a line that lacks something else, as far as it has one. */
    private static String id(JsonNode fields) {
        String id = fields.path("id").asText();
        return Surrogates.lone(id) ? "" : id;
    }

    private static Grader.Answered answered(JsonNode json) throws UnusableLine {
        String id = text(json, "id");
        String gold = text(json, "gold");
        String prediction = text(json, "prediction");
        if (id.isBlank() || gold.isBlank()) {
            throw new UnusableLine("has a blank " + (id.isBlank() ? "id" : "gold"));
        }
        Problem problem =
                new Problem(
                        new ProblemId(id),
                        "(not given)",
                        References.inText(gold),
                        Optional.empty(),
                        Problem.ONE_GROUP,
                        "{}");
        return new Grader.Answered(problem, prediction);
    }

    private static String text(JsonNode json, String field) throws UnusableLine {
        JsonNode value = json.path(field);
        if (!value.isTextual() && !value.isNumber()) {
            throw new UnusableLine(
                    "has no text '%s'; each line needs id, gold and prediction".formatted(field));
        }
        if (Surrogates.lone(value.asText())) {
            throw new UnusableLine(
                    "has half a character (a lone surrogate) in '%s'".formatted(field));
        }
        return value.asText();
    }

    private void gradeWaiting() {
        List<Grader.Answered> usable = new ArrayList<>();
        for (Line line : waiting) {
            if (line instanceof Line.Usable(Grader.Answered answered)) {
                usable.add(answered);
            }
        }
        List<Outcome> outcomes = usable.isEmpty() ? List.of() : grader.grade(usable);
        int next = 0;
        for (Line line : waiting) {
            write(
                    switch (line) {
                        case Line.Usable(Grader.Answered answered) ->
                                row(answered.problem().id().value(), outcomes.get(next++));
                        case Line.Unusable(String id, String why) ->
                                new Row(id, UNUSABLE, "", why, grader.name());
                    });
        }
        results.flush();
        waiting.clear();
    }

    private void write(Row row) {
        counts.merge(row.verdict(), 1, Integer::sum);
        try {
            results.line(JSON.writeValueAsString(row));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Row row(String id, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Graded graded ->
                    new Row(
                            id,
                            graded.verdict().label(),
                            graded.verdict().answerOrEmpty(),
                            graded.verdict().ruleOrWhy(),
                            graded.grader());
            case Outcome.Broken(String why) -> new Row(id, "broken", "", why, grader.name());
            case Outcome.Ungraded _ ->
                    new Row(id, "broken", "", "the grader gave no grade", grader.name());
        };
    }

    private record Row(String id, String verdict, String answer, String rule, String grader) {}
}
