package io.oreo.schedule;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.ResultJson;
import io.oreo.evaluation.StepCount;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.figures.ReportInput.Point;
import io.oreo.evaluation.probe.Probe;
import io.oreo.evaluation.probe.ProbeJson;
import io.oreo.run.EvaluationName;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.run.RunState;
import io.oreo.schedule.settings.EvaluationSettings;
import io.oreo.schedule.settings.EvaluationSettings.SearchSettings;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StrategyRefused;
import io.oreo.search.strategy.StrategyTable;
import io.oreo.store.RunStore.MetricRow;
import io.oreo.store.RunStore.ResultRow;
import io.oreo.store.StoreException;
import io.oreo.task.ContentKey;
import io.oreo.task.Split;
import io.oreo.task.Task.StepLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a run has found so far, for its report and for whoever compares runs. */
public final class RunResults {

    private final Plan plan;
    private final Journal journal;

    public RunResults(Plan plan, Journal journal) {
        this.plan = plan;
        this.journal = journal;
    }

    /** What is stored so far. */
    public ReportInput input() {
        return new ReportInput(
                plan.settings().name(),
                plan.settings().seed(),
                plan.settingsByKey(),
                environment(journal.state()),
                trainings(),
                evaluations(),
                curves(journal.metrics()),
                dataReports(),
                selections(),
                probes(),
                PhaseTimes.of(journal.events(), journal.times()));
    }

    private List<List<String>> trainings() {
        List<List<String>> trainings = new ArrayList<>();
        for (int iteration = 0; iteration <= journal.state().iteration(); iteration++) {
            trainings.add(TrainingJobs.names(plan.settings(), iteration));
        }
        return trainings;
    }

    /** All evaluations so far, in the order in which they were made. */
    List<EvaluationResult> evaluations() {
        Map<String, List<ResultRow>> byName = new LinkedHashMap<>();
        journal.results()
                .forEach(
                        row ->
                                byName.computeIfAbsent(row.evaluation(), _ -> new ArrayList<>())
                                        .add(row));
        StepCount steps = stepCount();
        return byName.entrySet().stream()
                .map(
                        entry -> {
                            EvaluationName name = EvaluationName.parse(entry.getKey());
                            List<ProblemResult> results =
                                    entry.getValue().stream()
                                            .map(row -> ResultJson.read(row.detailJson()))
                                            .toList();
                            return new EvaluationResult(
                                    entry.getValue().getFirst().iteration(),
                                    entry.getKey(),
                                    name.policy(),
                                    name.critic(),
                                    search(name, journal.state(), plan.settings().evaluation()),
                                    results,
                                    steps.allCorrect(results));
                        })
                .toList();
    }

    private StepCount stepCount() {
        Optional<StepLabels> labels = plan.task().stepLabels();
        return new StepCount(
                labels.map(known -> known::correctSteps),
                labels.isEmpty() ? List.of() : plan.problems(Split.TEST));
    }

    private static Map<String, Map<String, List<Point>>> curves(List<MetricRow> rows) {
        Map<String, Map<String, List<Point>>> curves = new TreeMap<>();
        for (MetricRow row : rows) {
            curves.computeIfAbsent(row.training(), _ -> new TreeMap<>())
                    .computeIfAbsent(row.name(), _ -> new ArrayList<>())
                    .add(new Point(row.batch(), row.value()));
        }
        return curves;
    }

    private Map<String, String> dataReports() {
        Map<String, String> reports = new TreeMap<>();
        journal.state()
                .demonstrations()
                .ifPresent(stored -> reports.put("demonstrations", stored.reportJson()));
        for (int iteration = 1; iteration <= journal.state().iteration(); iteration++) {
            String name = "rollouts of iteration " + iteration;
            journal.state()
                    .rolloutReport(iteration)
                    .ifPresent(
                            graded -> {
                                reports.put(name, graded.reportJson());
                                graded.others()
                                        .forEach(
                                                (author, json) ->
                                                        reports.put(name + ", " + author, json));
                            });
        }
        return reports;
    }

    private Map<String, String> selections() {
        Map<String, String> selections = new TreeMap<>();
        journal.state()
                .trainings()
                .forEach(
                        (name, training) ->
                                training.selectionJson()
                                        .ifPresent(json -> selections.put(name, json)));
        return selections;
    }

    private static Map<String, String> environment(RunState state) {
        Map<String, String> environment = new TreeMap<>();
        List<RunEvent.WorkersJoined> workers = state.workers();
        for (int i = 0; i < workers.size(); i++) {
            RunEvent.WorkersJoined joined = workers.get(i);
            String prefix = "workers " + (i + 1) + " ";
            environment.put(prefix + "device", joined.device() + ", " + joined.deviceName());
            environment.put(prefix + "threads", Integer.toString(joined.threads()));
            joined.libraries().forEach((name, v) -> environment.put(prefix + name, v));
        }
        return environment;
    }

    /**
     * How the policy was searched. Logs of earlier versions, and those whose searches have got
     * further keys since, hold no search that could be read: there it is the one of the run's
     * settings that has the label.
     */
    static SearchStrategy search(EvaluationName name, RunState state, EvaluationSettings settings) {
        return state.search(name.toString())
                .flatMap(RunResults::read)
                .or(
                        () ->
                                settings.search().stream()
                                        .map(SearchSettings::search)
                                        .filter(each -> each.label().equals(name.strategy()))
                                        .findFirst())
                .orElseThrow(
                        () ->
                                new RunException(
                                        ("evaluation %s was made by a search that neither the run's"
                                             + " log nor its settings hold; restore run.toml from a"
                                             + " copy")
                                                .formatted(name)));
    }

    private static Optional<SearchStrategy> read(Map<String, Object> table) {
        try {
            return Optional.of(StrategyTable.read(table));
        } catch (StrategyRefused _) {
            return Optional.empty();
        }
    }

    /**
     * What was asked so far.
     *
     * @throws StoreException if a file is gone or was changed
     */
    private List<Probe> probes() {
        return journal.state().probes().stream().map(probed -> read(probed)).toList();
    }

    private Probe read(RunEvent.ValuesProbed probed) {
        Path file = journal.folder().resolve(probed.file());
        try {
            String json = Files.readString(file);
            if (!ContentKey.of(json).equals(probed.digest())) {
                throw new StoreException(
                        "%s is not what the run wrote; restore it from a copy.".formatted(file));
            }
            return ProbeJson.read(json);
        } catch (IOException gone) {
            throw new StoreException(
                    "%s cannot be read (%s); restore it from a copy.".formatted(file, gone), gone);
        }
    }
}
