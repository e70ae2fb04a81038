package io.oreo.dataset.imports;

import static io.oreo.dataset.imports.Imports.PLAIN;
import static io.oreo.dataset.imports.Imports.importer;
import static io.oreo.dataset.imports.Imports.linesOf;
import static io.oreo.dataset.imports.Imports.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.dataset.DataReport;
import io.oreo.dataset.DatasetException;
import io.oreo.dataset.DatasetManifest;
import io.oreo.dataset.DropReason;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.dataset.imports.TrajectoryImport.Imported;
import io.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedDatasetTest {

    @TempDir private Path folder;

    @Test
    void bytes_that_are_no_utf8_and_endless_lines_are_dropped_and_the_next_line_is_read()
            throws Exception {
        Path file = folder.resolve("rows.jsonl");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(
                    "\uFEFF{\"prompt\": \"q\", \"response\": \"a\", \"reward\": 1}\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            out.write(new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}', '\n'});
            out.write(" ".repeat(JsonLines.MAX_LINE_BYTES + 1).getBytes(StandardCharsets.UTF_8));
            out.write(
                    "\n{\"prompt\": \"q\", \"response\": \"last\", \"reward\": 1}"
                            .getBytes(StandardCharsets.UTF_8));
        }
        List<Trajectory> all = new ArrayList<>();
        DataReport report = importer(PLAIN).read(List.of(file), all::addAll, _ -> {});

        assertEquals(List.of("a", "last"), all.stream().map(Trajectory::response).toList());
        assertEquals(List.of(2), linesOf(report, DropReason.BAD_TEXT));
        assertEquals(List.of(3), linesOf(report, DropReason.NOT_JSON));
    }

    @Test
    void a_limit_counts_rows_over_all_files() throws Exception {
        List<Path> files = List.of(write("a.jsonl", manyRows(5)), write("b.jsonl", manyRows(5)));
        ImportOptions seven =
                new ImportOptions(
                        PLAIN.fields(),
                        PLAIN.layout(),
                        PLAIN.rewards(),
                        PLAIN.stepRule(),
                        PLAIN.maxLength(),
                        PLAIN.maxDropped(),
                        7);
        List<Trajectory> all = new ArrayList<>();

        DataReport report = importer(seven).read(files, all::addAll, _ -> {});

        assertEquals(7, report.rows());
        assertEquals(
                List.of("answer 0", "answer 1"),
                all.subList(5, 7).stream().map(Trajectory::response).toList());
    }

    @Test
    void a_dataset_of_several_files_is_stored_and_reads_back_in_order() throws Exception {
        Path first = write("a.jsonl", manyRows(300));
        Path second = folder.resolve("b.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(second))) {
            out.write(manyRows(20).getBytes(StandardCharsets.UTF_8));
        }
        Path target = folder.resolve("datasets").resolve("mine [1]*");
        List<Integer> progress = new ArrayList<>();

        Imported imported = importer(PLAIN).store(List.of(first, second), target, progress::add);

        List<Trajectory> all =
                DatasetManifest.read(target).shards().stream()
                        .flatMap(shard -> TrajectoryShards.read(shard).stream())
                        .toList();
        assertEquals(imported.manifest(), DatasetManifest.read(target));
        assertEquals(320, all.size());
        assertEquals("answer 299", all.get(299).response());
        assertEquals("answer 0", all.get(300).response());
        assertEquals(320, all.stream().map(Trajectory::id).distinct().count());
        assertEquals(320, progress.stream().mapToInt(Integer::intValue).sum());
        assertTrue(Files.readString(target.resolve(NewDataset.REPORT)).contains("\"used\" : 320"));
        assertEquals(Set.of("datasets", "a.jsonl", "b.jsonl.gz"), names(folder));
        assertEquals(Set.of("mine [1]*"), names(target.getParent()));
    }

    @Test
    void parquet_of_the_same_columns_gives_the_same_trajectories() throws Exception {
        String lines =
                """
                {"prompt": "q", "chosen": "good", "rejected": "bad", "problem_id": 7}
                {"messages": [{"role": "user", "content": "u"}, {"role": "assistant", \
                "content": "a"}], "reward": 0.5}
                {"prompt": "é\\n\\"", "response": "a", "reward": 1}
                """;
        Path json = write("rows.jsonl", lines);
        Path parquet = folder.resolve("rows.parquet");
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT * FROM read_json('%s')) TO '%s' (FORMAT parquet)"
                            .formatted(json, parquet));
        }
        List<Trajectory> expected = read(PLAIN, lines);
        List<Trajectory> actual = new ArrayList<>();
        DataReport report = importer(PLAIN).read(List.of(parquet), actual::addAll, _ -> {});

        assertEquals(expected, actual);
        assertEquals(3, report.rows());
    }

    @Test
    void when_too_much_is_dropped_nothing_is_stored_and_the_reasons_are_named() throws Exception {
        Path file = write("rows.jsonl", "nonsense\n" + manyRows(1));
        Path target = folder.resolve("dataset");

        DatasetException refused =
                assertThrows(
                        DatasetException.class,
                        () -> importer(PLAIN).store(List.of(file), target, _ -> {}));

        assertTrue(
                refused.getMessage().contains("1 of 2 attempts were dropped"), refused::toString);
        assertTrue(refused.getMessage().contains("rows.jsonl:1"), refused::toString);
        assertEquals(Set.of("rows.jsonl"), names(folder));
    }

    @Test
    void a_folder_with_content_is_never_written_over() throws Exception {
        Path file = write("rows.jsonl", manyRows(1));
        Path target = Files.createDirectory(folder.resolve("dataset"));
        Files.writeString(target.resolve("mine.txt"), "mine");

        DatasetException refused =
                assertThrows(
                        DatasetException.class,
                        () -> importer(PLAIN).store(List.of(file), target, _ -> {}));

        assertTrue(refused.getMessage().contains("not empty"), refused::toString);
        assertEquals(Set.of("mine.txt"), names(target));
    }

    @Test
    void a_missing_or_damaged_file_is_named() throws Exception {
        Path damaged = write("rows.parquet", "PAR1 and then nothing of Parquet");
        for (Path file : List.of(damaged, folder.resolve("nowhere.jsonl"))) {
            DatasetException refused =
                    assertThrows(
                            DatasetException.class,
                            () -> importer(PLAIN).read(List.of(file), _ -> {}, _ -> {}));
            assertTrue(refused.getMessage().contains(file.toString()), refused::toString);
        }
    }

    private static String manyRows(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                "{\"prompt\":\"q%d\",\"response\":\"answer %d\",\"reward\":%d}\n"
                                        .formatted(i, i, i % 2))
                .collect(Collectors.joining());
    }

    private List<Trajectory> read(ImportOptions options, String lines) throws IOException {
        List<Trajectory> all = new ArrayList<>();
        DataReport report =
                importer(options).read(List.of(write("rows.jsonl", lines)), all::addAll, _ -> {});
        assertEquals(0, report.droppedCount(), () -> String.join("\n", report.lines()));
        return all;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
