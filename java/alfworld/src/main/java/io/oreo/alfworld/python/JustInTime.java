package io.oreo.alfworld.python;

import java.io.File;
import java.io.IOException;
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

    /**
     * Runs a main class in a JVM with the compiler, on this one's streams; it ends with this one.
     *
     * @return its exit status
     */
    public static int run(List<String> jvmOptions, String mainClass, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(options());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(arguments);
        Process child = new ProcessBuilder(command).inheritIO().start();
        Thread ending = new Thread(child::destroy, "end of the JVM with the compiler");
        Runtime.getRuntime().addShutdownHook(ending);
        int status = child.waitFor();
        Runtime.getRuntime().removeShutdownHook(ending);
        return status;
    }
}
