package io.oreo.schedule.settings;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A whole run file.
 *
 * @param name name of the run and of its folder
 * @param seed every random draw of the run descends from it
 * @param iterations offline-RL iterations after SFT; 0 stops after SFT and its evaluation
 * @param algorithm what learns from the rollouts: {@code oreo} or {@code rejection}; its policy is
 *     where the next iteration starts
 * @param baselines algorithms trained on the same rollouts beside it, e.g. {@code rejection}
 * @param task the problems
 * @param model where it starts
 * @param sft how the demonstrations are learned
 * @param collect how rollouts are sampled
 * @param oreo numbers of the algorithm {@code oreo}
 * @param rejection numbers of the algorithm {@code rejection}
 */
public record RunSettings(
        String name,
        long seed,
        int iterations,
        String algorithm,
        List<String> baselines,
        TaskSettings task,
        ModelSettings model,
        TrainSettings sft,
        CollectSettings collect,
        OreoSettings oreo,
        TrainSettings rejection,
        EvaluationSettings evaluation,
        ComputeSettings compute,
        WorkerSettings workers,
        StoreSettings store) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final List<String> ALGORITHMS = List.of("oreo", "rejection");

    public RunSettings {
        baselines = List.copyOf(baselines);
    }

    /** Everything that is wrong, in the order of the tables; empty if the run can start. */
    public List<SettingProblem> problems() {
        return checked().problems();
    }

    /** Keys that nothing reads under these settings. */
    public List<UnusedKeys> unused() {
        return checked().unused();
    }

    /** Whether a critic is trained in each iteration. */
    public boolean hasCritic() {
        return algorithm.equals("oreo") || baselines.contains("oreo");
    }

    private Checks checked() {
        Checks checks = new Checks();
        checkRun(checks);
        task.check(checks.in("task"), this);
        model.check(checks.in("model"));
        sft.check(checks.in("sft"), 0);
        collect.check(checks.in("collect"), model);
        oreo.check(checks.in("oreo"));
        rejection.check(checks.in("rejection"), 1);
        evaluation.check(checks.in("evaluation"), this);
        compute.check(checks.in("compute"));
        workers.check(checks.in("workers"));
        store.check(checks.in("store"));
        checkUnused(checks);
        return checks;
    }

    private void checkRun(Checks checks) {
        checks.require(
                NAME.matcher(name).matches() && !name.equals("latest"),
                "name",
                ("is \"%s\"; a name has 1 to 100 letters, digits, dots, dashes or underscores,"
                                + " begins with a letter or digit, and is not \"latest\"")
                        .formatted(name));
        checks.atLeast("iterations", iterations, 0);
        checks.oneOf("algorithm", algorithm, ALGORITHMS);
        baselines.forEach(baseline -> checks.oneOf("baselines", baseline, ALGORITHMS));
        checks.require(
                baselines.size() == Set.copyOf(baselines).size(),
                "baselines",
                "names an algorithm twice; remove one");
        checks.require(
                !baselines.contains(algorithm),
                "baselines",
                "names %s, which is the run's algorithm already; drop it".formatted(algorithm));
    }

    private void checkUnused(Checks checks) {
        for (String name : ALGORITHMS) {
            checks.unusedIf(
                    !algorithm.equals(name) && !baselines.contains(name),
                    name,
                    "%s is neither the run's algorithm nor among its baselines".formatted(name));
        }
        for (String table : List.of("algorithm", "baselines", "collect", "oreo", "rejection")) {
            checks.unusedIf(iterations == 0, table, "iterations is 0");
        }
        checks.unusedIf(sft.epochs() == 0, "sft.optimiser", "sft.epochs is 0");
    }
}
