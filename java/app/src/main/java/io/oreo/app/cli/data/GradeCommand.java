package io.oreo.app.cli.data;

import io.oreo.app.CleanStop;
import io.oreo.app.Progress;
import io.oreo.app.SideWorkers;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import io.oreo.app.config.ConfigurationException;
import io.oreo.grading.GradeFile;
import io.oreo.grading.Grader;
import io.oreo.grading.Graders;
import io.oreo.grading.HardAnswers;
import io.oreo.task.MathVerify;
import io.oreo.worker.WorkerPool;
import io.oreo.worker.process.LocalWorkers.Role;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers of any model, graded as runs grade theirs. */
@Command(
        name = "grade",
        description = {
            "Grade answers: JSON lines of id, gold and prediction in, JSON lines of id, verdict,"
                    + " answer, rule and grader out.",
            "What exact comparison leaves open is decided by Math-Verify, each answer under a time"
                    + " limit. A line that cannot be used gets the verdict unusable, and the exit"
                    + " status is 1. What was interrupted goes on."
        })
public final class GradeCommand extends Verb {

    @Option(
            names = "--task",
            required = true,
            paramLabel = "NAME",
            description = "Whose rules: gsm8k or math.")
    private String task = "";

    @Option(
            names = "--in",
            required = true,
            paramLabel = "FILE",
            description =
                    "JSON lines of id, gold (an answer, or a solution that ends in it) and"
                            + " prediction; plain, gzip or zstd.")
    private Path in = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the verdicts go; replaced if it exists.")
    private Path out = Path.of("");

    @Option(
            names = "--exact",
            description =
                    "Compare exactly only; what that leaves open counts as incorrect, and its"
                            + " rule says (unsure).")
    private boolean exact;

    @Override
    public Integer call() {
        GradeFile.Result result;
        try (CleanStop _ = new CleanStop("The same command goes on.");
                EarlyWorker worker = new EarlyWorker()) {
            Grader grader = grader(worker);
            if (!exact) {
                worker.start();
            }
            result = GradeFile.grade(grader, in.toAbsolutePath(), out.toAbsolutePath());
        }
        Map<String, Integer> counts = result.counts();
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        out().printf("%,d answers: %s%n", all, inWords(counts));
        out().println("verdicts: " + out);
        out().flush();
        return complaints(result);
    }

    private int complaints(GradeFile.Result result) {
        int unusable = result.counts().getOrDefault(GradeFile.UNUSABLE, 0);
        if (unusable == 0) {
            return ExitStatus.SUCCESS;
        }
        result.unusable().forEach(why -> err().println("oreo: " + why));
        if (unusable > result.unusable().size()) {
            err().printf("oreo: and %,d more%n", unusable - result.unusable().size());
        }
        err().printf("oreo: %,d lines of %s cannot be used%n", unusable, in);
        return ExitStatus.FAILURE;
    }

    private Grader grader(EarlyWorker worker) {
        HardAnswers hard = new MathVerify(worker);
        return switch (task) {
            case "gsm8k" -> exact ? Graders.gsm8k() : Graders.gsm8k(hard);
            case "math" -> exact ? Graders.math() : Graders.math(hard);
            default ->
                    throw new ConfigurationException(
                            "--task is '%s'; known are gsm8k and math".formatted(task));
        };
    }

    private static String inWords(Map<String, Integer> counts) {
        StringBuilder words = new StringBuilder();
        counts.forEach(
                (verdict, count) ->
                        words.append(words.isEmpty() ? "" : ", ")
                                .append("%,d %s".formatted(count, verdict.replace('_', ' '))));
        return words.isEmpty() ? "none" : words.toString();
    }

    /** A worker that starts while answers are read. */
    private final class EarlyWorker implements Supplier<WorkerPool>, AutoCloseable {

        private CompletableFuture<@Nullable WorkerPool> pool =
                CompletableFuture.completedFuture(null);

        void start() {
            Progress progress = Progress.onStandardError();
            pool =
                    CompletableFuture.supplyAsync(
                            () -> SideWorkers.start(home(), "grade", Role.GRADING, progress::note),
                            Thread::startVirtualThread);
        }

        @Override
        public WorkerPool get() {
            try {
                return Objects.requireNonNull(pool.join(), "the worker was not started");
            } catch (CompletionException failed) {
                throw failed.getCause() instanceof RuntimeException why ? why : failed;
            }
        }

        @Override
        public void close() {
            @Nullable WorkerPool started = pool.exceptionally(_ -> null).join();
            if (started != null) {
                started.close();
            }
        }
    }
}
