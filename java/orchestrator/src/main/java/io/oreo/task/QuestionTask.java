package io.oreo.task;

import io.oreo.grading.Grader;
import io.oreo.grading.HardAnswers;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.worker.StepRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A task whose questions lie in files: a public benchmark, or a user's own problems.
 *
 * <p>The training file is dealt to demonstrations and rollouts by the content of each question,
 * whatever the seed; the test file is for evaluation only. A question that stands twice counts
 * once, and one that is tested is never trained on.
 */
final class QuestionTask implements Task {

    /** Raised whenever equal files and options give other problems than before. */
    private static final int READER_VERSION = 1;

    private static final int GRAINS = 1_000_000;
    private static final String QUESTION = "{question}";

    /**
     * What can be chosen.
     *
     * @param prompt what the policy reads; {@code {question}} stands for the question
     * @param steps what ends a step
     * @param demonstrationShare share of the training questions that are demonstrations
     * @param levelMax hardest level asked, where the benchmark has levels
     * @param subjects subjects asked; empty: all
     * @param reportBy what questions are reported apart by: none, level or subject
     */
    record Options(
            String prompt,
            List<String> steps,
            double demonstrationShare,
            int levelMax,
            List<String> subjects,
            String reportBy) {

        static Options read(TaskOptions asked, Benchmark benchmark) {
            boolean graded = benchmark == Benchmark.MATH;
            Options read =
                    new Options(
                            asked.text("prompt").orElse(QUESTION + "\n"),
                            asked.texts("steps", benchmark.steps()),
                            asked.fraction("demonstration_share", 0.5),
                            graded ? asked.integer("level_max", 5, 1, 5) : 5,
                            graded ? asked.texts("subjects", List.of()) : List.of(),
                            graded ? asked.text("report_by").orElse("none") : "none");
            if (!read.prompt.contains(QUESTION)) {
                asked.complain("'prompt' must hold {question}, where the question goes");
            }
            if (!Set.of("none", "level", "subject").contains(read.reportBy)) {
                asked.complain(
                        "'report_by' must be none, level or subject but is " + read.reportBy);
            }
            return read;
        }

        boolean wants(Question question) {
            // A problem of unknown level, 0, is asked only where every level is.
            boolean levelWanted =
                    levelMax == 5 || (question.level() > 0 && question.level() <= levelMax);
            // Two problems of MATH have an empty box as their answer, which nothing can meet.
            return levelWanted
                    && !question.answer().isBlank()
                    && (subjects.isEmpty() || subjects.contains(question.subject()));
        }

        String group(Question question) {
            return switch (reportBy) {
                case "level" -> "level " + question.level();
                case "subject" -> question.subject();
                default -> Problem.ONE_GROUP;
            };
        }
    }

    private final String name;
    private final Options options;
    private final Map<Split, List<Question>> questions;
    private final Grader grader;
    private final String fingerprint;

    /**
     * What is learned from, and what is tested.
     *
     * @param train dealt to demonstrations and rollouts
     * @param test evaluated only
     */
    record Files(QuestionFile train, QuestionFile test) {}

    QuestionTask(String name, Options options, Files files, Grader grader) {
        this.name = name;
        this.options = options;
        this.grader = grader;
        this.questions = deal(options, files.train(), files.test());
        this.fingerprint =
                ContentKey.of(
                        "%s %d %s %s %s"
                                .formatted(
                                        name,
                                        READER_VERSION,
                                        options,
                                        files.train().digest(),
                                        files.test().digest()));
    }

    /**
     * Reads the benchmark's files.
     *
     * @param data folder that holds a folder of the benchmark's name
     * @param hard decides what exact comparison of answers leaves open
     * @throws TaskException if a file is missing or broken, or no question has these subjects
     */
    static QuestionTask read(Benchmark benchmark, String data, Options options, HardAnswers hard) {
        if (data.isBlank()) {
            throw new TaskException(
                    ("task '%1$s' reads its questions from files, and no data folder is given;"
                                    + " say --data DIR (`./oreo data fetch %1$s --into"
                                    + " DIR` brings them)")
                            .formatted(benchmark.label()));
        }
        Path folder = Path.of(data);
        QuestionFile train = QuestionFile.read(benchmark, folder, benchmark.trainFiles(), "train");
        QuestionFile test = QuestionFile.read(benchmark, folder, benchmark.testFiles(), "test");
        Set<String> unknown = new HashSet<>(options.subjects());
        train.questions().forEach(question -> unknown.remove(question.subject()));
        if (!unknown.isEmpty()) {
            throw new TaskException(
                    "no question of %s has the subject %s; there are: %s"
                            .formatted(benchmark.label(), unknown, subjects(train)));
        }
        return new QuestionTask(
                benchmark.label(), options, new Files(train, test), benchmark.grader(hard));
    }

    private static List<String> subjects(QuestionFile file) {
        return file.questions().stream().map(Question::subject).distinct().sorted().toList();
    }

    private static Map<Split, List<Question>> deal(
            Options options, QuestionFile train, QuestionFile test) {
        Map<Split, List<Question>> dealt = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            dealt.put(split, new ArrayList<>());
        }
        Set<String> seen = new HashSet<>();
        for (Question question : test.questions()) {
            if (seen.add(key(question)) && options.wants(question)) {
                place(dealt, Split.TEST).add(question);
            }
        }
        for (Question question : train.questions()) {
            String key = key(question);
            if (seen.add(key) && options.wants(question)) {
                boolean shown =
                        ContentKey.place(key, GRAINS) < options.demonstrationShare() * GRAINS;
                place(dealt, shown ? Split.DEMONSTRATION : Split.ROLLOUT).add(question);
            }
        }
        return dealt;
    }

    private static List<Question> place(Map<Split, List<Question>> dealt, Split split) {
        return dealt.computeIfAbsent(split, _ -> new ArrayList<>());
    }

    /** Questions that differ in white space only are the same. */
    private static String key(Question question) {
        return question.text().strip().replaceAll("\\s+", " ");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Problem> problems(Split split, int count, Seed seed) {
        List<Question> all = new ArrayList<>(place(questions, split));
        if (count > all.size()) {
            throw new TaskException(
                    ("task '%s' has %d questions of split %s with these options, but %d are asked"
                                    + " for; ask for fewer%s")
                            .formatted(
                                    name(),
                                    all.size(),
                                    split.label(),
                                    count,
                                    split == Split.TEST ? "" : " or change 'demonstration_share'"));
        }
        Seed stream = seed.child(name()).child(split.label());
        Map<String, Long> ranks = new HashMap<>();
        all.forEach(each -> ranks.put(each.id(), stream.child(each.id()).value()));
        all.sort(
                Comparator.comparing((Question each) -> ranks.get(each.id()))
                        .thenComparing(Question::id));
        return all.subList(0, count).stream().map(each -> problem(each, split)).toList();
    }

    private Problem problem(Question question, Split split) {
        return new Problem(
                new ProblemId(question.id()),
                options.prompt().replace(QUESTION, question.text().strip()),
                question.answer(),
                split == Split.DEMONSTRATION ? Optional.of(question.solution()) : Optional.empty(),
                options.group(question),
                "{}");
    }

    @Override
    public StepRule stepRule() {
        return new StepRule(options.steps());
    }

    @Override
    public Grader grader() {
        return grader;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
