package io.oreo.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The repository's own server of environments, a CPython process that ends with the test. */
public final class EnvironmentServer implements AutoCloseable {

    private final Process process;
    private final Path tokenFile;
    private final int port;

    private EnvironmentServer(Process process, Path tokenFile, int port) {
        this.process = process;
        this.tokenFile = tokenFile;
        this.port = port;
    }

    /**
     * Starts it at a free port.
     *
     * @param folder where its token is written and its modules are found, beside its own
     * @param arguments what is served, and options
     */
    public static EnvironmentServer start(Path folder, String... arguments) throws IOException {
        return startAt(0, folder, arguments);
    }

    /** Starts it at a port. */
    public static EnvironmentServer startAt(int port, Path folder, String... arguments)
            throws IOException {
        Path root = Path.of(String.valueOf(System.getProperty("oreo.root")));
        Path token = folder.resolve("environment.token");
        List<String> command =
                Stream.concat(
                                Stream.of(
                                        root.resolve(".venv/bin/python").toString(),
                                        root.resolve("environments/remote/serve.py").toString(),
                                        "--token-file",
                                        token.toString(),
                                        "--port",
                                        Integer.toString(port)),
                                Stream.of(arguments))
                        .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PYTHONPATH", folder.toString());
        builder.environment().remove("OREO_ENVIRONMENT_TOKEN");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line =
                Optional.ofNullable(reader.readLine())
                        .orElseThrow(() -> new IOException("the server of environments ended"));
        return new EnvironmentServer(process, token, Integer.parseInt(line));
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Its port. */
    public int port() {
        return port;
    }

    /** The file with its token. */
    public Path tokenFile() {
        return tokenFile;
    }

    /** Its token. */
    public String token() throws IOException {
        return Files.readString(tokenFile).strip();
    }

    /** As the kernel would: no farewell. */
    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
