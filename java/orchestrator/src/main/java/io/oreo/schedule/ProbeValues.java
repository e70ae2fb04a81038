package io.oreo.schedule;

import io.oreo.evaluation.AttemptResult;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.figures.ReportInput.EvaluationResult;
import io.oreo.evaluation.probe.Probe;
import io.oreo.evaluation.probe.ProbeJson;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.run.RunListener;
import io.oreo.schedule.Prompts.Answer;
import io.oreo.schedule.RunContext.Pools;
import io.oreo.schedule.ValueProbing.Labelled;
import io.oreo.store.StoreException;
import io.oreo.task.ContentKey;
import io.oreo.task.Split;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks every critic and every policy of an iteration about attempts that an evaluation sampled.
 *
 * <p>What they say of an evaluation is one file, written whole. It is a function of what the store
 * holds, so it can be worked out at any time, also for a run that ended before this was asked.
 */
final class ProbeValues implements Phase {

    private final Plan plan;
    private final Journal journal;
    private final Pools pools;
    private final RunListener listener;

    ProbeValues(Plan plan, Journal journal, Pools pools, RunListener listener) {
        this.plan = plan;
        this.journal = journal;
        this.pools = pools;
        this.listener = listener;
    }

    @Override
    public void run() {
        List<EvaluationResult> missing = missing();
        if (missing.isEmpty()) {
            return;
        }
        Map<ProblemId, Problem> problems = new HashMap<>();
        plan.problems(Split.TEST).forEach(problem -> problems.put(problem.id(), problem));
        missing.forEach(evaluation -> probe(evaluation, problems));
    }

    /**
     * Evaluations that sampled and valued several whole answers and were not probed yet; of one
     * policy's only that with the most attempts, for others hold attempts of the same kind.
     */
    private List<EvaluationResult> missing() {
        Map<String, EvaluationResult> largest = new LinkedHashMap<>();
        new RunResults(plan, journal)
                .evaluations().stream()
                        .filter(each -> each.iteration() > 0 && each.search().samplesAttempts())
                        .forEach(
                                each ->
                                        largest.merge(
                                                each.iteration() + " " + each.policy(),
                                                each,
                                                (known, other) ->
                                                        attempts(other) > attempts(known)
                                                                ? other
                                                                : known));
        Set<String> probed =
                journal.state().probes().stream()
                        .map(RunEvent.ValuesProbed::evaluation)
                        .collect(Collectors.toSet());
        return largest.values().stream().filter(each -> !probed.contains(each.name())).toList();
    }

    private static int attempts(EvaluationResult evaluation) {
        return evaluation.results().stream().mapToInt(each -> each.attempts().size()).sum();
    }

    private void probe(EvaluationResult evaluation, Map<ProblemId, Problem> problems) {
        List<Labelled> attempts = new ArrayList<>();
        for (ProblemResult result : evaluation.results()) {
            Problem problem = problems.get(result.problem());
            if (problem == null) {
                throw new RunException(
                        "problem %s of evaluation %s is no test problem of the run's task any more"
                                .formatted(result.problem(), evaluation.name()));
            }
            result.attempts().forEach(attempt -> attempts.add(labelled(problem, attempt)));
        }
        store(
                new ValueProbing(plan, journal, pools, listener, evaluation.iteration())
                        .probe(evaluation.name(), attempts));
    }

    private Labelled labelled(Problem problem, AttemptResult attempt) {
        return new Labelled(
                answer(problem, attempt),
                attempt.reward(),
                plan.task()
                        .stepLabels()
                        .map(labels -> labels.correctSteps(problem, attempt.response()))
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty));
    }

    private static Answer answer(Problem problem, AttemptResult attempt) {
        boolean ended = attempt.finishReason() == FinishReason.END_TOKEN;
        return attempt.written()
                .<Answer>map(written -> new Answer.Tokens(problem, written, ended))
                .orElseGet(() -> new Answer.Text(problem, attempt.response(), ended));
    }

    private void store(Probe probe) {
        String json = ProbeJson.write(probe);
        Path file =
                journal.folder()
                        .resolve("probes")
                        .resolve(
                                "iteration-%d-%d.json"
                                        .formatted(
                                                probe.iteration(),
                                                journal.state().probes().size()));
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException failed) {
            throw new StoreException("Cannot make %s (%s).".formatted(file, failed), failed);
        }
        journal.write(journal.relative(file), json);
        journal.append(
                new RunEvent.ValuesProbed(
                        probe.iteration(),
                        probe.evaluation(),
                        journal.relative(file),
                        ContentKey.of(json)));
    }
}
