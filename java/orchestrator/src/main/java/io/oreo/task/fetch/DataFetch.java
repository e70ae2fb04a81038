package io.oreo.task.fetch;

import io.oreo.task.ContentKey;
import io.oreo.task.TaskException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings the files of a benchmark from their official source. A file that is there already is kept;
 * a download that was interrupted goes on where it stopped; a file whose content is not what its
 * checksum says is refused and never takes the place of another.
 */
public final class DataFetch {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PARTIAL = 206;
    private static final int OK = 200;

    private final Path folder;
    private final Consumer<String> progress;

    private DataFetch(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Fetches what is missing.
     *
     * @param name the benchmark, e.g. {@code gsm8k}
     * @param into data folder; the files come into its folder of the benchmark's name
     * @param progress told what happens, a sentence at a time
     * @throws TaskException if a file cannot be had; those that came before it stay
     */
    public static void fetch(String name, DataSource source, Path into, Consumer<String> progress) {
        Path folder = into.resolve(name);
        try {
            Files.createDirectories(folder);
            DataFetch fetch = new DataFetch(folder, progress);
            for (DataSource.Remote file : source.files()) {
                fetch.bring(file);
            }
        } catch (IOException failed) {
            throw new TaskException(
                    "%s cannot be written into (%s)".formatted(folder, failed), failed);
        }
    }

    private void bring(DataSource.Remote file) throws IOException {
        Path place = folder.resolve(file.name());
        if (Files.exists(place) && !digest(place).equals(file.sha256())) {
            Path aside = folder.resolve(file.name() + ".replaced");
            Files.move(place, aside, StandardCopyOption.REPLACE_EXISTING);
            progress.accept("%s was not the official file; it is %s now".formatted(place, aside));
        }
        if (Files.exists(place)) {
            progress.accept("%s is there and whole".formatted(place));
        } else {
            download(file, place);
        }
        if (file.unpack().equals("math-archive")) {
            MathArchive.unpack(place, folder);
            progress.accept("%s is unpacked".formatted(place));
        }
    }

    private void download(DataSource.Remote file, Path place) throws IOException {
        Path part = folder.resolve(file.name() + ".part");
        List<String> failures = new ArrayList<>();
        for (URI url : file.urls()) {
            try {
                receive(url, part);
                String digest = digest(part);
                if (digest.equals(file.sha256())) {
                    Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
                    progress.accept("%s has come from %s".formatted(place, url));
                    return;
                }
                Files.delete(part);
                failures.add(
                        "%s sent other content (SHA-256 %s, not %s)"
                                .formatted(url, digest, file.sha256()));
            } catch (IOException failed) {
                failures.add("%s failed (%s)".formatted(url, failed));
            }
        }
        throw new TaskException(
                "%s could not be fetched: %s; the same command goes on where this one stopped"
                        .formatted(place, String.join("; ", failures)));
    }

    /** Appends what is missing of a part, or begins anew where the server cannot go on. */
    private void receive(URI url, Path part) throws IOException {
        long there = Files.exists(part) ? Files.size(part) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(PATIENCE);
        if (there > 0) {
            request.header("Range", "bytes=" + there + "-");
        }
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(PATIENCE)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            HttpResponse<InputStream> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            boolean goesOn = answer.statusCode() == PARTIAL;
            try (InputStream in = answer.body()) {
                if (!goesOn && answer.statusCode() != OK) {
                    // A part that is too long can never be gone on with.
                    Files.deleteIfExists(part);
                    throw new IOException("status " + answer.statusCode());
                }
                StandardOpenOption mode =
                        goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
                try (OutputStream out =
                        Files.newOutputStream(part, StandardOpenOption.CREATE, mode)) {
                    in.transferTo(out);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static String digest(Path file) throws IOException {
        var sha256 = ContentKey.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
