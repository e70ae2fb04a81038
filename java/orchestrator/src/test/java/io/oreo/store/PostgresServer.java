package io.oreo.store;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server of this machine, started for a test on the loopback address. */
final class PostgresServer {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    // The server refuses to run as root; Debian's packages bring this user.
    private static final String USER = "postgres";

    private final Path programs;
    private final Path data;
    private final int port;

    private PostgresServer(Path programs, Path data, int port) {
        this.programs = programs;
        this.data = data;
        this.port = port;
    }

    /** Why no server can be started here; empty if one can. */
    static Optional<String> missing() throws IOException {
        if (programs().isEmpty()) {
            return Optional.of("skipped: no PostgreSQL server (initdb, pg_ctl) is installed");
        }
        if (ROOT && !canSwitchUser()) {
            return Optional.of("skipped: PostgreSQL does not run as root, and there is no runuser");
        }
        return Optional.empty();
    }

    /** Starts one with its data in this folder. */
    static PostgresServer start(Path folder) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("oreo-postgres");
        Path data = home.resolve("data");
        PostgresServer server = new PostgresServer(programs().orElseThrow(), data, freePort());
        if (ROOT) {
            run(folder, List.of("chown", USER, home.toString()));
        }
        server.program("initdb", "-D", data.toString(), "-U", "oreo", "-A", "trust", "-N");
        server.program(
                "pg_ctl",
                "-D",
                data.toString(),
                "-w",
                "-l",
                home.resolve("log").toString(),
                "-o",
                "-F -c listen_addresses=127.0.0.1 -c unix_socket_directories= -p " + server.port,
                "start");
        return server;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres?user=oreo".formatted(port);
    }

    void stop() throws IOException, InterruptedException {
        program("pg_ctl", "-D", data.toString(), "-w", "-m", "immediate", "stop");
        run(data, List.of("rm", "-r", String.valueOf(data.getParent())));
    }

    private void program(String name, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("runuser", "-u", USER, "--"));
        }
        command.add(programs.resolve(name).toString());
        command.addAll(Arrays.asList(arguments));
        run(data, command);
    }

    private static void run(Path about, List<String> command)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("oreo-postgres", ".log");
        Process process =
                new ProcessBuilder(command)
                        .directory(new File("/"))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(
                    "%s failed for %s: %s".formatted(command, about, Files.readString(log)));
        }
        Files.delete(log);
    }

    /** The folder with the newest server's programs. */
    private static Optional<Path> programs() throws IOException {
        List<Path> candidates = new ArrayList<>();
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted().forEach(version -> candidates.add(version.resolve("bin")));
            }
        }
        for (String folder : String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1)) {
            candidates.add(Path.of(folder));
        }
        return candidates.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .filter(folder -> Files.isExecutable(folder.resolve("pg_ctl")))
                .findFirst();
    }

    private static boolean canSwitchUser() {
        return Stream.of("/usr/sbin/runuser", "/sbin/runuser", "/usr/bin/runuser")
                .anyMatch(program -> Files.isExecutable(Path.of(program)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
