package io.oreo.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;

/** Simulates a number of seeds, side by side; what {@code make simulate} and the test call. */
final class Simulate {

    private Simulate() {}

    /**
     * What came of some seeds.
     *
     * @param starts how often the program was started in all
     * @param broken what to do to repeat each failure
     */
    record Tally(long seeds, long starts, List<String> broken, Duration took) {

        @Override
        public String toString() {
            return "simulate: %d seeds, %d starts of the program, %d failed (%d s)%s"
                    .formatted(
                            seeds,
                            starts,
                            broken.size(),
                            took.toSeconds(),
                            broken.isEmpty() ? "" : "\n" + String.join("\n", broken));
        }
    }

    /** What came of one seed. */
    private record Ended(int starts, List<String> broken) {}

    /** Simulates these seeds in a folder. */
    static Tally all(Path folder, LongStream seeds) throws Exception {
        long begun = System.nanoTime();
        Simulation simulation = new Simulation(folder);
        List<Callable<Ended>> work =
                seeds.<Callable<Ended>>mapToObj(seed -> () -> one(simulation, seed)).toList();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Ended> ended =
                    threads.invokeAll(work).stream().map(each -> each.resultNow()).toList();
            return new Tally(
                    work.size(),
                    ended.stream().mapToLong(Ended::starts).sum(),
                    ended.stream().flatMap(each -> each.broken().stream()).toList(),
                    Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private static Ended one(Simulation simulation, long seed) {
        try {
            return new Ended(simulation.run(seed).lives(), List.of());
        } catch (AssertionError broken) {
            return new Ended(0, List.of(String.valueOf(broken.getMessage())));
        }
    }
}
