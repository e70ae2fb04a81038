package io.oreo.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.Home;
import io.oreo.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What {@code --help} says is frozen, one golden file a command. */
class HelpTest {

    private static final CommandLine PROGRAM = program(List.of());

    private static CommandLine program(List<String> arguments) {
        return OreoCommand.commandLine(
                new Home(Path.of(System.getProperty("oreo.root", "../.."))), arguments);
    }

    /** As it is made when its own name stands on the command line. */
    private static CommandLine asCalled(CommandLine command) {
        List<String> words = List.of(command.getCommandSpec().qualifiedName().split(" "));
        CommandLine called = program(words.subList(1, words.size()));
        for (String word : words.subList(1, words.size())) {
            called = called.getSubcommands().get(word);
        }
        return called;
    }

    private static List<CommandLine> commands(CommandLine from) {
        List<CommandLine> all = new ArrayList<>(List.of(from));
        from.getSubcommands().values().stream()
                .distinct()
                .forEach(verb -> all.addAll(commands(verb)));
        return all;
    }

    private static String file(CommandLine command) {
        return "help/%s.txt"
                .formatted(command.getCommandSpec().qualifiedName("-").replaceFirst("^oreo-", ""));
    }

    @TestFactory
    Stream<DynamicTest> the_help_of_every_command_is_as_reviewed() {
        return commands(PROGRAM).stream()
                .map(
                        command ->
                                DynamicTest.dynamicTest(
                                        command.getCommandSpec().qualifiedName(),
                                        () ->
                                                Golden.check(
                                                        file(command),
                                                        asCalled(command)
                                                                .getUsageMessage(Ansi.OFF))));
    }

    @Test
    void every_golden_file_belongs_to_a_command() throws IOException {
        List<String> expected = commands(PROGRAM).stream().map(HelpTest::file).sorted().toList();
        try (Stream<Path> files = Files.list(Golden.folder().resolve("help"))) {
            assertEquals(
                    expected,
                    files.map(file -> "help/" + file.getFileName()).sorted().toList(),
                    "a command went away or was renamed: delete its golden file");
        }
    }

    @Test
    void every_option_and_every_command_says_what_it_is_for() {
        for (CommandLine command : commands(PROGRAM)) {
            String name = command.getCommandSpec().qualifiedName();
            assertTrue(command.getCommandSpec().usageMessage().description().length > 0, name);
            command.getCommandSpec()
                    .args()
                    .forEach(
                            argument ->
                                    assertTrue(
                                            argument.description().length > 0,
                                            () -> name + " " + argument.paramLabel()));
        }
    }
}
