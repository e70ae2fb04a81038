package io.oreo.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a run is, as a fold of its event log. Mutable, but only by {@link #apply}; {@link Journal}
 * is the only caller, after the event is durable.
 */
public final class RunState {

    private Stage stage = Stage.NEW;
    private int iteration;
    private Optional<String> settingsDigest = Optional.empty();
    private Optional<String> reportDigest = Optional.empty();
    private Optional<RunEvent.ModelPrepared> startModel = Optional.empty();
    private Optional<RunEvent.DemonstrationsStored> demonstrations = Optional.empty();
    private final List<RunEvent.WorkersJoined> workers = new ArrayList<>();
    private final Map<String, Integer> nextBatch = new HashMap<>();
    private final Map<String, RunEvent.TrainingFinished> trainings = new TreeMap<>();
    private final Map<Integer, TreeMap<Integer, RunEvent.RolloutsStored>> rollouts =
            new TreeMap<>();
    private final Map<Integer, TreeMap<Integer, RunEvent.GradesStored>> grades = new TreeMap<>();
    private final Map<Integer, RunEvent.RolloutsGraded> rolloutReports = new TreeMap<>();
    private final Set<String> units = new HashSet<>();
    private final Map<String, Map<String, Object>> searches = new HashMap<>();
    private final List<RunEvent.ValuesProbed> probes = new ArrayList<>();

    /** Replays a log. */
    public static RunState from(List<RunEvent> events) {
        RunState state = new RunState();
        events.forEach(state::apply);
        return state;
    }

    /** Takes an event in; fails, unchanged, if the table does not allow it. */
    void apply(RunEvent event) {
        Stage next = IterationTable.after(stage, event);
        remember(event);
        stage = next;
    }

    private void remember(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted started ->
                    settingsDigest = Optional.of(started.settingsDigest());
            case RunEvent.WorkersJoined joined -> workers.add(joined);
            case RunEvent.ModelPrepared prepared -> startModel = Optional.of(prepared);
            case RunEvent.DemonstrationsStored stored -> demonstrations = Optional.of(stored);
            case RunEvent.CheckpointSaved saved ->
                    nextBatch.put(saved.training(), saved.nextBatch());
            case RunEvent.TrainingFinished done -> trainings.put(done.training(), done);
            case RunEvent.IterationStarted started -> iteration = started.iteration();
            case RunEvent.RolloutsStored stored ->
                    rollouts.computeIfAbsent(stored.iteration(), _ -> new TreeMap<>())
                            .put(stored.batch(), stored);
            case RunEvent.GradesStored stored ->
                    grades.computeIfAbsent(stored.iteration(), _ -> new TreeMap<>())
                            .put(stored.batch(), stored);
            case RunEvent.RolloutsGraded graded -> rolloutReports.put(graded.iteration(), graded);
            case RunEvent.UnitEvaluated unit -> {
                units.add(unitKey(unit.iteration(), unit.evaluation(), unit.unit()));
                unit.search().ifPresent(search -> searches.put(unit.evaluation(), search));
            }
            case RunEvent.ValuesProbed probed -> probes.add(probed);
            case RunEvent.ReportWritten written -> reportDigest = Optional.of(written.digest());
            case RunEvent.ModelsTrained _,
                    RunEvent.RolloutsCollected _,
                    RunEvent.ModelsEvaluated _,
                    RunEvent.IterationsFinished _ -> {}
        }
    }

    public Stage stage() {
        return stage;
    }

    /** The present iteration; 0 is SFT. */
    public int iteration() {
        return iteration;
    }

    public Optional<String> settingsDigest() {
        return settingsDigest;
    }

    public Optional<String> reportDigest() {
        return reportDigest;
    }

    /** All workers that had a part in the run, in order. */
    public List<RunEvent.WorkersJoined> workers() {
        return List.copyOf(workers);
    }

    public Optional<RunEvent.ModelPrepared> startModel() {
        return startModel;
    }

    public Optional<RunEvent.DemonstrationsStored> demonstrations() {
        return demonstrations;
    }

    /** Batch from which a training goes on; 0 if it has no checkpoint. */
    public int nextBatch(String training) {
        return nextBatch.getOrDefault(training, 0);
    }

    public Optional<RunEvent.TrainingFinished> training(String name) {
        return Optional.ofNullable(trainings.get(name));
    }

    /** A training that is done. */
    public RunEvent.TrainingFinished trained(String name) {
        return training(name)
                .orElseThrow(() -> new IllegalStateException(name + " is not trained yet"));
    }

    /** All finished trainings by name. */
    public Map<String, RunEvent.TrainingFinished> trainings() {
        return Map.copyOf(trainings);
    }

    /** Stored batches of rollouts of an iteration, by number. */
    public Map<Integer, RunEvent.RolloutsStored> rollouts(int ofIteration) {
        return new TreeMap<>(rollouts.getOrDefault(ofIteration, new TreeMap<>()));
    }

    /** Graded batches of rollouts of an iteration, by number. */
    public Map<Integer, RunEvent.GradesStored> grades(int ofIteration) {
        return new TreeMap<>(grades.getOrDefault(ofIteration, new TreeMap<>()));
    }

    /** Data reports of an iteration's rollouts. */
    public Optional<RunEvent.RolloutsGraded> rolloutReport(int ofIteration) {
        return Optional.ofNullable(rolloutReports.get(ofIteration));
    }

    /** What models scored sampled responses with, in order. */
    public List<RunEvent.ValuesProbed> probes() {
        return List.copyOf(probes);
    }

    public boolean isEvaluated(int ofIteration, String evaluation, int unit) {
        return units.contains(unitKey(ofIteration, evaluation, unit));
    }

    /** The search of an evaluation as a table, where the log holds it. */
    public Optional<Map<String, Object>> search(String evaluation) {
        return Optional.ofNullable(searches.get(evaluation));
    }

    private static String unitKey(int iteration, String evaluation, int unit) {
        return iteration + "/" + evaluation + "/" + unit;
    }
}
