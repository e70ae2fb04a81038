package io.oreo.alfworld.tools;

import static java.util.Objects.requireNonNull;

import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.GamePreparer;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.python.PythonPool;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Prepares the games of a folder that are not in the store yet, several at once. */
public final class Preparation {

    private static final long REPORT_EVERY_NANOS = 5_000_000_000L;

    private final GameFolder folder;
    private final GameStore store;

    /**
     * A game that is not prepared, or a file that is none.
     *
     * @param id the game
     * @param broken why the file cannot be a game
     */
    public record Waiting(GameId id, Optional<String> broken) {}

    /**
     * What became of the games.
     *
     * @param prepared how many are ready for the Java engine
     * @param refused how many the engine refused; they are played in the reference mode
     * @param seconds how long it took
     * @param failures a sentence for each game that cannot be played at all
     */
    public record Report(int prepared, int refused, long seconds, List<String> failures) {
        public Report {
            failures = List.copyOf(failures);
        }

        /** For a person. */
        public String format() {
            return "prepared %d games in %d s; %d are left to the reference mode, %d are broken"
                    .formatted(prepared, seconds, refused, failures.size());
        }
    }

    public Preparation(GameFolder folder, GameStore store) {
        this.folder = requireNonNull(folder, "folder is null");
        this.store = requireNonNull(store, "store is null");
    }

    /** The games of the folder that are not prepared yet, or were and are damaged. */
    public List<Waiting> waiting() {
        return waiting(folder.games());
    }

    /** Those of some games that are not prepared yet, or were and are damaged. */
    public List<Waiting> waiting(List<GameId> games) {
        List<Waiting> waiting = new ArrayList<>();
        for (GameId id : new LinkedHashSet<>(games)) {
            try {
                if (!store.knows(GameStore.key(folder.bytes(id)))) {
                    waiting.add(new Waiting(id, Optional.empty()));
                }
            } catch (GameException | EnvironmentException | UncheckedIOException e) {
                waiting.add(new Waiting(id, Optional.of(String.valueOf(e.getMessage()))));
            }
        }
        return waiting;
    }

    /** A line for each game that is left to the reference mode, with the reason. */
    public List<String> refusals(List<GameId> games) {
        List<String> refusals = new ArrayList<>();
        for (GameId id : new LinkedHashSet<>(games)) {
            try {
                store.refusalOf(GameStore.key(folder.bytes(id)))
                        .ifPresent(
                                why ->
                                        refusals.add(
                                                "left to the reference mode: %s: %s"
                                                        .formatted(id, why)));
            } catch (GameException | EnvironmentException | UncheckedIOException broken) {
                // It is no game, which whoever plays or prepares it is told.
            }
        }
        return refusals;
    }

    /**
     * Prepares games.
     *
     * @param jobs how many at once
     * @param progress gets a line every few seconds
     */
    public Report run(List<Waiting> games, PythonPool python, int jobs, Consumer<String> progress) {
        return new Run(games, new GamePreparer(python, store), progress).go(jobs);
    }

    private final class Run {
        private final ConcurrentLinkedQueue<Waiting> queue;
        private final GamePreparer preparer;
        private final Consumer<String> progress;
        private final int total;
        private final long start = System.nanoTime();
        private final AtomicInteger prepared = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        private long lastReport = start;

        Run(List<Waiting> games, GamePreparer preparer, Consumer<String> progress) {
            queue = new ConcurrentLinkedQueue<>(games);
            total = games.size();
            this.preparer = preparer;
            this.progress = progress;
        }

        Report go(int jobs) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                threads.add(Thread.ofPlatform().name("alfworld-prepare-" + i).start(this::work));
            }
            try {
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                queue.clear();
                Thread.currentThread().interrupt();
            }
            long seconds = (System.nanoTime() - start) / 1_000_000_000;
            return new Report(prepared.get(), refused.get(), seconds, List.copyOf(failures));
        }

        private void work() {
            for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
                one(next);
                report();
            }
        }

        private void one(Waiting game) {
            if (game.broken().isPresent()) {
                failures.add(game.id() + ": " + game.broken().get());
                return;
            }
            try {
                preparer.prepare(folder.file(game.id()));
                prepared.incrementAndGet();
            } catch (GameException e) {
                if (e.kind() == GameException.Kind.UNSUPPORTED) {
                    refused.incrementAndGet();
                } else {
                    failures.add(game.id() + ": " + e.getMessage());
                }
            } catch (EnvironmentException | UncheckedIOException e) {
                failures.add(game.id() + ": " + e.getMessage());
            }
        }

        private synchronized void report() {
            long now = System.nanoTime();
            if (now - lastReport > REPORT_EVERY_NANOS) {
                lastReport = now;
                int done = prepared.get() + refused.get() + failures.size();
                double seconds = (now - start) / 1e9;
                progress.accept(
                        "%d of %d games, %.1f a second".formatted(done, total, done / seconds));
            }
        }
    }
}
