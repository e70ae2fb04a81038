package io.oreo.dataset.imports;

import io.oreo.dataset.DataReport;
import io.oreo.dataset.DataReport.Remark;
import io.oreo.dataset.DatasetException;
import io.oreo.dataset.DatasetManifest;
import io.oreo.dataset.DropReason;
import io.oreo.dataset.imports.ImportOptions.Layout;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.TokenSequence;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import io.oreo.worker.Tokenizer;
import io.oreo.worker.Tokenizer.Dialogue;
import io.oreo.worker.Tokenizer.Encoded;
import io.oreo.worker.Tokenizer.Reason;
import io.oreo.worker.Tokenizer.Turn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Reads users' files and stores what they hold as trajectories.
 *
 * <p>Rows go by one at a time; a few are tokenised together, some thousand make a shard. The chat
 * template and the tokenizer are applied here, once, and never again. Not thread-safe.
 */
public final class TrajectoryImport {

    /** Stored with each imported grade: the reward is the file's, no grader of ours looked. */
    public static final String GRADER = "import/1";

    /** Attempts that are tokenised together, unless their texts are long. */
    static final int BATCH = 64;

    private static final int BATCH_CHARACTERS = 1 << 20;

    private final Tokenizer tokenizer;
    private final ImportOptions options;
    private final RowReader reader;
    private final String tokenizerKey;

    /** An attempt and where it stands. */
    private record Placed(String id, String where, int line, Attempt.Usable attempt) {}

    /** A dataset that was made. */
    public record Imported(DatasetManifest manifest, DataReport report) {}

    /**
     * @param tokenizer the tokenizer of the model that is to learn from the trajectories
     * @param options how rows are understood
     */
    public TrajectoryImport(Tokenizer tokenizer, ImportOptions options) {
        this.tokenizer = tokenizer;
        this.options = options;
        this.reader = new RowReader(options);
        this.tokenizerKey = tokenizer.key();
    }

    /**
     * Stores all attempts of these files as a dataset: shards, manifest and report. After a failure
     * there is no dataset and nothing is left over.
     *
     * @param folder where; must not exist, or be empty
     * @param progress hears how many rows were read since it was last told
     * @throws DatasetException if a file cannot be read, the folder cannot be written, or too much
     *     would be dropped
     */
    public Imported store(List<Path> files, Path folder, IntConsumer progress) {
        try (NewDataset dataset = NewDataset.begin(folder, tokenizerKey, isChat())) {
            DataReport report = read(files, dataset::add, progress);
            report.requireDroppedAtMost(options.maxDropped());
            return new Imported(dataset.publish(report), report);
        }
    }

    /**
     * Reads all attempts of these files in order and hands them on, a few at a time.
     *
     * @throws DatasetException if a file cannot be read
     */
    public DataReport read(
            List<Path> files, Consumer<List<Trajectory>> sink, IntConsumer progress) {
        DataReport.Builder report = new DataReport.Builder();
        for (int number = 0; number < files.size(); number++) {
            readFile(files.get(number), number, report, sink, progress);
        }
        return report.build();
    }

    private void readFile(
            Path path,
            int number,
            DataReport.Builder report,
            Consumer<List<Trajectory>> sink,
            IntConsumer progress) {
        List<Placed> waiting = new ArrayList<>();
        int rows = 0;
        try (SourceFile file = SourceFile.open(path)) {
            while (report.rows() < options.limit()) {
                Optional<SourceRow> row = file.next();
                if (row.isEmpty()) {
                    break;
                }
                report.row();
                rows++;
                waiting.addAll(placed(row.get(), path, number, report));
                if (isFull(waiting)) {
                    sink.accept(encode(waiting, report));
                    progress.accept(rows);
                    waiting.clear();
                    rows = 0;
                }
            }
        }
        sink.accept(encode(waiting, report));
        progress.accept(rows);
    }

    private static boolean isFull(List<Placed> waiting) {
        long characters =
                waiting.stream()
                        .flatMap(placed -> placed.attempt().turns().stream())
                        .mapToLong(turn -> turn.text().length())
                        .sum();
        return waiting.size() >= BATCH || characters >= BATCH_CHARACTERS;
    }

    private List<Placed> placed(SourceRow row, Path path, int number, DataReport.Builder report) {
        String where = String.valueOf(path.getFileName());
        List<Placed> placed = new ArrayList<>();
        switch (row) {
            case SourceRow.Unreadable(int line, DropReason reason, String what) ->
                    report.drop(reason, new DataReport.Example(where, line, what));
            case SourceRow.Parsed parsed -> {
                for (Attempt attempt : reader.attempts(parsed.fields())) {
                    switch (attempt) {
                        case Attempt.Unusable(DropReason reason, String what) ->
                                report.drop(
                                        reason, new DataReport.Example(where, parsed.line(), what));
                        case Attempt.Usable usable -> {
                            String id =
                                    "import-%02d-%07d%s"
                                            .formatted(number, parsed.line(), usable.suffix());
                            placed.add(
                                    new Placed(
                                            id,
                                            where,
                                            parsed.line(),
                                            ofItsPair(usable, number, parsed.line())));
                        }
                    }
                }
            }
        }
        return placed;
    }

    /** The sides of a pair are compared with each other and with nothing else. */
    private static Attempt.Usable ofItsPair(Attempt.Usable side, int number, int line) {
        return side.suffix().isEmpty()
                ? side
                : new Attempt.Usable(
                        side.suffix(),
                        new ProblemId(
                                "%s-pair-%02d-%07d"
                                        .formatted(side.problem().value(), number, line)),
                        side.turns(),
                        side.reward(),
                        side.finishReason(),
                        side.toolsJson());
    }

    private List<Trajectory> encode(List<Placed> waiting, DataReport.Builder report) {
        List<Trajectory> trajectories = new ArrayList<>(waiting.size());
        if (waiting.isEmpty()) {
            return trajectories;
        }
        List<Dialogue> dialogues = waiting.stream().map(this::dialogue).toList();
        List<Encoded> encoded =
                tokenizer.encode(dialogues, options.stepRule(), options.maxLength());
        for (int i = 0; i < waiting.size(); i++) {
            Placed placed = waiting.get(i);
            switch (encoded.get(i)) {
                case Encoded.Rejected(String _, Reason reason, String message) ->
                        report.drop(dropReason(reason), example(placed, message));
                case Encoded.Tokens(String _, TokenSequence tokens, int spelled, int asContext) -> {
                    if (tokens.actionMask().count() == 0) {
                        report.drop(
                                DropReason.NOT_ENCODABLE,
                                example(placed, "has a response without tokens"));
                    } else {
                        Trajectory trajectory = trajectory(placed, tokens);
                        report.use(trajectory);
                        remark(report, spelled, asContext);
                        trajectories.add(trajectory);
                    }
                }
            }
        }
        return trajectories;
    }

    private Dialogue dialogue(Placed placed) {
        return new Dialogue(
                placed.id(),
                placed.attempt().turns(),
                isChat(),
                placed.attempt().finishReason() == FinishReason.END_TOKEN,
                false,
                isRendered(),
                placed.attempt().toolsJson());
    }

    private boolean isChat() {
        return options.layout() instanceof Layout.ChatTemplate;
    }

    private boolean isRendered() {
        return options.layout() instanceof Layout.Plain plain && plain.rendered();
    }

    private void remark(DataReport.Builder report, int spelled, int asContext) {
        if (spelled > 0) {
            report.remark(isRendered() ? Remark.RENDERED : Remark.SPELLED);
        }
        if (asContext > 0) {
            report.remark(Remark.LAST_TURNS);
        }
    }

    private Trajectory trajectory(Placed placed, TokenSequence tokens) {
        Trajectory trajectory =
                new Trajectory(
                        placed.id(),
                        placed.attempt().problem(),
                        Origin.IMPORT,
                        Optional.empty(),
                        tokens,
                        response(placed.attempt().turns()),
                        Optional.empty(),
                        0,
                        placed.attempt().finishReason(),
                        new Outcome.Ungraded(),
                        tokenizerKey);
        return placed.attempt().reward().map(r -> trajectory.graded(grade(r))).orElse(trajectory);
    }

    private String response(List<Turn> turns) {
        String between = isChat() ? "\n" : "";
        return turns.stream()
                .filter(Turn::action)
                .map(Turn::text)
                .collect(Collectors.joining(between));
    }

    private static Outcome.Graded grade(double reward) {
        String rule = "reward of the file";
        return new Outcome.Graded(
                reward >= Trajectory.CORRECT_FROM
                        ? new Verdict.Correct("", rule)
                        : new Verdict.Incorrect("", rule),
                reward,
                GRADER);
    }

    private static DataReport.Example example(Placed placed, String what) {
        return new DataReport.Example(placed.where(), placed.line(), what);
    }

    private static DropReason dropReason(Reason reason) {
        return switch (reason) {
            case TOO_LONG -> DropReason.TOO_LONG;
            case EMPTY_RESPONSE -> DropReason.EMPTY_RESPONSE;
            case NOT_PREFIX_PRESERVING -> DropReason.NOT_PREFIX_PRESERVING;
            case TEMPLATE -> DropReason.TEMPLATE_REFUSED;
            case LEFT_OUT -> DropReason.LEFT_OUT;
        };
    }
}
