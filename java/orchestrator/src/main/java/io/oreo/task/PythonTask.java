package io.oreo.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.grading.Grader;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Seed;
import io.oreo.worker.PythonTasks;
import io.oreo.worker.PythonTasks.Listing;
import io.oreo.worker.PythonTasks.Response;
import io.oreo.worker.StepRule;
import io.oreo.worker.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Gatherers;

/**
 * A task whose problems and reward are functions of a Python package.
 *
 * @param problems entry point that lists problems, {@code package.module:function}
 * @param reward entry point that grades a response
 * @param steps what ends a step
 * @param optionsJson what both functions are given besides, a JSON object
 * @param workers where the package is installed
 */
record PythonTask(
        String problems,
        String reward,
        StepRule steps,
        String optionsJson,
        Supplier<WorkerPool> workers)
        implements Task {

    static final String NAME = "python";
    private static final int RESPONSES_A_CALL = 500;

    static PythonTask read(
            TaskOptions asked, Map<String, Object> options, Supplier<WorkerPool> workers) {
        String problems = entryPoint(asked, "problems");
        String reward = entryPoint(asked, "reward");
        List<String> steps = asked.texts("steps", List.of("\n"));
        asked.table("arguments");
        return new PythonTask(
                problems,
                reward,
                new StepRule(steps),
                json(options.getOrDefault("arguments", Map.of())),
                workers);
    }

    private static String entryPoint(TaskOptions asked, String key) {
        String text = asked.text(key).orElse("");
        if (!text.matches("[\\w.]+:\\w+")) {
            asked.complain(
                    "'%s' must name a Python function as package.module:function".formatted(key));
        }
        return text;
    }

    /**
     * Keys in order of their names: a run's own file does not keep the order of the one it came
     * from.
     */
    private static String json(Object value) {
        try {
            return JsonMapper.builder()
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build()
                    .writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("options cannot be written as JSON", unwritable);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Problem> problems(Split split, int count, Seed seed) {
        if (count == 0) {
            return List.of();
        }
        String name =
                switch (split) {
                    case DEMONSTRATION -> "train";
                    case ROLLOUT -> "rollout";
                    case TEST -> "test";
                };
        long start = seed.child(split.name().toLowerCase(Locale.ROOT)).value() >>> 1;
        List<Problem> all =
                workers.get()
                        .call(
                                w ->
                                        w.tasks()
                                                .problems(
                                                        new Listing(
                                                                problems,
                                                                optionsJson,
                                                                name,
                                                                count,
                                                                start)));
        if (all.size() < count) {
            throw new TaskException(
                    "%s has %d problems of split %s, but %d were asked for; ask for fewer"
                            .formatted(problems, all.size(), name, count));
        }
        return all.subList(0, count);
    }

    @Override
    public StepRule stepRule() {
        return steps;
    }

    @Override
    public Grader grader() {
        return new PythonGrader(reward, optionsJson, workers);
    }

    @Override
    public String fingerprint() {
        return ContentKey.of(
                new TreeMap<>(
                                Map.of(
                                        "problems", problems,
                                        "reward", reward,
                                        "steps", String.join("|", steps.delimiters()),
                                        "options", optionsJson))
                        .toString());
    }

    private record PythonGrader(String reward, String optionsJson, Supplier<WorkerPool> workers)
            implements Grader {

        @Override
        public String name() {
            return reward;
        }

        @Override
        public List<Outcome> grade(List<Answered> answered) {
            List<Response> responses = new ArrayList<>(answered.size());
            for (int i = 0; i < answered.size(); i++) {
                Answered one = answered.get(i);
                responses.add(new Response(Integer.toString(i), one.problem(), one.response()));
            }
            return responses.stream()
                    .gather(Gatherers.windowFixed(RESPONSES_A_CALL))
                    .map(some -> workers.get().<List<Outcome>>call(w -> grade(w.tasks(), some)))
                    .flatMap(List::stream)
                    .toList();
        }

        private List<Outcome> grade(PythonTasks tasks, List<Response> responses) {
            return tasks.grade(reward, optionsJson, responses);
        }
    }
}
