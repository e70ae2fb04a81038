package io.oreo.task.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.oreo.task.ContentKey;
import io.oreo.task.TaskException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFetchTest {

    private static final byte[] CONTENT = "one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path data;
    private HttpServer server;
    private final List<String> ranges = new ArrayList<>();
    private byte[] sent = CONTENT;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_missing_file_comes_and_is_not_fetched_twice() throws IOException {
        fetch(ContentKey.of(CONTENT), "");
        fetch(ContentKey.of(CONTENT), "");
        assertEquals(List.of("whole"), ranges);
        assertEquals("one\ntwo\nthree\n", Files.readString(data.resolve("bench/file.txt")));
    }

    @Test
    void a_download_that_was_cut_off_goes_on_where_it_stopped() throws IOException {
        Files.createDirectories(data.resolve("bench"));
        Files.writeString(data.resolve("bench/file.txt.part"), "one\n");
        fetch(ContentKey.of(CONTENT), "");
        assertEquals(List.of("bytes=4-"), ranges);
        assertEquals("one\ntwo\nthree\n", Files.readString(data.resolve("bench/file.txt")));
    }

    @Test
    void other_content_is_refused_and_leaves_nothing() {
        TaskException refused = assertThrows(TaskException.class, () -> fetch("0".repeat(64), ""));
        assertTrue(String.valueOf(refused.getMessage()).contains("sent other content"));
        assertFalse(Files.exists(data.resolve("bench/file.txt")));
        assertFalse(Files.exists(data.resolve("bench/file.txt.part")));
    }

    @Test
    void a_damaged_file_is_put_aside_and_fetched_afresh() throws IOException {
        Files.createDirectories(data.resolve("bench"));
        Files.writeString(data.resolve("bench/file.txt"), "mine");
        fetch(ContentKey.of(CONTENT), "");
        assertEquals("mine", Files.readString(data.resolve("bench/file.txt.replaced")));
        assertEquals("one\ntwo\nthree\n", Files.readString(data.resolve("bench/file.txt")));
    }

    @Test
    void the_archive_of_math_becomes_two_files_of_lines() throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, "MATH/train/algebra/10.json", "{\"problem\": \"b\"}");
        entry(tar, "MATH/train/algebra/2.json", "{\n\"problem\": \"a\"}");
        entry(tar, "MATH/../../test/algebra/1.json", "{\"problem\": \"c\"}");
        entry(tar, "MATH/README", "x".repeat(600));
        tar.write(new byte[1024]);
        sent = tar.toByteArray();
        fetch(ContentKey.of(sent), "math-archive");
        assertEquals(
                "{\"problem\":\"a\"}\n{\"problem\":\"b\"}\n",
                Files.readString(data.resolve("bench/math_train.jsonl")));
        assertEquals(
                "{\"problem\":\"c\"}\n", Files.readString(data.resolve("bench/math_test.jsonl")));
    }

    @Test
    void a_name_that_leads_elsewhere_is_refused() throws IOException {
        Path file = data.resolve("data.toml");
        Files.writeString(
                file,
                "[[file]]\nname = \"../x\"\nsha256 = \"%s\"\nurls = [\"http://localhost/\"]\n"
                        .formatted("0".repeat(64)));
        assertThrows(TaskException.class, () -> DataSource.read(file));
        Files.writeString(file, Files.readString(file).replace("../x", "x"));
        assertEquals("x", DataSource.read(file).files().getFirst().name());
    }

    private void fetch(String sha256, String unpack) {
        URI url = URI.create("http://localhost:%d/f".formatted(server.getAddress().getPort()));
        DataSource.Remote file = new DataSource.Remote("file.txt", sha256, unpack, List.of(url));
        DataFetch.fetch("bench", new DataSource(List.of(file)), data, _ -> {});
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "whole" : range);
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        byte[] body = Arrays.copyOfRange(sent, from, sent.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void entry(ByteArrayOutputStream tar, String name, String text)
            throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        byte[] field = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(field, 0, header, 0, field.length);
        byte[] size = "%011o".formatted(content.length).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(size, 0, header, 124, size.length);
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(512 - content.length % 512) % 512]);
    }
}
