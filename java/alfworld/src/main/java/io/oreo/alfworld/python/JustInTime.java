package io.oreo.alfworld.python;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether guest code is compiled. On a stock JDK, Graal is a module that must be on the upgrade
 * module path from the start; without it GraalPy runs too, several times slower.
 */
public final class JustInTime {

    /** The jars that make up the compiler. */
    private static final Pattern COMPILER =
            Pattern.compile("(compiler|truffle-compiler|collections|word)-\\d[\\d.]*\\.jar");

    private JustInTime() {}

    /**
     * What a person should know about an engine of that name, e.g. {@code GraalVM CE} or {@code
     * Interpreted}: whether it compiles guest code.
     */
    public static Optional<String> warning(String implementation) {
        return implementation.contains("Interpreted")
                ? Optional.of(
                        "GraalPy does not compile guest code (%s), so Python is several times"
                                        .formatted(implementation)
                                + " slower; start Java with the options of"
                                + " io.oreo.alfworld.python.JustInTime")
                : Optional.empty();
    }

    /** Whether this JVM was started with the compiler. */
    public static boolean present() {
        return ModuleLayer.boot().findModule("jdk.graal.compiler").isPresent();
    }

    /** The options with which a JVM of this class path has the compiler; empty without its jars. */
    public static List<String> options() {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (COMPILER.matcher(new File(entry).getName()).matches()) {
                jars.add(entry);
            }
        }
        return jars.size() < 4
                ? List.of()
                : List.of(
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:+EnableJVMCI",
                        "--upgrade-module-path=" + String.join(File.pathSeparator, jars));
    }
}
