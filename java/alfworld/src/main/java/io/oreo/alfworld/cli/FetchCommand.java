package io.oreo.alfworld.cli;

import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.tools.GameCheck;
import io.oreo.files.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gets the official games. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description =
                "Get the official games from ALFWorld's own release, and check them: counts, and"
                        + " the digests of domain, grammar and contents.")
final class FetchCommand implements Callable<Integer> {

    /** The address in ALFWorld's own download script. */
    private static final String RELEASE =
            "https://github.com/alfworld/alfworld/releases/download/0.4.0/json_2.1.2_tw-pddl.zip";

    private static final long MAX_UNPACKED = 4L << 30;

    private static final long SAY_EVERY_NANOS = 5_000_000_000L;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where to")
    private Path out = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "URL",
            defaultValue = RELEASE,
            description = "another place of the same archive; file: works; ${DEFAULT-VALUE}")
    private URI from = URI.create(RELEASE);

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        if (from.getScheme() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--from is no URL; a file is named by file:///PATH");
        }
        Files.createDirectories(out);
        Path archive = Files.createTempFile(out, "games", ".zip.part");
        try {
            err.println("getting " + from);
            err.flush();
            download(archive, err);
            err.println("unpacking");
            err.flush();
            int files = unpack(archive);
            err.printf("%,d files in %s; checking them%n", files, out);
            err.flush();
        } finally {
            Files.deleteIfExists(archive);
        }
        GameCheck.Findings findings = GameCheck.of(new GameFolder(out));
        spec.commandLine().getOut().print(GameCheck.format(findings));
        spec.commandLine().getOut().flush();
        return findings.problems().isEmpty() ? 0 : 1;
    }

    private void download(Path archive, PrintWriter err) throws InterruptedException {
        try {
            if ("file".equals(from.getScheme())) {
                Files.copy(Path.of(from), archive, StandardCopyOption.REPLACE_EXISTING);
            } else {
                get(archive, err);
            }
        } catch (IOException | IllegalArgumentException failed) {
            throw new FileException(
                    ("%s cannot be had: %s; where it can, get it by hand, and then: ./oreo"
                                    + " alfworld fetch --from file:///PATH --out %s")
                            .formatted(
                                    from,
                                    failed instanceof IOException io
                                            ? FileException.reason(io)
                                            : failed.getMessage(),
                                    out));
        }
    }

    private void get(Path archive, PrintWriter err) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(Duration.ofSeconds(30))
                        .build()) {
            HttpResponse<InputStream> response =
                    client.send(
                            HttpRequest.newBuilder(from).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body();
                    OutputStream file = Files.newOutputStream(archive)) {
                if (response.statusCode() != 200) {
                    throw new IOException("it answered " + response.statusCode());
                }
                long all = response.headers().firstValueAsLong("content-length").orElse(-1);
                copy(in, file, all, err);
            }
        }
    }

    /** Copies, and says every few seconds how much. */
    private static void copy(InputStream in, OutputStream out, long all, PrintWriter err)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        long done = 0;
        long said = System.nanoTime();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            done += count;
            if (System.nanoTime() - said > SAY_EVERY_NANOS) {
                said = System.nanoTime();
                String of = all > 0 ? " of %,d".formatted(all / 1_000_000) : "";
                err.printf("%,d%s MB%n", done / 1_000_000, of);
                err.flush();
            }
        }
        if (all > 0 && done < all) {
            throw new IOException("only %,d of %,d bytes came".formatted(done, all));
        }
    }

    /**
     * Only game files and their traj_data, only below the folder, only so much.
     *
     * @return how many files there were
     */
    private int unpack(Path archive) throws IOException {
        long total = 0;
        int files = 0;
        Path root = out.toAbsolutePath().normalize();
        try (InputStream in = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = root.resolve(entry.getName()).normalize();
                boolean wanted =
                        target.endsWith("game.tw-pddl") || target.endsWith("traj_data.json");
                if (entry.isDirectory() || !wanted) {
                    continue;
                }
                if (!target.startsWith(root)) {
                    throw new IOException("the archive has a file outside: " + entry.getName());
                }
                Files.createDirectories(target.getParent());
                total += Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
                if (total > MAX_UNPACKED) {
                    throw new IOException("the archive unpacks to more than 4 GB");
                }
                files++;
            }
        }
        if (files == 0) {
            throw new FileException(
                    "%s holds no games, or is no zip archive; a game is a file game.tw-pddl"
                            .formatted(from));
        }
        return files;
    }
}
