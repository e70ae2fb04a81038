package io.oreo.task;

import static java.util.Objects.requireNonNull;

import io.oreo.worker.WorkerPool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A task that run files can name: what is known of it before it is made.
 *
 * @param name its name in run files
 * @param form how its problems are worked on
 * @param data whether it reads a folder
 * @param places options that say where something is, not what: results do not depend on them
 * @param reader reads the options, where they can be read before the task is made
 * @param maker makes it
 */
public record KnownTask(
        String name,
        Form form,
        Data data,
        Set<String> places,
        Optional<Consumer<TaskOptions>> reader,
        Maker maker) {

    /** How problems are worked on; {@link TaskKind} says the same of a task that is made. */
    public enum Form {
        /** By one response each. */
        ANSWERED,
        /** Command by command. */
        PLAYED,
        /** There are none; trajectories are given. */
        GIVEN
    }

    /** Whether data are read. */
    public enum Data {
        NONE,
        OPTIONAL,
        /** The user's own. */
        NEEDED,
        /** Those that {@code ./oreo data fetch} brings. */
        FETCHED
    }

    /**
     * What a task is made from.
     *
     * @param home folder of the project; paths in options begin there
     * @param data folder with the task's data; blank where none was given
     * @param options as they stand in the run file
     * @param workers for tasks that live in Python; asked only when such a task is used
     */
    public record Request(
            Path home, String data, Map<String, Object> options, Supplier<WorkerPool> workers) {
        public Request {
            requireNonNull(home, "home is null");
            requireNonNull(data, "data is null");
            options = Map.copyOf(options);
        }
    }

    /** Makes a task. */
    @FunctionalInterface
    public interface Maker {
        /**
         * The task.
         *
         * @param asked the request's options, to be read and then finished
         * @throws TaskException if an option is wrong or the data cannot be used
         */
        Task make(TaskOptions asked, Request request);
    }

    public KnownTask {
        requireNonNull(form, "form is null");
        requireNonNull(data, "data is null");
        requireNonNull(maker, "maker is null");
        places = Set.copyOf(places);
    }

    /** A task whose options are read when it is made. */
    public KnownTask(String name, Form form, Data data, Set<String> places, Maker maker) {
        this(name, form, data, places, Optional.empty(), maker);
    }

    /** The same, with options that say nothing about places. */
    public KnownTask(String name, Form form, Data data, Maker maker) {
        this(name, form, data, Set.of(), maker);
    }

    /** The same task with options that are checked as soon as a run file is read. */
    public KnownTask reading(Consumer<TaskOptions> options) {
        return new KnownTask(name, form, data, places, Optional.of(options), maker);
    }

    /** What is wrong with the options, as far as that is known before the task is made. */
    public List<TaskOptions.Complaint> complaints(Map<String, Object> options) {
        if (reader.isEmpty()) {
            return List.of();
        }
        TaskOptions asked = new TaskOptions(name, options);
        reader.get().accept(asked);
        return asked.complaints();
    }
}
