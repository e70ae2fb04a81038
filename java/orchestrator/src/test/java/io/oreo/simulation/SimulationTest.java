package io.oreo.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** Whatever happens to a run, it comes to the end that it would have come to. */
class SimulationTest {

    @TempDir(factory = InMemory.class)
    private Path folder;

    /** Files in memory where the system has such a place: a kill here loses no page of a disk. */
    static final class InMemory implements TempDirFactory {

        private static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext field, ExtensionContext test)
                throws IOException {
            return Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "simulation")
                    : Files.createTempDirectory("simulation");
        }
    }

    /** {@code make simulate} asks for other seeds by these properties. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void aRunThatIsDisturbedComesToTheSameEnd() throws Exception {
        long first = Long.getLong("oreo.simulate.first", 1);
        long seeds = Long.getLong("oreo.simulate.seeds", 200);
        Simulate.Tally tally = Simulate.all(folder, LongStream.range(first, first + seeds));
        System.out.println(tally);
        assertEquals(List.of(), tally.broken());
        assertTrue(seeds < 20 || tally.starts() > seeds * 3 / 2, "little happened: " + tally);
    }
}
