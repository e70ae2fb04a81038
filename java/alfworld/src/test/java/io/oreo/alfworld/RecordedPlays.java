package io.oreo.alfworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.game.GameCompiler;
import io.oreo.alfworld.game.GameDocument;
import io.oreo.alfworld.game.GameStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Six generated games, one of each type, with what ALFWorld's Python delivers about each and what
 * CPython 3.11 with unmodified TextWorld 1.7.0 and ALFWorld 0.4.2 showed when it played them;
 * recorded with {@code environments/alfworld/record.py}.
 */
public final class RecordedPlays {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One step; the first has no command. */
    public record Step(String command, String text, List<String> admissible, boolean won) {}

    /** One play. */
    public record Play(String game, String file, String document, List<Step> steps) {
        public byte[] bytes() {
            return file.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return game;
        }
    }

    private RecordedPlays() {}

    public static List<Play> all() {
        List<Play> plays = new ArrayList<>();
        try (InputStream in = RecordedPlays.class.getResourceAsStream("plays.jsonl.gz")) {
            String text =
                    new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                plays.add(play(JSON.readTree(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return plays;
    }

    private static Play play(JsonNode node) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : node.path("steps")) {
            List<String> admissible = new ArrayList<>();
            step.path("admissible").forEach(command -> admissible.add(command.asText()));
            steps.add(
                    new Step(
                            step.path("command").asText(""),
                            step.path("observation").asText(),
                            admissible,
                            step.path("won").asBoolean()));
        }
        return new Play(
                node.path("game").asText(),
                node.path("file").asText(),
                node.path("document").toString(),
                steps);
    }

    /** Writes the game files below a folder. */
    public static GameFolder write(Path folder) throws IOException {
        for (Play play : all()) {
            Path file = folder.resolve(play.game());
            Files.createDirectories(file.getParent());
            Files.writeString(file, play.file());
        }
        return new GameFolder(folder);
    }

    /** A store in which all of them are prepared. */
    public static GameStore prepared(Path folder) {
        GameStore store = new GameStore(folder);
        for (Play play : all()) {
            store.put(
                    GameStore.key(play.bytes()),
                    GameCompiler.compile(GameDocument.read(play.document())));
        }
        return store;
    }
}
