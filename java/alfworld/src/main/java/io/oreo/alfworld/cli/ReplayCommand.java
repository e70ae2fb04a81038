package io.oreo.alfworld.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.Dialect;
import io.oreo.alfworld.FastEnvironment;
import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.ReferenceEnvironment;
import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import io.oreo.environment.Turn;
import io.oreo.files.JsonLineFile;
import io.oreo.files.SafeOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays given commands and records what the games show. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Play the commands of a file and write down what the games show.",
            "Lines of the input, plain, gzip or zstd: {\"game\": path below --games, or task/trial,"
                + " \"commands\": [...]}. Games that are not prepared are prepared first. Lines of"
                + " the output: the same game and its steps, the first being the reset. In the"
                + " reference mode, {\"game\": path, \"expert\": N} lets ALFWorld's hand-coded"
                + " expert play at most N commands."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin private Games games = new Games();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--commands", required = true, paramLabel = "IN", description = "JSON Lines")
    private Path in = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "JSON Lines")
    private Path out = Path.of("");

    @Option(
            names = "--engine",
            description = "${COMPLETION-CANDIDATES}; the default is ${DEFAULT-VALUE}")
    private Games.Engine engine = Games.Engine.fast;

    @Option(
            names = "--latch",
            arity = "0..1",
            fallbackValue = "true",
            description = "stop a game at its first win; false goes on as TextWorld does")
    private boolean latch = true;

    @Option(
            names = "--dialect",
            paramLabel = "D",
            description =
                    "how games and commands speak: move ('move X to Y') or put (as releases before"
                            + " 2.1.2: 'put X in/on Y', 'You arrive at loc 13', no help); the"
                            + " default is the games' own")
    private @Nullable Dialect dialect;

    @Option(
            names = "--any-put",
            description = "with --dialect put, also take 'put X in Y', 'on', 'into' and 'onto'")
    private boolean anyPut;

    @Option(
            names = "--command-after",
            paramLabel = "TEXT",
            description =
                    "a command is what follows the last TEXT of an entry, up to the line's end,"
                            + " e.g. 'Action:' for thoughts and actions")
    private Optional<String> commandAfter = Optional.empty();

    /** A line of the input. */
    private sealed interface Line {
        int number();

        /** A game and what to play in it: commands, or so many of the expert's. */
        record Request(int number, String named, GameId game, List<String> commands, int expert)
                implements Line {}

        record Unusable(int number, String named, String why) implements Line {}
    }

    @Override
    public Integer call() throws IOException {
        if (anyPut && dialect != Dialect.PUT) {
            throw new ParameterException(spec.commandLine(), "--any-put is for --dialect put");
        }
        if (engine == Games.Engine.reference && Relaunch.mayHelp()) {
            return Relaunch.run(spec, "replay");
        }
        PrintWriter err = spec.commandLine().getErr();
        List<Line> lines = read();
        int failed = 0;
        try (SafeOutput writer = SafeOutput.create(out, in)) {
            if (engine == Games.Engine.fast) {
                games.prepare(
                        lines.stream()
                                .filter(Line.Request.class::isInstance)
                                .map(line -> ((Line.Request) line).game())
                                .toList(),
                        err);
            }
            try (Environment environment = spoken(games.open(engine, err))) {
                for (Line line : lines) {
                    String error = answer(environment, line, writer);
                    if (error != null) {
                        failed++;
                        err.println("line " + line.number() + " of " + in + ": " + error);
                    }
                }
            }
            writer.finish();
        }
        err.printf("played %d games, %d failed%n", lines.size(), failed);
        err.flush();
        return failed == 0 ? 0 : 1;
    }

    /** The games, spoken as was asked; all games of a folder speak as its first. */
    private Environment spoken(Environment environment) {
        Dialect asked = dialect;
        if (asked == null) {
            return environment;
        }
        GameFolder folder = games.folder();
        GameId first = folder.someGames().getFirst();
        Dialect own =
                Dialect.of(folder.file(first).grammar())
                        .orElseThrow(
                                () ->
                                        new EnvironmentException(
                                                EnvironmentException.Kind.UNSUPPORTED_GAME,
                                                "game %s speaks no dialect that is known"
                                                        .formatted(first)));
        FastEnvironment prepared =
                new FastEnvironment(folder, games.store(), Optional.empty(), Optional.empty());
        return Dialect.spoken(
                environment, own, new Dialect.Spoken(asked, anyPut, prepared::places));
    }

    private List<Line> read() {
        GameFolder folder = games.folder();
        List<Line> lines = new ArrayList<>();
        try (JsonLineFile file = JsonLineFile.open(in)) {
            for (Optional<JsonLineFile.Row> row = file.next(); row.isPresent(); row = file.next()) {
                lines.add(
                        switch (row.get()) {
                            case JsonLineFile.Row.Parsed(int number, JsonNode fields) ->
                                    line(fields, number, folder);
                            case JsonLineFile.Row.Unusable(int number, String why) ->
                                    new Line.Unusable(number, "", "the line " + why);
                        });
            }
        }
        return lines;
    }

    private Line line(JsonNode node, int number, GameFolder folder) {
        JsonNode commands = node.path("commands");
        List<String> texts = new ArrayList<>();
        boolean allTexts = true;
        for (JsonNode command : commands) {
            texts.add(command(command.asText()));
            allTexts &= command.isTextual();
        }
        int expert = node.path("expert").asInt(0);
        String named = node.path("game").asText();
        if (!node.path("game").isTextual() || !allTexts || commands.isArray() == expert > 0) {
            return new Line.Unusable(
                    number, named, "the line is not {\"game\": \"path\", \"commands\": [\"...\"]}");
        }
        try {
            return new Line.Request(number, named, folder.find(named), texts, expert);
        } catch (EnvironmentException unknown) {
            return new Line.Unusable(number, named, String.valueOf(unknown.getMessage()));
        }
    }

    /** The command in what a policy wrote. */
    private String command(String text) {
        int at = commandAfter.map(text::lastIndexOf).orElse(-1);
        return at < 0
                ? text
                : text.substring(at + commandAfter.orElseThrow().length())
                        .strip()
                        .lines()
                        .findFirst()
                        .orElse("");
    }

    /** Plays a game and writes its line; returns what went wrong. */
    private @Nullable String answer(Environment environment, Line line, SafeOutput writer)
            throws IOException {
        StringWriter text = new StringWriter();
        String error = null;
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            switch (line) {
                case Line.Request request -> {
                    json.writeStringField("game", request.named());
                    json.writeArrayFieldStart("steps");
                    error = steps(environment, request, json);
                }
                case Line.Unusable(int number, String named, String why) -> {
                    json.writeStringField("game", named);
                    json.writeNumberField("line", number);
                    json.writeArrayFieldStart("steps");
                    error = why;
                }
            }
            json.writeEndArray();
            if (error != null) {
                json.writeStringField("error", error);
            }
            json.writeEndObject();
        }
        writer.line(text.toString());
        return error;
    }

    private @Nullable String steps(
            Environment environment, Line.Request request, JsonGenerator json) throws IOException {
        if (request.expert() > 0) {
            return demonstrate(environment, request, json);
        }
        try (Session session = environment.open(request.game())) {
            Observation shown = session.observation();
            write(null, shown, json);
            for (String command : request.commands()) {
                if (latch && shown.won()) {
                    break;
                }
                shown = session.step(command);
                write(command, shown, json);
            }
            return null;
        } catch (EnvironmentException | UncheckedIOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static @Nullable String demonstrate(
            Environment environment, Line.Request request, JsonGenerator json) throws IOException {
        if (!(environment instanceof ReferenceEnvironment reference)) {
            return "the expert plays in the reference mode and its games' own dialect:"
                    + " --engine reference, without --dialect";
        }
        try {
            List<Turn> turns = reference.demonstration(request.game(), request.expert());
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                write(i == 0 ? null : turn.command(), turn.observation(), json);
            }
            return null;
        } catch (EnvironmentException | UncheckedIOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void write(@Nullable String command, Observation shown, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        if (command == null) {
            json.writeNullField("command");
        } else {
            json.writeStringField("command", command);
        }
        json.writeStringField("observation", shown.text());
        json.writeArrayFieldStart("admissible");
        for (String admissible : shown.admissible()) {
            json.writeString(admissible);
        }
        json.writeEndArray();
        json.writeBooleanField("won", shown.won());
        json.writeBooleanField("done", shown.done());
        json.writeEndObject();
    }
}
