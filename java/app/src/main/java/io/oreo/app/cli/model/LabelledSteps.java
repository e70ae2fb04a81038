package io.oreo.app.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.app.cli.model.Diagnosing.Solution;
import io.oreo.app.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads solutions with a label at their first incorrect step: JSON lines of {@code question},
 * {@code model_output_steps}, {@code model_output_answer_correctness} ("correct" or "wrong") and
 * {@code model_output_solution_first_error_step} (from 1; none where all steps are correct), the
 * fields of MR-GSM8K (arXiv 2312.17080).
 */
final class LabelledSteps {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String STEPS = "model_output_steps";
    private static final String FIRST_ERROR = "model_output_solution_first_error_step";
    private static final String SOLUTION = "model_output_solution_correctness";
    private static final String ANSWER = "model_output_answer_correctness";

    private LabelledSteps() {}

    /**
     * All solutions of a file.
     *
     * @param template how a question is asked: {@code {question}} stands for it
     * @throws ConfigurationException naming the line that is no solution
     */
    static List<Solution> read(Path file, String template) {
        List<Solution> solutions = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    solutions.add(solution(file, i + 1, lines.get(i), template));
                }
            }
        } catch (IOException unreadable) {
            throw new ConfigurationException("%s cannot be read (%s)".formatted(file, unreadable));
        }
        if (solutions.isEmpty()) {
            throw new ConfigurationException(file + " holds no solution");
        }
        return List.copyOf(solutions);
    }

    private static Solution solution(Path file, int line, String text, String template) {
        try {
            JsonNode row = JSON.readTree(text);
            List<String> steps = new ArrayList<>();
            row.path(STEPS).forEach(step -> steps.add(step.asText().strip()));
            if (!row.path("question").isTextual() || steps.isEmpty()) {
                throw bad(file, line, "'question' and '%s' are needed".formatted(STEPS));
            }
            return new Solution(
                    template.replace("{question}", row.path("question").asText()),
                    steps.stream().collect(Collectors.joining("\n")),
                    word(row, ANSWER, file, line).equals("correct"),
                    correctSteps(row, steps.size(), file, line));
        } catch (JsonProcessingException damaged) {
            throw bad(file, line, "it is no JSON");
        }
    }

    private static int correctSteps(JsonNode row, int steps, Path file, int line) {
        if (word(row, SOLUTION, file, line).equals("correct")) {
            return steps;
        }
        int first = row.path(FIRST_ERROR).asInt(0);
        if (first < 1 || first > steps) {
            throw bad(
                    file,
                    line,
                    "'%s' must be 1 to %d, or '%s' be \"correct\""
                            .formatted(FIRST_ERROR, steps, SOLUTION));
        }
        return first - 1;
    }

    private static String word(JsonNode row, String field, Path file, int line) {
        String word = row.path(field).asText("");
        if (!word.equals("correct") && !word.equals("wrong")) {
            throw bad(file, line, "'%s' must be \"correct\" or \"wrong\"".formatted(field));
        }
        return word;
    }

    private static ConfigurationException bad(Path file, int line, String why) {
        return new ConfigurationException("%s, line %d: %s".formatted(file, line, why));
    }
}
