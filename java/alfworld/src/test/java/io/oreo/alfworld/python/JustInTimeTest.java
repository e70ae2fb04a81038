package io.oreo.alfworld.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JustInTimeTest {

    @Test
    void anEngineThatOnlyInterpretsIsWarnedOf() {
        String warning = JustInTime.warning("Interpreted").orElseThrow();
        assertTrue(warning.contains("does not compile guest code (Interpreted)"), warning);
        assertTrue(warning.contains("JustInTime"), warning);
        assertEquals(Optional.empty(), JustInTime.warning("GraalVM CE"));
        assertEquals(Optional.empty(), JustInTime.warning("Oracle GraalVM"));
    }

    /** The class path of these tests has the jars. */
    @Test
    void theOptionsNameTheCompilersJars() {
        String path =
                JustInTime.options().stream()
                        .filter(option -> option.startsWith("--upgrade-module-path="))
                        .findFirst()
                        .orElseThrow();
        for (String jar : List.of("compiler-", "truffle-compiler-", "collections-", "word-")) {
            assertTrue(path.contains(jar), path);
        }
    }
}
