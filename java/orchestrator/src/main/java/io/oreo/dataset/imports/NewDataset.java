package io.oreo.dataset.imports;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.dataset.DataReport;
import io.oreo.dataset.DatasetException;
import io.oreo.dataset.DatasetManifest;
import io.oreo.dataset.ShardInfo;
import io.oreo.dataset.TrajectoryShards;
import io.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A dataset in the making: a folder under another name, which is renamed at the end. */
final class NewDataset implements AutoCloseable {

    /** Name of the report beside the manifest. */
    static final String REPORT = "report.json";

    private static final int SHARD_ROWS = 2048;

    private final Path folder;
    private final Path workshop;
    private final String tokenizerKey;
    private final boolean chatTemplate;
    private final List<ShardInfo> shards = new ArrayList<>();
    private final List<Trajectory> waiting = new ArrayList<>();

    private NewDataset(Path folder, Path workshop, String tokenizerKey, boolean chatTemplate) {
        this.folder = folder;
        this.workshop = workshop;
        this.tokenizerKey = tokenizerKey;
        this.chatTemplate = chatTemplate;
    }

    static NewDataset begin(Path folder, String tokenizerKey, boolean chatTemplate) {
        Path target = folder.toAbsolutePath().normalize();
        Path workshop =
                target.resolveSibling(
                        "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            if (Files.exists(target) && !isEmpty(target)) {
                throw new DatasetException(
                        "%s is there already and not empty; name another folder, or remove it."
                                .formatted(target));
            }
            delete(workshop);
            Files.createDirectories(workshop);
        } catch (IOException failed) {
            throw cannotWrite(target, failed);
        }
        return new NewDataset(target, workshop, tokenizerKey, chatTemplate);
    }

    void add(List<Trajectory> trajectories) {
        for (Trajectory trajectory : trajectories) {
            waiting.add(trajectory);
            if (waiting.size() == SHARD_ROWS) {
                writeShard();
            }
        }
    }

    /** Gives the dataset its name. */
    DatasetManifest publish(DataReport report) {
        if (!waiting.isEmpty()) {
            writeShard();
        }
        new DatasetManifest(tokenizerKey, shards, chatTemplate).write(workshop);
        try {
            new JsonMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(workshop.resolve(REPORT).toFile(), report);
            Files.deleteIfExists(folder);
            Files.move(workshop, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw cannotWrite(folder, failed);
        }
        return DatasetManifest.read(folder);
    }

    private void writeShard() {
        Path file = workshop.resolve("import-%05d.parquet".formatted(shards.size()));
        shards.add(TrajectoryShards.write(waiting, file));
        waiting.clear();
    }

    @Override
    public void close() {
        try {
            delete(workshop);
        } catch (IOException failed) {
            throw cannotWrite(workshop, failed);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Removes the workshop, which holds plain files only. */
    private static void delete(Path workshop) throws IOException {
        if (Files.isDirectory(workshop)) {
            try (Stream<Path> files = Files.list(workshop)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(workshop);
        }
    }

    private static DatasetException cannotWrite(Path folder, IOException failed) {
        return new DatasetException(
                "Cannot write %s (%s); free some space, make the folder writable, or name another."
                        .formatted(folder, failed.getMessage()),
                failed);
    }
}
