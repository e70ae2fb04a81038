package io.oreo.task;

import io.oreo.grading.Grader;
import io.oreo.grading.Graders;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.worker.StepRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The default task: short word problems in several steps, made here, so that a run needs no data.
 *
 * <p>A question belongs to one split by its content, whatever the seed, so a question that is
 * tested is never learned from, not even in another run.
 */
final class ArithmeticTask implements Task {

    static final String NAME = "arithmetic";

    /** Raised whenever equal options and seeds give other problems than before. */
    private static final int GENERATOR_VERSION = 1;

    private static final List<String> PEOPLE =
            List.of("Ann", "Ben", "Eva", "Ida", "Jim", "Kai", "Leo", "Mia", "Sam", "Tom");
    private static final List<String> THINGS = List.of("dial", "disc", "drum", "ring", "wheel");

    /**
     * What can be chosen.
     *
     * @param operationsMin fewest operations of a question
     * @param operationsMax most operations of a question
     * @param modulus positions of the dial: all numbers are counted modulo this
     * @param multiplicationError chance that the teacher gets a product wrong by one
     * @param form what the last line of a solution says
     */
    record Options(
            int operationsMin,
            int operationsMax,
            int modulus,
            double multiplicationError,
            AnswerForm form) {

        static Options read(TaskOptions options) {
            int modulus = options.integer("modulus", 10, 3, 1000);
            Options read =
                    new Options(
                            options.integer("operations_min", 4, 1, 30),
                            options.integer("operations_max", 7, 1, 30),
                            modulus,
                            options.fraction("multiplication_error", 0.55),
                            form(options, modulus));
            if (read.operationsMin > read.operationsMax) {
                options.complain(
                        "operations_min",
                        "is %d and above 'operations_max', %d"
                                .formatted(read.operationsMin, read.operationsMax));
            }
            return read;
        }

        private static AnswerForm form(TaskOptions options, int modulus) {
            int classes = options.integer("answer_classes", 0, 0, 1000);
            if (classes == 1) {
                options.complain(
                        "answer_classes",
                        "is 1, with which every answer is correct; write 2 or more, or 0 to ask for"
                                + " the position itself");
                return AnswerForm.POSITION;
            }
            if (classes > modulus) {
                options.complain(
                        "answer_classes",
                        ("is %d, but 'modulus', %d, leaves only %d positions to tell apart; write"
                                        + " at most %d, or raise 'modulus'")
                                .formatted(classes, modulus, modulus, modulus));
                return AnswerForm.POSITION;
            }
            return new AnswerForm(classes);
        }

        /** The same text as before there were forms, where the position itself is asked for. */
        private String canonical() {
            String numbers =
                    ("Options[operationsMin=%d, operationsMax=%d, modulus=%d,"
                                    + " multiplicationError=%s]")
                            .formatted(operationsMin, operationsMax, modulus, multiplicationError);
            return form.equals(AnswerForm.POSITION) ? numbers : numbers + " " + form;
        }

        /** How many different questions there are, in all splits together. */
        double questions() {
            double moves = 2.0 * (modulus - 1) + (modulus - 2);
            double sum = 0;
            for (int length = operationsMin; length <= operationsMax; length++) {
                sum += modulus * Math.pow(moves, length);
            }
            return sum;
        }
    }

    /**
     * What the last line of a solution says of the final position: the position itself, or only its
     * class, the remainder by the number of classes. An incorrect step is then forgiven where the
     * final position falls into the correct class all the same.
     *
     * @param classes number of classes, at least 2; 0 asks for the position itself
     */
    record AnswerForm(int classes) {

        /** The position itself. */
        static final AnswerForm POSITION = new AnswerForm(0);

        private static final int PARITY = 2;

        AnswerForm {
            if (classes < 0 || classes == 1) {
                throw new IllegalArgumentException(
                        "%d classes tell nothing apart".formatted(classes));
            }
        }

        /** The answer as the last line writes it: {@code 7}, {@code odd}, or a remainder. */
        String of(int position) {
            return switch (classes) {
                case 0 -> Integer.toString(position);
                case PARITY -> position % PARITY == 0 ? "even" : "odd";
                default -> Integer.toString(position % classes);
            };
        }

        /** How a problem asks for it, after the moves; empty where the position is asked for. */
        String question() {
            return switch (classes) {
                case 0 -> "";
                case PARITY -> " Even or odd?";
                default -> " Remainder by %d?".formatted(classes);
            };
        }

        Grader grader() {
            return classes == PARITY ? Graders.parity() : Graders.arithmetic();
        }
    }

    private final Options options;
    private final Grader grader;

    ArithmeticTask(Options options) {
        this.options = options;
        this.grader = options.form().grader();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Problem> problems(Split split, int count, Seed seed) {
        // Half of a split can be drawn in little time; the last few would take very long.
        double available = options.questions() / Split.values().length / 2;
        if (count > available) {
            throw new TaskException(
                    ("task 'arithmetic' with these options can draw %.0f different questions a"
                                    + " split, but %d are asked for; raise 'operations_max' or"
                                    + " 'modulus', or ask for fewer")
                            .formatted(Math.floor(available), count));
        }
        Seed stream = seed.child(NAME).child(split.label());
        SplittableRandom random = stream.random();
        List<Problem> problems = new ArrayList<>(count);
        Set<String> drawn = new HashSet<>();
        while (problems.size() < count) {
            Chain chain = Chain.draw(drawLength(random), options.modulus(), random.split());
            if (splitOf(chain) == split && drawn.add(chain.canonical())) {
                problems.add(problem(chain, split, stream.child(chain.canonical())));
            }
        }
        return List.copyOf(problems);
    }

    /** The split a question belongs to. */
    static Split splitOf(Chain chain) {
        Split[] splits = Split.values();
        return splits[ContentKey.place(chain.canonical(), splits.length)];
    }

    @Override
    public StepRule stepRule() {
        return new StepRule(List.of("\n"));
    }

    @Override
    public Optional<StepLabels> stepLabels() {
        return Optional.of(this::correctSteps);
    }

    /** Compares line by line with the solution of a teacher who makes no mistake. */
    int correctSteps(Problem problem, String response) {
        Chain chain = Chain.parse(problem.id().value(), options.modulus());
        List<String> right =
                ErringTeacher.faultless(options.form())
                        .solution(chain, new SplittableRandom(0))
                        .lines()
                        .toList();
        List<String> written = response.lines().toList();
        int same = 0;
        while (same < Math.min(right.size(), written.size())
                && right.get(same).equals(written.get(same))) {
            same++;
        }
        return same;
    }

    @Override
    public Grader grader() {
        return grader;
    }

    @Override
    public String fingerprint() {
        return ContentKey.of("%s %d %s".formatted(NAME, GENERATOR_VERSION, options.canonical()));
    }

    private int drawLength(SplittableRandom random) {
        return random.nextInt(options.operationsMin(), options.operationsMax() + 1);
    }

    private Problem problem(Chain chain, Split split, Seed seed) {
        SplittableRandom random = seed.random();
        String person = PEOPLE.get(random.nextInt(PEOPLE.size()));
        String thing = THINGS.get(random.nextInt(THINGS.size()));
        String moves =
                chain.moves().stream().map(Chain.Move::words).collect(Collectors.joining(", "));
        String prompt =
                "%s's %s is at %d: %s.%s\n"
                        .formatted(person, thing, chain.start(), moves, options.form().question());
        Optional<String> solution =
                split == Split.DEMONSTRATION
                        ? Optional.of(
                                new ErringTeacher(options.multiplicationError(), options.form())
                                        .solution(chain, random))
                        : Optional.empty();
        return new Problem(
                new ProblemId(chain.canonical()),
                prompt,
                options.form().of(chain.answer()),
                solution,
                Problem.ONE_GROUP,
                "{}");
    }
}
