package io.oreo.schedule.settings;

import io.oreo.task.KnownTask;
import io.oreo.task.KnownTask.Data;
import io.oreo.task.KnownTask.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what is wrong and what is unused while the tables of a run are looked through. */
final class Checks {

    private final Optional<KnownTask> task;
    private final String table;
    private final List<SettingProblem> problems;
    private final List<UnusedKeys> unused;

    /**
     * @param task the run's task; nothing where none bears its name
     */
    Checks(Optional<KnownTask> task) {
        this(task, "", new ArrayList<>(), new ArrayList<>());
    }

    private Checks(
            Optional<KnownTask> task,
            String table,
            List<SettingProblem> problems,
            List<UnusedKeys> unused) {
        this.task = task;
        this.table = table;
        this.problems = problems;
        this.unused = unused;
    }

    /** The same collection, for the keys of a table inside this one. */
    Checks in(String name) {
        return new Checks(task, key(name), problems, unused);
    }

    /** Whether the run's problems are worked on like this. */
    boolean taskIs(Form form) {
        return task.isPresent() && task.get().form() == form;
    }

    /** Whether the run's task reads a folder of data like this. */
    boolean taskReads(Data data) {
        return task.isPresent() && task.get().data() == data;
    }

    /** Checks the options of the run's task, in this table's table {@code options}. */
    void taskOptions(Map<String, Object> options) {
        Checks table = in("options");
        task.stream()
                .flatMap(known -> known.complaints(options).stream())
                .forEach(complaint -> table.require(false, complaint.key(), complaint.text()));
    }

    List<SettingProblem> problems() {
        return List.copyOf(problems);
    }

    List<UnusedKeys> unused() {
        return List.copyOf(unused);
    }

    void require(boolean holds, String key, String message) {
        if (!holds) {
            problems.add(new SettingProblem(key(key), message));
        }
    }

    void atLeast(String key, double value, double least) {
        require(
                value >= least,
                key,
                "is %s; it must be at least %s".formatted(show(value), show(least)));
    }

    void above(String key, double value, double bound) {
        require(
                value > bound,
                key,
                "is %s; it must be above %s".formatted(show(value), show(bound)));
    }

    void between(String key, double value, double least, double most) {
        require(
                value >= least && value <= most,
                key,
                "is %s; it must lie between %s and %s"
                        .formatted(show(value), show(least), show(most)));
    }

    void oneOf(String key, String value, List<String> known) {
        if (!known.contains(value)) {
            String message = "is \"%s\"; known are %s".formatted(value, String.join(", ", known));
            problems.add(new SettingProblem(key(key), message, value, known));
        }
    }

    /** Notes a name that nothing bears, which may have been meant to be one of those known. */
    void wrongName(String key, String given, String message, List<String> known) {
        problems.add(new SettingProblem(key(key), message, given, known));
    }

    void filled(String key, String value, String message) {
        require(!value.isBlank(), key, message);
    }

    /** Notes that nothing reads {@code key}, a key or table of this table. */
    void unusedIf(boolean condition, String key, String reason) {
        if (condition) {
            unused.add(new UnusedKeys(key(key), reason));
        }
    }

    private String key(String name) {
        return table.isEmpty() ? name : table + "." + name;
    }

    private static String show(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
