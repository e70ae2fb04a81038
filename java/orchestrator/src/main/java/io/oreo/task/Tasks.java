package io.oreo.task;

import io.oreo.worker.WorkerPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes tasks by name. */
public final class Tasks {

    /** Names that {@link #create} knows. */
    public static final List<String> NAMES =
            List.of(
                    ArithmeticTask.NAME,
                    Benchmark.GSM8K.label(),
                    Benchmark.MATH.label(),
                    PythonTask.NAME,
                    ImportedTask.NAME);

    private Tasks() {}

    /** Makes a task that lives elsewhere. */
    @FunctionalInterface
    public interface Maker {
        /**
         * The task.
         *
         * @param data folder with its data; blank where none was given
         * @param options what was chosen; to be read and then finished
         * @throws TaskException if an option is wrong or the data cannot be used
         */
        Task make(String data, TaskOptions options);
    }

    /** A task, of ours or, by its name, of the others. */
    public static Task create(
            String name,
            String data,
            Map<String, Object> options,
            Supplier<WorkerPool> workers,
            Map<String, Maker> others) {
        Maker other = others.get(name);
        return other == null
                ? create(name, data, options, workers)
                : other.make(data, new TaskOptions(name, options));
    }

    /**
     * A task.
     *
     * @param name one of {@link #NAMES}
     * @param data folder that holds the folder of the task's data, or the imported dataset; blank
     *     where it needs none
     * @param options what this task understands
     * @param workers for tasks that live in Python; asked only when such a task is used
     * @throws TaskException if the name or an option is wrong, all of it said at once, or if the
     *     data cannot be used
     */
    public static Task create(
            String name, String data, Map<String, Object> options, Supplier<WorkerPool> workers) {
        TaskOptions asked = new TaskOptions(name, options);
        Optional<Benchmark> benchmark = Benchmark.named(name);
        if (benchmark.isPresent()) {
            BenchmarkTask.Options chosen = BenchmarkTask.Options.read(asked, benchmark.get());
            asked.finish();
            return BenchmarkTask.read(benchmark.get(), data, chosen, new MathVerify(workers));
        }
        Task task =
                switch (name) {
                    case ArithmeticTask.NAME ->
                            new ArithmeticTask(ArithmeticTask.Options.read(asked));
                    case PythonTask.NAME -> PythonTask.read(asked, options, workers);
                    case ImportedTask.NAME -> ImportedTask.read(data);
                    default ->
                            throw new TaskException(
                                    "No task is called '%s'%s; there are: %s"
                                            .formatted(
                                                    name,
                                                    NearestName.hint(name, NAMES),
                                                    String.join(", ", NAMES)));
                };
        asked.finish();
        return task;
    }
}
