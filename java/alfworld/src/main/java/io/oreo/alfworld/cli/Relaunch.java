package io.oreo.alfworld.cli;

import io.oreo.alfworld.python.JustInTime;
import io.oreo.environment.GameId;
import io.oreo.worker.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a command in a JVM that has Graal's compiler, where much Python is to be run. */
final class Relaunch {

    /** So few games are done before a compiler has warmed up. */
    static final int FEW = 20;

    private Relaunch() {}

    static boolean mayHelp() {
        return !JustInTime.present() && !JustInTime.options().isEmpty();
    }

    /** The status of the same command in such a JVM. */
    static int run(CommandSpec spec, String verb) throws IOException {
        List<String> original = spec.commandLine().getParseResult().originalArgs();
        List<String> arguments = new ArrayList<>(List.of(verb));
        arguments.addAll(original.subList(original.indexOf(verb) + 1, original.size()));
        try {
            return run(Games.home().toAbsolutePath(), arguments);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** Prepares some games of a folder in such a JVM; what it says goes to standard error. */
    static int prepare(Path home, List<GameId> games, Path folder, Path prepared)
            throws IOException, InterruptedException {
        Path list = Files.createTempFile("oreo-games", ".txt");
        try {
            Files.write(list, games.stream().map(GameId::value).toList());
            return run(
                    home,
                    List.of(
                            "prepare",
                            "--games",
                            folder.toString(),
                            "--prepared",
                            prepared.toString(),
                            "--list",
                            list.toString()));
        } finally {
            Files.deleteIfExists(list);
        }
    }

    /**
     * The status of a command in such a JVM, on this one's streams.
     *
     * @param home folder of the project
     */
    static int run(Path home, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JustInTime.options());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Doreo.home=" + home);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(AlfworldMain.class.getName());
        command.addAll(arguments);
        return Program.run(command, Program.Streams.SHARED);
    }
}
