package io.oreo.evaluation.figures;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.probe.Probe;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.Sample;
import io.oreo.search.strategy.SearchStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a report is made from.
 *
 * @param run name of the run
 * @param seed its seed; bootstraps draw from it as well
 * @param settings every setting by its key
 * @param environment device, threads and library versions
 * @param trainings names of the trainings of each iteration, SFT first; within an iteration the one
 *     that the next starts from comes first
 * @param evaluations results, in the order in which they were planned
 * @param curves metrics: training, then name, then one point per batch
 * @param dataReports reports on the data as JSON objects, by what they are about
 * @param selections what each training learned from, as JSON objects; a function of data and
 *     settings, so the digest leaves them out
 * @param probes what critics and policies say of sampled attempts
 * @param times what the run spent its time on, in order; no part of the digest
 */
public record ReportInput(
        String run,
        long seed,
        Map<String, String> settings,
        Map<String, String> environment,
        List<List<String>> trainings,
        List<EvaluationResult> evaluations,
        Map<String, Map<String, List<Point>>> curves,
        Map<String, String> dataReports,
        Map<String, String> selections,
        List<Probe> probes,
        List<PhaseTime> times) {

    public ReportInput {
        trainings = List.copyOf(trainings);
        evaluations = List.copyOf(evaluations);
        probes = List.copyOf(probes);
        times = List.copyOf(times);
    }

    /**
     * The method of a training, as the run file names it: the training's name without the suffix
     * that says its iteration, e.g. {@code oreo} of {@code oreo-1}.
     */
    public String method(String training) {
        for (int i = 1; i < trainings.size(); i++) {
            String suffix = "-" + i;
            if (trainings.get(i).contains(training) && training.endsWith(suffix)) {
                return training.substring(0, training.length() - suffix.length());
            }
        }
        return training;
    }

    /** Methods in the order of their first training. */
    public List<String> methods() {
        return trainings.stream().flatMap(List::stream).map(this::method).distinct().toList();
    }

    /**
     * Wall-clock time of a phase.
     *
     * @param phase its name, e.g. {@code training}
     * @param iteration in which iteration
     * @param seconds how long it took
     */
    public record PhaseTime(String phase, int iteration, double seconds) {}

    /** Time of all phases, in seconds. */
    public double seconds() {
        return times.stream().mapToDouble(PhaseTime::seconds).sum();
    }

    /** A metric of a batch; in JSON a list of two. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Point(int batch, double value) {}

    /**
     * An evaluation.
     *
     * @param iteration iteration in which it was done
     * @param name its name
     * @param policy training whose policy answered
     * @param critic training whose critic was asked, if one was
     * @param search how the policy was searched
     * @param results one per problem
     * @param allStepsCorrect how many of the responses are correct in every step; empty where the
     *     task cannot tell
     */
    @JsonPropertyOrder({"iteration", "name", "policy", "critic", "strategy", "results"})
    public record EvaluationResult(
            int iteration,
            String name,
            String policy,
            Optional<String> critic,
            @JsonIgnore SearchStrategy search,
            List<ProblemResult> results,
            @JsonIgnore OptionalInt allStepsCorrect) {

        public EvaluationResult {
            results = List.copyOf(results);
        }

        /** Whether no search beyond the most likely token was made. */
        public boolean greedy() {
            return search instanceof Greedy;
        }

        /** Whether one response was sampled. */
        public boolean sampled() {
            return search instanceof Sample;
        }

        /** Label of the search. */
        @JsonProperty
        public String strategy() {
            return search.label();
        }
    }
}
