package io.oreo.alfworld;

import io.oreo.alfworld.game.Game;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.planning.GameException;
import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.Episode;
import io.oreo.environment.GameId;
import io.oreo.environment.Transcript;
import io.oreo.grading.Grader;
import io.oreo.grading.NoGrader;
import io.oreo.task.KnownTask;
import io.oreo.task.KnownTask.Data;
import io.oreo.task.KnownTask.Form;
import io.oreo.task.Split;
import io.oreo.task.Task;
import io.oreo.task.TaskException;
import io.oreo.task.TaskKind;
import io.oreo.task.TaskOptions;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Seed;
import io.oreo.worker.StepRule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * ALFWorld as a task of run files: prepared games, played in the Java engine.
 *
 * <p>Demonstrations are the games' own walkthroughs. Games of an official release belong to the
 * split of their folder, those for training being dealt to demonstrations and rollouts; others are
 * dealt to all three splits. Games that are refused, say that they are unsolvable, or whose
 * walkthrough is needed and does not win, are passed over.
 */
public final class AlfworldTask implements Task {

    /** Its name in run files. */
    public static final String NAME = "alfworld";

    /** Raised whenever equal games give other problems than before. */
    private static final int VERSION = 2;

    private static final List<String> TEST_FOLDERS = List.of("valid_seen", "valid_unseen");

    private final GameFolder folder;
    private final GameStore store;
    private final FastEnvironment engine;
    private final AlfworldOptions options;
    private final Dialect ofGames;
    private final Map<Object, List<Problem>> known = new HashMap<>();

    /**
     * A task.
     *
     * @param folder games, at least one
     * @param store where they are prepared
     */
    AlfworldTask(GameFolder folder, GameStore store, AlfworldOptions options) {
        this.folder = folder;
        this.store = store;
        this.options = options;
        this.engine = new FastEnvironment(folder, store, Optional.empty(), Optional.empty());
        this.ofGames =
                Dialect.of(folder.file(folder.someGames().getFirst()).grammar())
                        .orElse(Dialect.MOVE);
    }

    /**
     * The task for run files.
     *
     * @param makers makes, for the project's folder, who makes games where a run file asks for some
     */
    public static KnownTask known(Function<Path, GameMaker> makers) {
        return new KnownTask(
                NAME, Form.PLAYED, Data.OPTIONAL, (asked, request) -> make(asked, request, makers));
    }

    private static AlfworldTask make(
            TaskOptions asked, KnownTask.Request request, Function<Path, GameMaker> makers) {
        Path home = request.home();
        AlfworldOptions options = AlfworldOptions.read(asked, request.data());
        asked.finish();
        Path games =
                options.generate() > 0
                        ? options.generated(home, makers.apply(home))
                        : Path.of(request.data()).toAbsolutePath();
        try {
            GameStore store = new GameStore(home.resolve("data/alfworld-prepared"));
            return new AlfworldTask(new GameFolder(games), store, options);
        } catch (EnvironmentException | GameException e) {
            throw new TaskException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TaskKind kind() {
        return new TaskKind.Played(environment(), options.stepLimit(), options.admissible());
    }

    private Environment environment() {
        return options.dialect().orElse(ofGames).spokenTo(engine, ofGames);
    }

    @Override
    public synchronized List<Problem> problems(Split split, int count, Seed seed) {
        return known.computeIfAbsent(List.of(split, count, seed), _ -> choose(split, count, seed));
    }

    private List<Problem> choose(Split split, int count, Seed seed) {
        List<GameId> games =
                folder.games().stream()
                        .filter(game -> splitOf(game) == split)
                        .sorted(
                                Comparator.comparingLong(
                                        (GameId game) -> seed.child(game.value()).value()))
                        .toList();
        List<Problem> problems = new ArrayList<>(count);
        for (GameId game : games) {
            if (problems.size() == count) {
                break;
            }
            problem(game, split, seed).ifPresent(problems::add);
        }
        if (problems.size() < count) {
            throw new TaskException(
                    ("the folder %s has %d usable games for split %s, but %d are asked for; ask"
                                    + " for fewer, or generate more")
                            .formatted(folder.root(), problems.size(), split.label(), count));
        }
        return List.copyOf(problems);
    }

    /** The split of a game, whatever the seed. */
    static Split splitOf(GameId game) {
        String path = "/" + game.value();
        if (TEST_FOLDERS.stream().anyMatch(name -> path.contains("/" + name + "/"))) {
            return Split.TEST;
        }
        long place = Math.floorMod(new Seed(0).child(game.value()).value(), 10L);
        if (path.contains("/train/")) {
            return place < 5 ? Split.DEMONSTRATION : Split.ROLLOUT;
        }
        return place < 4 ? Split.DEMONSTRATION : place < 8 ? Split.ROLLOUT : Split.TEST;
    }

    private Optional<Problem> problem(GameId game, Split split, Seed seed) {
        byte[] bytes = folder.bytes(game);
        if (!store.knows(GameStore.key(bytes))) {
            throw new TaskException(
                    "game %s is not prepared; run ./oreo alfworld prepare --games %s"
                            .formatted(game, folder.root()));
        }
        if (store.refusalOf(GameStore.key(bytes)).isPresent()
                || !GameFile.read(bytes, game.value()).solvable().orElse(true)) {
            return Optional.empty();
        }
        Optional<String> solution = Optional.empty();
        if (split == Split.DEMONSTRATION) {
            solution = walkthrough(game, seed.child("detours").child(game.value()));
            if (solution.isEmpty()) {
                return Optional.empty();
            }
        }
        try (Episode episode = Episode.start(environment(), game, options.stepLimit())) {
            return Optional.of(
                    new Problem(
                            new ProblemId(game.value()),
                            new Transcript(false, options.admissible()).format(episode.start()),
                            "won",
                            solution,
                            group(game),
                            "{}"));
        }
    }

    /** The walkthrough as the policy's dialect says it, if it wins within the step limit. */
    private Optional<String> walkthrough(GameId game, Seed seed) {
        Game played = engine.game(game);
        List<String> commands =
                Detours.before(
                                played,
                                played.walkthrough().orElse(List.of()),
                                options.detours(),
                                seed)
                        .stream()
                        .map(text -> ofGames.command(text, options.dialect().orElse(ofGames)))
                        .toList();
        try (Episode episode = Episode.start(environment(), game, options.stepLimit())) {
            for (String command : commands) {
                if (episode.end().isPresent()) {
                    break;
                }
                episode.step(command);
            }
            return episode.won() && !episode.turns().isEmpty()
                    ? Optional.of(String.join("\n", commands))
                    : Optional.empty();
        }
    }

    /** Seen and unseen rooms are reported apart; other games by type. */
    private static String group(GameId game) {
        return TEST_FOLDERS.stream()
                .filter(name -> ("/" + game.value()).contains("/" + name + "/"))
                .findFirst()
                .or(() -> TaskType.of(game.value()).map(TaskType::label))
                .orElse(Problem.ONE_GROUP);
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
        StringBuilder text = new StringBuilder("%s %d %s".formatted(NAME, VERSION, options));
        for (GameId game : folder.games()) {
            text.append('\n').append(game).append(' ').append(GameStore.key(folder.bytes(game)));
        }
        return GameStore.key(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        engine.close();
    }
}
