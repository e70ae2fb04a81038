package io.oreo.task;

import io.oreo.task.KnownTask.Data;
import io.oreo.task.KnownTask.Form;
import io.oreo.task.KnownTask.Request;
import io.oreo.worker.WorkerPool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The tasks that run files can name.
 *
 * @param known all of them; no name twice
 */
public record Tasks(List<KnownTask> known) {

    /** Those of this room. */
    public static final Tasks OWN =
            new Tasks(
                    List.of(
                            new KnownTask(
                                            ArithmeticTask.NAME,
                                            Form.ANSWERED,
                                            Data.NONE,
                                            (asked, _) -> arithmetic(asked))
                                    .reading(ArithmeticTask.Options::read),
                            benchmark(Benchmark.GSM8K),
                            benchmark(Benchmark.MATH),
                            new KnownTask(
                                    OwnProblems.NAME,
                                    Form.ANSWERED,
                                    Data.NEEDED,
                                    OwnProblems::task),
                            new KnownTask(PythonTask.NAME, Form.ANSWERED, Data.NONE, Tasks::python),
                            new KnownTask(
                                    ImportedTask.NAME, Form.GIVEN, Data.NEEDED, Tasks::imported)));

    public Tasks {
        known = List.copyOf(known);
        long names = known.stream().map(KnownTask::name).distinct().count();
        if (names < known.size()) {
            throw new IllegalArgumentException("a task's name stands twice: " + known);
        }
    }

    /** These and those of other rooms. */
    public Tasks and(KnownTask... others) {
        return new Tasks(Stream.concat(known.stream(), Stream.of(others)).toList());
    }

    /** All names. */
    public List<String> names() {
        return known.stream().map(KnownTask::name).toList();
    }

    /** The task of a name, if there is one. */
    public Optional<KnownTask> named(String name) {
        return known.stream().filter(task -> task.name().equals(name)).findFirst();
    }

    /**
     * Makes a task.
     *
     * @throws TaskException if the name or an option is wrong, all of it said at once, or if the
     *     data cannot be used
     */
    public Task create(String name, Request request) {
        KnownTask task =
                named(name)
                        .orElseThrow(
                                () ->
                                        new TaskException(
                                                "No task is called '%s'%s; there are: %s"
                                                        .formatted(
                                                                name,
                                                                NearestName.hint(name, names()),
                                                                String.join(", ", names()))));
        return task.maker().make(new TaskOptions(name, request.options()), request);
    }

    /**
     * Makes a task of this room.
     *
     * @param data folder that holds the folder of the task's data, or the imported dataset; blank
     *     where it needs none
     * @param options what this task understands
     * @param workers for tasks that live in Python; asked only when such a task is used
     * @throws TaskException if the name or an option is wrong, all of it said at once, or if the
     *     data cannot be used
     */
    public static Task create(
            String name, String data, Map<String, Object> options, Supplier<WorkerPool> workers) {
        return OWN.create(name, new Request(Path.of(""), data, options, workers));
    }

    private static Task arithmetic(TaskOptions asked) {
        ArithmeticTask.Options options = ArithmeticTask.Options.read(asked);
        asked.finish();
        return new ArithmeticTask(options);
    }

    private static KnownTask benchmark(Benchmark benchmark) {
        return new KnownTask(
                benchmark.label(),
                Form.ANSWERED,
                Data.FETCHED,
                (asked, request) -> {
                    QuestionTask.Options chosen = QuestionTask.Options.read(asked, benchmark);
                    asked.finish();
                    return QuestionTask.read(
                            benchmark, request.data(), chosen, new MathVerify(request.workers()));
                });
    }

    private static Task python(TaskOptions asked, Request request) {
        Task task = PythonTask.read(asked, request.options(), request.workers());
        asked.finish();
        return task;
    }

    private static Task imported(TaskOptions asked, Request request) {
        asked.finish();
        return ImportedTask.read(request.data());
    }
}
