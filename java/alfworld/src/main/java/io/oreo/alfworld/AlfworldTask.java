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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Raised whenever games are spoken otherwise in the dialect that is not their own. */
    private static final int TRANSLATION = 2;

    private static final List<String> TEST_FOLDERS = List.of("valid_seen", "valid_unseen");

    /** So many reasons are told for games that are passed over. */
    private static final int REASONS = 3;

    private final GameFolder folder;
    private final GameStore store;
    private final FastEnvironment engine;
    private final AlfworldOptions options;
    private final Dialect ofGames;
    private final GameMaker maker;
    private final Map<Object, List<Problem>> known = new HashMap<>();

    /**
     * A task.
     *
     * @param folder games, at least one
     * @param store where they are prepared
     * @param maker prepares those that are not prepared yet
     */
    AlfworldTask(GameFolder folder, GameStore store, AlfworldOptions options, GameMaker maker) {
        this.folder = folder;
        this.store = store;
        this.options = options;
        this.maker = maker;
        this.engine = new FastEnvironment(folder, store, Optional.empty(), Optional.empty());
        this.ofGames = dialect(folder);
    }

    /** All games of a folder speak as its first that can be read. */
    private static Dialect dialect(GameFolder folder) {
        for (GameId game : folder.someGames()) {
            try {
                return Dialect.of(folder.file(game).grammar()).orElse(Dialect.MOVE);
            } catch (GameException broken) {
                // Another one may tell.
            }
        }
        throw new TaskException(folder.none());
    }

    /**
     * The task for run files.
     *
     * @param makers makes, for the project's folder, who makes games where a run file asks for some
     */
    public static KnownTask known(Function<Path, GameMaker> makers) {
        return new KnownTask(
                        NAME,
                        Form.PLAYED,
                        Data.OPTIONAL,
                        (asked, request) -> make(asked, request, makers))
                .reading(AlfworldOptions::read);
    }

    private static AlfworldTask make(
            TaskOptions asked, KnownTask.Request request, Function<Path, GameMaker> makers) {
        Path home = request.home();
        AlfworldOptions options = AlfworldOptions.read(asked, request.data());
        asked.finish();
        GameMaker maker = makers.apply(home);
        Path games =
                options.generate() > 0
                        ? options.generated(home, maker)
                        : Path.of(request.data()).toAbsolutePath();
        try {
            GameStore store = new GameStore(home.resolve("data/alfworld-prepared"));
            return new AlfworldTask(new GameFolder(games), store, options, maker);
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
        Dialect policy = options.dialect().orElse(ofGames);
        return Dialect.spoken(engine, ofGames, new Dialect.Spoken(policy, false, engine::places));
    }

    @Override
    public void require(Split split) {
        if (folder.games().stream().noneMatch(game -> splitOf(game) == split)) {
            throw new TaskException(
                    ("the folder %s has no games for split %s: those below valid_seen and"
                                    + " valid_unseen are for tests, those below train for"
                                    + " demonstrations and rollouts; name the folder that holds"
                                    + " both")
                            .formatted(folder.root(), split.label()));
        }
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
        List<String> passedOver = new ArrayList<>();
        Set<GameId> tried = new HashSet<>();
        for (int at = 0; at < games.size() && problems.size() < count; at++) {
            GameId game = games.get(at);
            try {
                if (isWaiting(game) && tried.add(game)) {
                    int wanted = count - problems.size();
                    tried.addAll(prepare(games.subList(at, games.size()), wanted));
                }
                problem(game, split, seed).ifPresent(problems::add);
            } catch (GameException | EnvironmentException broken) {
                passedOver.add("%s: %s".formatted(game, broken.getMessage()));
            }
        }
        if (!passedOver.isEmpty()) {
            maker.say(
                    "%d games for split %s are passed over, such as %s"
                            .formatted(
                                    passedOver.size(),
                                    split.label(),
                                    String.join(
                                            "; ",
                                            passedOver.subList(
                                                    0, Math.min(REASONS, passedOver.size())))));
        }
        if (problems.size() < count) {
            throw new TaskException(
                    ("the folder %s has %d usable games for split %s, but %d are asked for; ask"
                                    + " for fewer, or generate more")
                            .formatted(folder.root(), problems.size(), split.label(), count));
        }
        return List.copyOf(problems);
    }

    /** Whether a file that is a game is not prepared yet. */
    private boolean isWaiting(GameId game) {
        byte[] bytes = folder.bytes(game);
        return GameFile.read(bytes, game.value()).solvable().orElse(true)
                && !store.knows(GameStore.key(bytes));
    }

    /**
     * Prepares the next games that wait for it.
     *
     * @return the games that were tried
     * @throws TaskException if none of them is prepared then
     */
    private List<GameId> prepare(List<GameId> games, int wanted) {
        List<GameId> waiting = new ArrayList<>();
        for (int at = 0; at < games.size() && waiting.size() < wanted; at++) {
            try {
                if (isWaiting(games.get(at))) {
                    waiting.add(games.get(at));
                }
            } catch (GameException broken) {
                // It is passed over, and counted, when its turn comes.
            }
        }
        try {
            maker.prepare(waiting, folder.root());
        } catch (IOException e) {
            throw new TaskException("games cannot be prepared", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskException("the preparation of games was interrupted", e);
        }
        if (waiting.stream().allMatch(this::isWaiting)) {
            throw new TaskException(
                    "game %s is not prepared; run ./oreo alfworld prepare --games %s"
                            .formatted(waiting.getFirst(), folder.root()));
        }
        return waiting;
    }

    /** The split of a game, whatever the seed. */
    private Split splitOf(GameId game) {
        String official = folder.splitOf(game).orElse("");
        if (TEST_FOLDERS.contains(official)) {
            return Split.TEST;
        }
        long place = Math.floorMod(new Seed(0).child(game.value()).value(), 10L);
        if (official.equals("train")) {
            return place < 5 ? Split.DEMONSTRATION : Split.ROLLOUT;
        }
        return place < 4 ? Split.DEMONSTRATION : place < 8 ? Split.ROLLOUT : Split.TEST;
    }

    /**
     * The problem of a game, if it is usable.
     *
     * @throws GameException if the engine refuses it or it is broken
     */
    private Optional<Problem> problem(GameId game, Split split, Seed seed) {
        byte[] bytes = folder.bytes(game);
        Optional<String> refusal = store.refusalOf(GameStore.key(bytes));
        if (refusal.isPresent()) {
            throw GameException.refused(refusal.get());
        }
        if (!GameFile.read(bytes, game.value()).solvable().orElse(true)) {
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
    private String group(GameId game) {
        return folder.splitOf(game)
                .filter(TEST_FOLDERS::contains)
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
        folder.around().ifPresent(split -> text.append("\nin ").append(split));
        if (options.dialect().orElse(ofGames) != ofGames) {
            text.append("\nspoken ").append(TRANSLATION);
        }
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
