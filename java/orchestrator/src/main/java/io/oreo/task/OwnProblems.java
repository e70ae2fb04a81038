package io.oreo.task;

import io.oreo.dataset.DatasetException;
import io.oreo.dataset.imports.SourceFile;
import io.oreo.dataset.imports.SourceRow;
import io.oreo.grading.Grader;
import io.oreo.grading.Graders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user's own problems, without any code: JSON Lines (also gzip) or Parquet with a question and an
 * answer in each row, perhaps a worked solution.
 *
 * @param question field that is asked
 * @param answer field with the correct answer
 * @param solution field with a worked solution; blank where there are none, so that nothing can be
 *     demonstrated
 * @param testShare share of the rows that are tested, where they lie in one file
 */
record OwnProblems(String question, String answer, String solution, double testShare) {

    static final String NAME = "problems";

    private static final int GRAINS = 1_000_000;
    private static final List<String> ENDINGS = List.of(".jsonl", ".jsonl.gz", ".json", ".parquet");

    /** The task of these options. */
    static Task task(TaskOptions asked, KnownTask.Request request) {
        OwnProblems own =
                new OwnProblems(
                        asked.text("question").orElse("question"),
                        asked.text("answer").orElse("answer"),
                        asked.text("solution").orElse(""),
                        asked.fraction("test_share", 0.2));
        String prompt = asked.text("prompt").orElse("{question}\n");
        if (!prompt.contains("{question}")) {
            asked.complain("'prompt' must hold {question}, where the question goes");
        }
        QuestionTask.Options options =
                new QuestionTask.Options(
                        prompt,
                        asked.texts("steps", List.of("\n")),
                        asked.fraction("demonstration_share", own.solution.isEmpty() ? 0 : 0.5),
                        5,
                        List.of(),
                        "none");
        if (own.solution.isEmpty() && options.demonstrationShare() > 0) {
            asked.complain(
                    "'demonstration_share' is above 0, but no field holds a worked solution; name"
                            + " it with 'solution'");
        }
        Grader grader = grader(asked, request);
        asked.finish();
        return new QuestionTask(NAME, options, own.files(request.data()), grader);
    }

    private static Grader grader(TaskOptions asked, KnownTask.Request request) {
        MathVerify hard = new MathVerify(request.workers());
        String name = asked.text("grader").orElse("math");
        return switch (name) {
            case "gsm8k" -> Graders.gsm8k(hard);
            case "math" -> Graders.math(hard);
            default -> {
                asked.complain(
                        "'grader' must be math (numbers and formulas) or gsm8k (numbers) but is "
                                + name);
                yield Graders.math(hard);
            }
        };
    }

    private QuestionTask.Files files(String data) {
        if (data.isBlank()) {
            throw new TaskException(
                    "task 'problems' reads its questions from files, and none is given; say --data"
                            + " FILE, or --data FOLDER with a train and a test file in it");
        }
        Path place = Path.of(data);
        if (Files.isDirectory(place)) {
            return new QuestionTask.Files(
                    read(inFolder(place, "train"), "train"), read(inFolder(place, "test"), "test"));
        }
        QuestionFile all = read(place, "row");
        List<Question> train = new ArrayList<>();
        List<Question> test = new ArrayList<>();
        for (Question each : all.questions()) {
            // By content, so that further rows leave the split of the others as it is.
            boolean tested = ContentKey.place("test " + each.text(), GRAINS) < testShare * GRAINS;
            (tested ? test : train).add(each);
        }
        return new QuestionTask.Files(
                new QuestionFile(train, all.digest()),
                new QuestionFile(test, "share " + testShare));
    }

    private static Path inFolder(Path folder, String part) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file ->
                                    ENDINGS.stream()
                                            .map(part::concat)
                                            .anyMatch(String.valueOf(file.getFileName())::equals))
                    .min(Path::compareTo)
                    .orElseThrow(
                            () ->
                                    new TaskException(
                                            "the folder %s holds no %s file; name one of %s"
                                                    .formatted(
                                                            folder,
                                                            part,
                                                            ENDINGS.stream()
                                                                    .map(part::concat)
                                                                    .toList())));
        } catch (IOException unreadable) {
            throw new TaskException(
                    "the folder %s cannot be read (%s)".formatted(folder, unreadable), unreadable);
        }
    }

    private QuestionFile read(Path file, String part) {
        List<Question> questions = new ArrayList<>();
        try (SourceFile rows = SourceFile.open(file)) {
            for (Optional<SourceRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                questions.add(question(file, row.get(), part));
            }
            if (questions.isEmpty()) {
                throw new TaskException("there is no question in %s".formatted(file));
            }
            return new QuestionFile(questions, ContentKey.of(Files.readAllBytes(file)));
        } catch (DatasetException | IOException unreadable) {
            throw new TaskException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private Question question(Path file, SourceRow row, String part) {
        return switch (row) {
            case SourceRow.Unreadable broken -> throw unusable(file, row, "it " + broken.what());
            case SourceRow.Parsed parsed -> {
                Row fields = new Row(file, parsed);
                yield new Question(
                        part + "/" + row.line(),
                        fields.text(question, "question"),
                        solution.isEmpty() ? "" : fields.text(solution, "solution"),
                        fields.text(answer, "answer"),
                        0,
                        "");
            }
        };
    }

    private static TaskException unusable(Path file, SourceRow row, String why) {
        return new TaskException(
                "row %d of %s cannot be used: %s".formatted(row.line(), file, why));
    }

    /** The texts of a row. */
    private record Row(Path file, SourceRow.Parsed row) {

        String text(String field, String option) {
            var value = row.fields().path(field);
            String text = value.isTextual() || value.isNumber() ? value.asText() : "";
            if (text.isBlank()) {
                List<String> present = new ArrayList<>();
                row.fields().fieldNames().forEachRemaining(present::add);
                throw unusable(
                        file,
                        row,
                        ("it has no text '%s'; it has %s: say which is meant with %s = \"NAME\" in"
                                        + " [task.options]")
                                .formatted(field, String.join(", ", present), option));
            }
            return text;
        }
    }
}
