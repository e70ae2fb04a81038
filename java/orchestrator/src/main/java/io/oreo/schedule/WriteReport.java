package io.oreo.schedule;

import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.ResultJson;
import io.oreo.evaluation.report.Report;
import io.oreo.evaluation.report.ReportInput;
import io.oreo.evaluation.report.ReportInput.EvaluationResult;
import io.oreo.evaluation.report.ReportInput.Point;
import io.oreo.store.RunStore.MetricRow;
import io.oreo.store.RunStore.ResultRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the report from what the store holds. */
final class WriteReport implements Phase {

    private final RunContext run;

    WriteReport(RunContext run) {
        this.run = run;
    }

    @Override
    public void run() {
        Report report = report(run);
        run.files().write("report.json", report.json());
        run.files().write("report.html", report.html());
        run.files().write("report.txt", report.terminal());
        run.journal().append(new RunEvent.ReportWritten(report.digest()));
    }

    /** The report of what is stored so far. */
    static Report report(RunContext run) {
        return Report.of(input(run));
    }

    /** What is stored so far. */
    static ReportInput input(RunContext run) {
        return new ReportInput(
                run.settings().name(),
                run.settings().seed(),
                run.settingsByKey(),
                environment(run.state()),
                trainings(run),
                evaluations(run),
                curves(run.journal().metrics()),
                dataReports(run),
                selections(run),
                ProbeValues.stored(run),
                run.journal().phaseTimes());
    }

    private static List<List<String>> trainings(RunContext run) {
        List<List<String>> trainings = new ArrayList<>();
        for (int iteration = 0; iteration <= run.state().iteration(); iteration++) {
            trainings.add(TrainingJobs.names(run.settings(), iteration));
        }
        return trainings;
    }

    /** All evaluations so far, in the order in which they were made. */
    static List<EvaluationResult> evaluations(RunContext run) {
        Map<String, List<ResultRow>> byName = new LinkedHashMap<>();
        run.journal()
                .results()
                .forEach(
                        row ->
                                byName.computeIfAbsent(row.evaluation(), _ -> new ArrayList<>())
                                        .add(row));
        StepCount steps = StepCount.of(run);
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
                                    name.search(run.state(), run.settings().evaluation()),
                                    results,
                                    steps.allCorrect(results));
                        })
                .toList();
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

    private static Map<String, String> dataReports(RunContext run) {
        Map<String, String> reports = new TreeMap<>();
        run.state()
                .demonstrations()
                .ifPresent(stored -> reports.put("demonstrations", stored.reportJson()));
        for (int iteration = 1; iteration <= run.state().iteration(); iteration++) {
            String name = "rollouts of iteration " + iteration;
            run.state()
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

    private static Map<String, String> selections(RunContext run) {
        Map<String, String> selections = new TreeMap<>();
        run.state()
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
}
