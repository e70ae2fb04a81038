package io.oreo.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.grading.Grader;
import io.oreo.grading.Graders;
import io.oreo.grading.HardAnswers;
import io.oreo.grading.References;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A public benchmark whose questions lie in files, and how a line of them is read. */
enum Benchmark {
    /** Grade-school word problems (arXiv 2110.14168). */
    GSM8K("gsm8k") {
        @Override
        List<String> trainFiles() {
            return List.of("train.jsonl", "train.jsonl.gz");
        }

        @Override
        List<String> steps() {
            return List.of("\n");
        }

        @Override
        Question read(JsonNode line, String id) {
            String solution = text(line, "answer");
            String answer =
                    References.afterHashes(solution)
                            .orElseThrow(() -> new Unreadable("'answer' has no final '#### '"));
            String shown = CALCULATOR.matcher(solution).replaceAll("");
            return new Question(id, text(line, "question"), shown, answer, 0, "");
        }

        @Override
        Grader grader(HardAnswers hard) {
            return Graders.gsm8k(hard);
        }
    },

    /** Competition problems (arXiv 2103.03874). */
    MATH("math") {
        @Override
        List<String> trainFiles() {
            return List.of("math_train.jsonl.gz", "math_train.jsonl");
        }

        @Override
        List<String> steps() {
            // The paper's section on step level: a step of MATH is a line or a sentence.
            return List.of("\n", ". ", ".$ ", "\u3002");
        }

        @Override
        Question read(JsonNode line, String id) {
            String solution = text(line, "solution");
            String answer =
                    References.boxed(solution)
                            .orElseThrow(() -> new Unreadable("'solution' has no '\\boxed{...}'"));
            return new Question(
                    id,
                    text(line, "problem"),
                    solution,
                    answer,
                    level(line),
                    line.path("type").asText(""));
        }

        @Override
        Grader grader(HardAnswers hard) {
            return Graders.math(hard);
        }
    };

    /** GSM8K's marks for a calculator: {@code <<48/2=24>>}. */
    private static final Pattern CALCULATOR = Pattern.compile("<<[^<>]*>>");

    private final String label;

    Benchmark(String label) {
        this.label = label;
    }

    /** Name of the task and of its folder below the data folder. */
    String label() {
        return label;
    }

    /** What ends a step unless the run says otherwise. */
    abstract List<String> steps();

    /** Names that the file of training questions may have; the first one there counts. */
    abstract List<String> trainFiles();

    /** Names that the file of test questions may have. */
    List<String> testFiles() {
        return trainFiles().stream().map(name -> name.replace("train", "test")).toList();
    }

    /** The benchmark of this name. */
    static Optional<Benchmark> named(String name) {
        return List.of(values()).stream().filter(each -> each.label.equals(name)).findFirst();
    }

    /**
     * A line as a question.
     *
     * @throws Unreadable if it is none
     */
    abstract Question read(JsonNode line, String id);

    /** Who grades answers to these questions. */
    abstract Grader grader(HardAnswers hard);

    private static String text(JsonNode line, String field) {
        JsonNode value = line.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new Unreadable("it has no text '%s'".formatted(field));
        }
        return value.asText();
    }

    /** "Level 3" as 3; the few problems of unknown level have 0. */
    private static int level(JsonNode line) {
        String text = line.path("level").asText();
        return text.matches("Level [1-5]") ? text.charAt(text.length() - 1) - '0' : 0;
    }

    /** A line that is no question, and why. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
