package io.oreo.alfworld.cli;

import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.tools.GameCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
        Files.createDirectories(out);
        Path archive = Files.createTempFile(out, "games", ".zip.part");
        try {
            err.println("getting " + from);
            err.flush();
            download(archive);
            unpack(archive);
        } finally {
            Files.deleteIfExists(archive);
        }
        GameCheck.Findings findings = GameCheck.of(new GameFolder(out));
        spec.commandLine().getOut().print(GameCheck.format(findings));
        return findings.problems().isEmpty() ? 0 : 1;
    }

    private void download(Path archive) throws IOException, InterruptedException {
        if ("file".equals(from.getScheme())) {
            Files.copy(Path.of(from), archive, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try (HttpClient client =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
            HttpResponse<Path> response =
                    client.send(
                            HttpRequest.newBuilder(from).build(),
                            HttpResponse.BodyHandlers.ofFile(archive));
            if (response.statusCode() != 200) {
                throw new IOException(from + " answered " + response.statusCode());
            }
        }
    }

    /** Only game files and their traj_data, only below the folder, only so much. */
    private void unpack(Path archive) throws IOException {
        long total = 0;
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
            }
        }
    }
}
