package io.oreo.store;

import io.oreo.store.RunStore.Rows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program of its own that holds a run's folder and appends until it is ended. */
final class ChildProgram {

    private ChildProgram() {}

    /** Starts it on a run. */
    static Process start(Path runs, String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildProgram.class.getName(),
                        runs.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Waits until it has said that many appends are done, and gives the last number. */
    static String lineAfter(Process child, int lines) throws IOException {
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        String last = "";
        for (int i = 0; i < lines; i++) {
            last = String.valueOf(said.readLine());
        }
        return last;
    }

    /** Appends events with a row each and prints each number when it is durable. */
    public static void main(String[] arguments) {
        try (RunFolder folder = RunFolder.open(Path.of(arguments[0]), arguments[1]);
                RunStore store = RunStores.open(folder, "")) {
            for (int i = 1; i < 100_000; i++) {
                store.append(
                        RunStoreContract.event(i),
                        new Rows(List.of(RunStoreContract.metric(i, i)), List.of()));
                System.out.println(i);
            }
        }
    }
}
