package io.oreo.alfworld.tools;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.FastEnvironment;
import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.game.Game;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.game.Position;
import io.oreo.environment.GameId;
import io.oreo.files.FileException;
import io.oreo.files.JsonLineFile;
import io.oreo.worker.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Plays what CPython recorded, compares every observation, and measures time and memory. */
public final class Benchmark {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 10;
    private static final int LIVE_EPISODES = 10_000;
    private static final int EPISODES = 100_000;

    private final GameFolder folder;
    private final GameStore store;

    /** A recorded step. */
    private record Step(
            String command, String observation, List<String> admissible, boolean won, double ms) {}

    /** A recorded play; the first step is the reset. */
    private record Play(GameId game, double loadMs, List<Step> steps) {}

    /**
     * What was measured.
     *
     * @param games plays compared
     * @param steps observations compared, resets among them
     * @param mismatches observations, admissible lists or wins that differed
     * @param rows name, CPython, Java engine, ratio
     */
    public record Figures(int games, int steps, int mismatches, List<List<String>> rows) {
        public Figures {
            rows = List.copyOf(rows);
        }

        /** As a Markdown table. */
        public String format() {
            StringBuilder text = new StringBuilder();
            text.append(
                    "%d games, %d observations compared, %d mismatches%n%n"
                            .formatted(games, steps, mismatches));
            text.append("| | CPython | Java engine | ratio |\n|---|---|---|---|\n");
            rows.forEach(row -> text.append("| " + String.join(" | ", row) + " |\n"));
            return text.toString();
        }
    }

    public Benchmark(GameFolder folder, GameStore store) {
        this.folder = requireNonNull(folder, "folder is null");
        this.store = requireNonNull(store, "store is null");
    }

    /** Records the games and commands of a record anew with a CPython. */
    public Path record(Path python, Path home, Path given, int limit)
            throws IOException, InterruptedException {
        Path commands = Files.createTempFile("oreo-commands", ".jsonl");
        Path out = Files.createTempFile("oreo-record", ".jsonl");
        List<String> lines = new ArrayList<>();
        for (Play play : read(given, limit)) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("game", play.game().value());
            line.put(
                    "commands",
                    play.steps().subList(1, play.steps().size()).stream()
                            .map(Step::command)
                            .toList());
            lines.add(JSON.writeValueAsString(line));
        }
        Files.write(commands, lines);
        List<String> command =
                List.of(
                        python.toString(),
                        home.resolve("environments/alfworld/record.py").toString(),
                        "--games",
                        folder.root().toString(),
                        "--out",
                        out.toString(),
                        "--commands",
                        commands.toString());
        if (Program.run(command, Program.Streams.COMPLAINTS) != 0) {
            throw new IOException(python + " failed to record; what it said stands above");
        }
        Files.delete(commands);
        return out;
    }

    /**
     * Compares and measures.
     *
     * @param progress gets a line for each part
     */
    public Figures run(Path record, int limit, Consumer<String> progress) throws IOException {
        List<Play> plays = read(record, limit);
        FastEnvironment environment =
                new FastEnvironment(folder, store, Optional.empty(), Optional.empty());
        progress.accept("comparing " + plays.size() + " games");
        int steps = 0;
        int mismatches = 0;
        Map<GameId, Game> games = new LinkedHashMap<>();
        for (Play play : plays) {
            Game game = environment.game(play.game());
            games.put(play.game(), game);
            mismatches += mismatches(game, play, progress);
            steps += play.steps().size();
        }
        progress.accept("measuring");
        List<List<String>> rows = new ArrayList<>(loading(plays));
        rows.addAll(stepping(plays, games));
        rows.addAll(threads(plays, games));
        rows.addAll(memory(plays, games));
        return new Figures(plays.size(), steps, mismatches, rows);
    }

    private static List<Play> read(Path record, int limit) {
        List<Play> plays = new ArrayList<>();
        try (JsonLineFile file = JsonLineFile.open(record)) {
            while (plays.size() < limit) {
                Optional<JsonLineFile.Row> row = file.next();
                if (row.isEmpty()) {
                    break;
                }
                switch (row.get()) {
                    case JsonLineFile.Row.Parsed(int number, JsonNode fields) ->
                            plays.add(play(fields, number, record));
                    case JsonLineFile.Row.Unusable(int number, String why) ->
                            throw new FileException(
                                    "line %d of %s %s".formatted(number, record, why));
                }
            }
        }
        if (plays.isEmpty()) {
            throw new FileException("%s holds no plays of record.py".formatted(record));
        }
        return plays;
    }

    private static Play play(JsonNode node, int number, Path record) {
        List<Step> steps = new ArrayList<>();
        boolean recorded = node.path("game").isTextual();
        for (JsonNode step : node.path("steps")) {
            recorded &= step.path("observation").isTextual() && step.path("admissible").isArray();
            List<String> admissible = new ArrayList<>();
            step.path("admissible").forEach(command -> admissible.add(command.asText()));
            steps.add(
                    new Step(
                            step.path("command").asText(""),
                            step.path("observation").asText(),
                            admissible,
                            step.path("won").asBoolean(),
                            step.path("ms").asDouble(Double.NaN)));
        }
        if (!recorded || steps.isEmpty()) {
            throw new FileException(
                    "line %d of %s is no play of environments/alfworld/record.py"
                            .formatted(number, record));
        }
        GameId game = new GameId(node.path("game").asText());
        return new Play(game, node.path("load_ms").asDouble(Double.NaN), steps);
    }

    private static int mismatches(Game game, Play play, Consumer<String> progress) {
        int mismatches = 0;
        Position position = game.start();
        for (int i = 0; i < play.steps().size(); i++) {
            Step step = play.steps().get(i);
            position = i == 0 ? position : game.step(position, step.command());
            boolean equal =
                    position.text().equals(step.observation())
                            && position.admissible().equals(step.admissible())
                            && position.won() == step.won();
            if (!equal) {
                mismatches++;
                progress.accept(
                        "differs: %s, step %d, '%s'".formatted(play.game(), i, step.command()));
            }
        }
        return mismatches;
    }

    private List<List<String>> loading(List<Play> plays) {
        double[] python =
                plays.stream().mapToDouble(p -> p.loadMs() + p.steps().get(0).ms()).toArray();
        double[] java = new double[plays.size()];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < java.length; i++) {
                long start = System.nanoTime();
                String key = GameStore.key(folder.bytes(plays.get(i).game()));
                new Game(store.find(key).orElseThrow()).start();
                java[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return rows("load and reset", python, java);
    }

    private static List<List<String>> stepping(List<Play> plays, Map<GameId, Game> games) {
        double[] python =
                plays.stream()
                        .flatMap(play -> play.steps().stream().skip(1))
                        .mapToDouble(Step::ms)
                        .toArray();
        double[] java = new double[python.length];
        for (int round = 0; round < ROUNDS; round++) {
            int at = 0;
            for (Play play : plays) {
                Game game = games.get(play.game());
                Position position = requireNonNull(game).start();
                for (Step step : play.steps().subList(1, play.steps().size())) {
                    long start = System.nanoTime();
                    position = game.step(position, step.command());
                    java[at++] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        return rows("full step", python, java);
    }

    private static List<List<String>> rows(String name, double[] python, double[] java) {
        double mean = Arrays.stream(python).average().orElse(Double.NaN);
        double ours = Arrays.stream(java).average().orElse(Double.NaN);
        return List.of(
                row(name + ", mean", mean, ours),
                row(name + ", median", quantile(python, 0.5), quantile(java, 0.5)),
                row(name + ", 95 %", quantile(python, 0.95), quantile(java, 0.95)));
    }

    private static List<String> row(String name, double python, double java) {
        return List.of(
                name,
                "%.3f ms".formatted(python),
                "%.4f ms".formatted(java),
                "%.0f".formatted(python / java));
    }

    private static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (part * (sorted.length - 1))];
    }

    /** Steps a second with one thread and with one for each core. */
    private static List<List<String>> threads(List<Play> plays, Map<GameId, Game> games) {
        int cores = Runtime.getRuntime().availableProcessors();
        List<List<String>> rows = new ArrayList<>();
        for (int threads = 1; threads <= cores; threads *= 2) {
            double rate = rate(plays, games, threads);
            rows.add(
                    List.of(
                            "steps a second, %d thread%s"
                                    .formatted(threads, threads == 1 ? "" : "s"),
                            "",
                            "%.0f".formatted(rate),
                            ""));
        }
        return rows;
    }

    private static double rate(List<Play> plays, Map<GameId, Game> games, int threads) {
        long steps = plays.stream().mapToLong(play -> play.steps().size() - 1).sum() * ROUNDS;
        long start = System.nanoTime();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.ofPlatform().start(() -> playAll(plays, games)));
        }
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return steps * threads / ((System.nanoTime() - start) / 1e9);
    }

    private static void playAll(List<Play> plays, Map<GameId, Game> games) {
        for (int round = 0; round < ROUNDS; round++) {
            plays.forEach(play -> last(requireNonNull(games.get(play.game())), play));
        }
    }

    private static Position last(Game game, Play play) {
        Position position = game.start();
        for (Step step : play.steps().subList(1, play.steps().size())) {
            position = game.step(position, step.command());
        }
        return position;
    }

    private static List<List<String>> memory(List<Play> plays, Map<GameId, Game> games) {
        long before = used();
        List<Position> live = new ArrayList<>();
        for (int i = 0; i < LIVE_EPISODES; i++) {
            Play play = plays.get(i % plays.size());
            live.add(last(requireNonNull(games.get(play.game())), play));
        }
        long with = used();
        int kept = live.size();
        live.clear();
        for (int i = 0; i < EPISODES / 10; i++) {
            Play play = plays.get(i % plays.size());
            last(requireNonNull(games.get(play.game())), play);
        }
        long early = used();
        for (int i = EPISODES / 10; i < EPISODES; i++) {
            Play play = plays.get(i % plays.size());
            last(requireNonNull(games.get(play.game())), play);
        }
        long late = used();
        return List.of(
                megabytes("heap, %d games loaded".formatted(games.size()), before),
                megabytes("heap, %d live episodes over them".formatted(kept), with),
                megabytes("heap after %d episodes".formatted(EPISODES / 10), early),
                megabytes("heap after %d episodes".formatted(EPISODES), late));
    }

    private static List<String> megabytes(String name, long bytes) {
        return List.of(name, "", "%.0f MB".formatted(bytes / 1e6), "");
    }

    /** Bytes in use after a collection. */
    @SuppressWarnings("SystemGc") // It is what we measure.
    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
