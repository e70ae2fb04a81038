package io.oreo.task;

import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.Episode;
import io.oreo.environment.GameId;
import io.oreo.environment.HostedEnvironment;
import io.oreo.environment.HostedEnvironment.Listing;
import io.oreo.environment.Session;
import io.oreo.environment.Transcript;
import io.oreo.grading.Grader;
import io.oreo.grading.NoGrader;
import io.oreo.task.KnownTask.Data;
import io.oreo.task.KnownTask.Form;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.worker.StepRule;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Anyone's environment as a task of run files: games of a server, chosen by it for each split and
 * played there.
 *
 * <p>The server is reached when it is first needed, so a run that is done needs none. A game is in
 * one split only and starts as it did when it was listed, or the run stops.
 */
public final class RemoteTask implements Task {

    /** Its name in run files. */
    public static final String NAME = "remote";

    /** Raised whenever equal games give other problems than before. */
    private static final int VERSION = 1;

    private final RemoteOptions options;
    private final HostedEnvironment.Connector connector;
    private final Map<Object, List<Problem>> known = new HashMap<>();
    private final Map<GameId, Split> splits = new HashMap<>();
    private final Map<GameId, String> starts = new HashMap<>();
    private @Nullable HostedEnvironment reached;

    private RemoteTask(RemoteOptions options, HostedEnvironment.Connector connector) {
        this.options = options;
        this.connector = connector;
    }

    /** The task, as run files know it. */
    public static KnownTask known(HostedEnvironment.Connector connector) {
        return new KnownTask(
                NAME,
                Form.PLAYED,
                Data.NONE,
                RemoteOptions.PLACES,
                (asked, request) -> {
                    RemoteOptions options = RemoteOptions.read(asked, request.home());
                    asked.finish();
                    return new RemoteTask(options, connector);
                });
    }

    private synchronized HostedEnvironment hosted() {
        if (reached == null) {
            reached =
                    connector.connect(
                            new HostedEnvironment.Terms(
                                    options.address(),
                                    token(),
                                    options.seed(),
                                    Duration.ofSeconds(options.timeoutSeconds()),
                                    options.observationMax(),
                                    options.dropsFailures()));
        }
        return reached;
    }

    private String token() {
        try {
            return Files.readString(options.tokenFile()).strip();
        } catch (IOException unreadable) {
            throw new TaskException(
                    ("the token of the environment at %s cannot be read (%s); start its server"
                         + " first (make environment), which writes the token, or name its file by"
                         + " task.options.token_file")
                            .formatted(options.address(), unreadable),
                    unreadable);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TaskKind kind() {
        return new TaskKind.Played(new SameStarts(), options.stepLimit(), options.admissible());
    }

    @Override
    public void require(Split split) {
        if (split == Split.DEMONSTRATION
                && options.demonstrations().isEmpty()
                && !hosted().demonstrates()) {
            throw new TaskException(
                    ("the environment at %s (%s) offers no demonstrations; set sft.epochs = 0 and"
                         + " task.demonstrations = 0, or name a file of them by"
                         + " task.options.demonstrations (see environments/remote/README.md)")
                            .formatted(options.address(), hosted().name()));
        }
    }

    @Override
    public synchronized List<Problem> problems(Split split, int count, Seed seed) {
        return known.computeIfAbsent(List.of(split, count, seed), _ -> choose(split, count, seed));
    }

    private List<Problem> choose(Split split, int count, Seed seed) {
        if (count == 0) {
            return List.of();
        }
        require(split);
        List<Listing> games = listed(split, count, seed);
        if (games.size() < count) {
            throw new TaskException(
                    ("the environment at %s has %d games for split %s, but %d are asked for; ask"
                                    + " for fewer")
                            .formatted(options.address(), games.size(), split.label(), count));
        }
        List<Problem> problems = new ArrayList<>(count);
        games.forEach(game -> problems.add(problem(game, split)));
        return List.copyOf(problems);
    }

    private List<Listing> listed(Split split, int count, Seed seed) {
        if (split == Split.DEMONSTRATION && options.demonstrations().isPresent()) {
            return new DemonstrationFile(options.demonstrations().get())
                    .read().stream()
                            .sorted(Comparator.comparingLong(game -> place(game, seed)))
                            .limit(count)
                            .toList();
        }
        return hosted().list(split.label(), count, seed.child(split.label()).value());
    }

    private static long place(Listing game, Seed seed) {
        return seed.child(game.game().value()).value();
    }

    private Problem problem(Listing listing, Split split) {
        GameId game = listing.game();
        Split other = splits.putIfAbsent(game, split);
        if (other != null && other != split) {
            throw unusable(
                    game,
                    "is given for %s and for %s; a game belongs to one split"
                            .formatted(other.label(), split.label()));
        }
        if (split == Split.DEMONSTRATION && listing.demonstration().isEmpty()) {
            throw unusable(game, "was given for demonstrations, but without commands");
        }
        try (Episode episode = Episode.start(hosted(), game, options.stepLimit())) {
            String start = format(episode);
            if (start.isBlank() || episode.end().isPresent()) {
                throw unusable(
                        game,
                        start.isBlank()
                                ? "shows nothing at its start"
                                : "is over before the first command");
            }
            starts.put(game, start);
            return new Problem(
                    new ProblemId(game.value()),
                    start,
                    "won",
                    split == Split.DEMONSTRATION
                            ? Optional.of(String.join("\n", listing.demonstration()))
                            : Optional.empty(),
                    listing.group().isBlank() ? Problem.ONE_GROUP : listing.group(),
                    "{}");
        }
    }

    private String format(Episode episode) {
        return new Transcript(false, options.admissible()).format(episode.start());
    }

    private TaskException unusable(GameId game, String why) {
        return new TaskException(
                "game %s of the environment at %s %s; mend the environment"
                        .formatted(game, options.address(), why));
    }

    @Override
    public StepRule stepRule() {
        return new StepRule(List.of(Transcript.COMMAND_END));
    }

    @Override
    public Grader grader() {
        return new NoGrader("episode/1", "games are played, not answered");
    }

    @Override
    public String fingerprint() {
        return ContentKey.of(
                new TreeMap<>(
                                Map.of(
                                        "version",
                                        NAME + " " + VERSION,
                                        "environment",
                                        hosted().name() + " " + hosted().version(),
                                        "options",
                                        options.identity(),
                                        "demonstrations",
                                        options.demonstrations()
                                                .map(DemonstrationFile::new)
                                                .map(DemonstrationFile::fingerprint)
                                                .orElse("the environment's")))
                        .toString());
    }

    @Override
    public synchronized void close() {
        if (reached != null) {
            reached.close();
        }
    }

    /** The environment, whose games must start as they did when they were listed. */
    private final class SameStarts implements Environment {

        @Override
        public String name() {
            return hosted().name();
        }

        @Override
        public List<GameId> games() {
            return hosted().games();
        }

        @Override
        public Session open(GameId game) {
            Session session = hosted().open(game);
            String start =
                    new Transcript(false, options.admissible()).format(session.observation());
            String listed = listedStart(game);
            if (listed == null || listed.equals(start)) {
                return session;
            }
            session.close();
            throw new EnvironmentException(
                    EnvironmentException.Kind.UNUSABLE,
                    ("The environment at %s, game %s: it starts otherwise than when it was listed;"
                                    + " what it shows must follow from its id and the seed alone")
                            .formatted(options.address(), game));
        }

        @Override
        public boolean forks() {
            return hosted().forks();
        }

        @Override
        public void revive() {
            hosted().revive();
        }

        @Override
        public void close() {
            // The task closes what it reached.
        }
    }

    private synchronized @Nullable String listedStart(GameId game) {
        return starts.get(game);
    }
}
