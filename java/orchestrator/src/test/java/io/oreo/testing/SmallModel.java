package io.oreo.testing;

import io.oreo.task.ContentKey;
import io.oreo.trajectory.IntVector;
import io.oreo.worker.ModelFacts;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A model of two lines on disk. Its lineage names all that it was made from, so two models are
 * equal only if they were made alike.
 *
 * @param skill how often the policy writes the correct line
 * @param lineage SHA-256 over what it was made from
 */
public record SmallModel(double skill, String lineage) {

    private static final String FILE = "model.txt";

    /** Writes it whole or not at all. */
    public ModelFacts write(Path directory) {
        Path file = directory.resolve(FILE);
        Path temporary = directory.resolve(FILE + ".tmp");
        try {
            Files.createDirectories(directory);
            Files.writeString(temporary, text());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return facts();
    }

    /** The model of a directory. */
    public static SmallModel read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                throw new WorkerException(
                        new WorkerFailure.NotFound("There is no model in " + directory));
            }
            List<String> lines = Files.readAllLines(file);
            return new SmallModel(Double.parseDouble(lines.get(0)), lines.get(1));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A model that is asked for, with the content that is asked for. */
    public static SmallModel read(ModelLoad load) {
        SmallModel model = read(load.source().directory());
        if (!load.contentKey().orElse(model.key()).equals(model.key())) {
            throw new WorkerException(
                    new WorkerFailure.CorruptCheckpoint(
                            load.modelId() + " is another model", List.of()));
        }
        return model;
    }

    /** What an orchestrator may know of it. */
    public ModelFacts facts() {
        return new ModelFacts(key(), "letters", 2, 128, 256, IntVector.of(0), "Small", 1, 1);
    }

    private String key() {
        return ContentKey.of(text());
    }

    private String text() {
        return skill + "\n" + lineage + "\n";
    }
}
