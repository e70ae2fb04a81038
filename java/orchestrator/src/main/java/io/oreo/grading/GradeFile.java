package io.oreo.grading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Grades a file of answers: JSON lines of {@code id}, {@code gold} and {@code prediction} in, JSON
 * lines of {@code id}, {@code verdict}, {@code answer}, {@code rule} and {@code grader} out, in the
 * same order. The gold answer may stand in a solution. The result appears whole or not at all.
 */
public final class GradeFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LINES_A_CALL = 10_000;

    private final Grader grader;
    private final Map<String, Integer> counts = new TreeMap<>();

    private GradeFile(Grader grader) {
        this.grader = grader;
    }

    /**
     * Grades a file.
     *
     * @return how many lines have each verdict, by its label
     * @throws GradeException if a line cannot be used or a file cannot be read or written; then
     *     nothing stands at {@code out} that did not stand there before
     */
    public static Map<String, Integer> grade(Grader grader, Path in, Path out) {
        Path part = out.resolveSibling(out.getFileName() + ".part");
        GradeFile grading = new GradeFile(grader);
        try {
            grading.copy(in, part);
            Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
            return grading.counts;
        } catch (NoSuchFileException missing) {
            throw new GradeException(
                    "the file %s does not exist".formatted(missing.getFile()), missing);
        } catch (IOException failed) {
            throw new GradeException(
                    "%s cannot be graded into %s: %s".formatted(in, out, failed), failed);
        } finally {
            part.toFile().delete();
        }
    }

    private void copy(Path in, Path out) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(in);
                BufferedWriter results = Files.newBufferedWriter(out)) {
            List<Grader.Answered> waiting = new ArrayList<>();
            int number = 0;
            for (String line; (line = lines.readLine()) != null; ) {
                number++;
                if (!line.isBlank()) {
                    waiting.add(answered(line, "line %d of %s".formatted(number, in)));
                }
                if (waiting.size() == LINES_A_CALL) {
                    write(waiting, results);
                    waiting.clear();
                }
            }
            write(waiting, results);
        }
    }

    private static Grader.Answered answered(String line, String where) {
        try {
            JsonNode json = JSON.readTree(line);
            String gold = text(json, "gold", where);
            Problem problem =
                    new Problem(
                            new ProblemId(text(json, "id", where)),
                            "(not given)",
                            References.inText(gold),
                            Optional.empty(),
                            Problem.ONE_GROUP,
                            "{}");
            return new Grader.Answered(problem, text(json, "prediction", where));
        } catch (JsonProcessingException invalid) {
            throw new GradeException(
                    "%s is no JSON (%s)".formatted(where, invalid.getOriginalMessage()), invalid);
        } catch (IllegalArgumentException useless) {
            throw new GradeException("%s: %s".formatted(where, useless.getMessage()), useless);
        }
    }

    private static String text(JsonNode json, String field, String where) {
        JsonNode value = json.path(field);
        if (!value.isTextual() && !value.isNumber()) {
            throw new GradeException(
                    "%s has no text '%s'; each line needs id, gold and prediction"
                            .formatted(where, field));
        }
        return value.asText();
    }

    private void write(List<Grader.Answered> answered, BufferedWriter results) throws IOException {
        List<Outcome> outcomes = grader.grade(answered);
        for (int i = 0; i < outcomes.size(); i++) {
            String id = answered.get(i).problem().id().value();
            results.write(JSON.writeValueAsString(row(id, outcomes.get(i))));
            results.newLine();
        }
    }

    private Row row(String id, Outcome outcome) {
        Row row =
                switch (outcome) {
                    case Outcome.Graded graded ->
                            new Row(
                                    id,
                                    graded.verdict().label(),
                                    graded.verdict().answerOrEmpty(),
                                    graded.verdict().ruleOrWhy(),
                                    graded.grader());
                    case Outcome.Broken(String why) ->
                            new Row(id, "broken", "", why, grader.name());
                    case Outcome.Ungraded _ ->
                            new Row(id, "broken", "", "the grader gave no grade", grader.name());
                };
        counts.merge(row.verdict(), 1, Integer::sum);
        return row;
    }

    private record Row(String id, String verdict, String answer, String rule, String grader) {}
}
