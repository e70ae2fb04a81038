package io.oreo.task;

import io.oreo.worker.WorkerPool;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes tasks by name. */
public final class Tasks {

    /** Names that {@link #create} knows. */
    public static final List<String> NAMES = List.of(ArithmeticTask.NAME, PythonTask.NAME);

    private Tasks() {}

    /**
     * A task.
     *
     * @param name one of {@link #NAMES}
     * @param data folder with the task's data; blank where it needs none
     * @param options what this task understands
     * @param workers for tasks that live in Python; asked only when such a task is used
     * @throws TaskException if the name or an option is wrong; all of it is said at once
     */
    public static Task create(
            String name, String data, Map<String, Object> options, Supplier<WorkerPool> workers) {
        TaskOptions asked = new TaskOptions(name, options);
        Task task =
                switch (name) {
                    case ArithmeticTask.NAME ->
                            new ArithmeticTask(ArithmeticTask.Options.read(asked));
                    case PythonTask.NAME -> PythonTask.read(asked, options, workers);
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
