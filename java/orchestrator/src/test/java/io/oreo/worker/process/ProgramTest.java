package io.oreo.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.worker.process.Program.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgramTest {

    @TempDir private Path folder;

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @ParameterizedTest
    @EnumSource(Streams.class)
    void itIsWaitedForAndItsStatusIsTold(Streams streams) throws Exception {
        assertEquals(0, Program.run(List.of(java(), "-XX:+UseSerialGC", "--version"), streams));
        assertEquals(1, Program.run(List.of(java(), "NoSuchClass"), streams));
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        String missing = folder.resolve("missing").toString();
        IOException e =
                assertThrows(
                        IOException.class, () -> Program.run(List.of(missing), Streams.COMPLAINTS));
        assertTrue(String.valueOf(e.getMessage()).contains(missing), e::toString);
    }
}
