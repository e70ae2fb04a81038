package io.oreo.task;

import static java.util.Objects.requireNonNull;

import io.oreo.worker.WorkerPool;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A task that run files can name: what is known of it before it is made.
 *
 * @param name its name in run files
 * @param form how its problems are worked on
 * @param data whether it reads a folder
 * @param places options that say where something is, not what: results do not depend on them
 * @param maker makes it
 */
public record KnownTask(String name, Form form, Data data, Set<String> places, Maker maker) {

    /** How problems are worked on; {@link TaskKind} says the same of a task that is made. */
    public enum Form {
        /** By one response each. */
        ANSWERED,
        /** Command by command. */
        PLAYED,
        /** There are none; trajectories are given. */
        GIVEN
    }

    /** Whether a folder of data is read. */
    public enum Data {
        NONE,
        OPTIONAL,
        NEEDED
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

    /** A task whose options say nothing about places. */
    public KnownTask(String name, Form form, Data data, Maker maker) {
        this(name, form, data, Set.of(), maker);
    }
}
