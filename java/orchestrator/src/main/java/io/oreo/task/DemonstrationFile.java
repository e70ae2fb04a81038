package io.oreo.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.environment.GameId;
import io.oreo.environment.HostedEnvironment.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands that win games, one game a line: {@code {"game": "…", "commands": ["…", "…"]}}, with a
 * {@code "group"} if games are reported apart.
 */
record DemonstrationFile(Path path) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * All of it, in order.
     *
     * @throws TaskException if it cannot be read, naming the line
     */
    List<Listing> read() {
        List<String> lines = text().lines().toList();
        List<Listing> games = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (!line.isBlank()) {
                games.add(game(line, number));
            }
        }
        return List.copyOf(games);
    }

    /** Names its content. */
    String fingerprint() {
        return ContentKey.of(text());
    }

    private String text() {
        try {
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw new TaskException(
                    "the demonstrations %s cannot be read (%s); mend task.options.demonstrations"
                            .formatted(path, unreadable),
                    unreadable);
        }
    }

    private Listing game(String line, int number) {
        try {
            JsonNode read = JSON.readTree(line);
            String game = read.path("game").asText("");
            List<String> commands = new ArrayList<>();
            read.path("commands").forEach(command -> commands.add(command.asText("")));
            if (!game.isBlank() && !commands.isEmpty()) {
                return new Listing(new GameId(game), read.path("group").asText(""), commands);
            }
            throw unusable(number, null);
        } catch (JsonProcessingException malformed) {
            throw unusable(number, malformed);
        }
    }

    private TaskException unusable(int number, @Nullable Throwable why) {
        String text =
                "%s, line %d is no demonstration; write {\"game\": \"…\", \"commands\": [\"…\"]}"
                        .formatted(path, number);
        return why == null ? new TaskException(text) : new TaskException(text, why);
    }
}
