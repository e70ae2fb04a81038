package io.oreo.schedule.settings;

import io.oreo.method.MethodCatalogue;
import io.oreo.task.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A whole run file.
 *
 * @param name name of the run and of its folder
 * @param seed every random draw of the run descends from it
 * @param iterations offline-RL iterations after SFT; 0 stops after SFT and its evaluation
 * @param task the problems
 * @param model where it starts
 * @param optimiser AdamW of every policy, where a method says nothing else
 * @param criticOptimiser AdamW of every critic, likewise
 * @param sft how the demonstrations are learned
 * @param collect how rollouts are sampled
 * @param method what learns from the rollouts, the main method first: its policy is where the next
 *     iteration starts
 * @param policyLora adapters of every policy that is trained
 * @param criticLora adapters of every critic
 */
public record RunSettings(
        String name,
        long seed,
        int iterations,
        TaskSettings task,
        ModelSettings model,
        OptimiserSettings optimiser,
        OptimiserSettings criticOptimiser,
        SftSettings sft,
        CollectSettings collect,
        List<MethodSettings> method,
        LoraSettings policyLora,
        LoraSettings criticLora,
        EvaluationSettings evaluation,
        CompareSettings compare,
        ComputeSettings compute,
        WorkerSettings workers,
        StoreSettings store) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public RunSettings {
        method = List.copyOf(method);
    }

    /** The same run under another name with another seed. */
    public RunSettings with(String otherName, long otherSeed) {
        return new RunSettings(
                otherName,
                otherSeed,
                iterations,
                task,
                model,
                optimiser,
                criticOptimiser,
                sft,
                collect,
                method,
                policyLora,
                criticLora,
                evaluation,
                compare,
                compute,
                workers,
                store);
    }

    /**
     * Everything that is wrong, in the order of the tables; empty if the run can start.
     *
     * @param tasks those that there are
     * @param catalogue the training methods there are
     */
    public List<SettingProblem> problems(Tasks tasks, MethodCatalogue catalogue) {
        return checked(tasks, catalogue).problems();
    }

    /** Keys that nothing reads under these settings. */
    public List<UnusedKeys> unused(Tasks tasks, MethodCatalogue catalogue) {
        return checked(tasks, catalogue).unused();
    }

    /**
     * What learns from the rollouts, the main method first. Methods whose objective nobody knows
     * are left out; {@link #problems} speaks of them.
     */
    public List<Method> methods(MethodCatalogue catalogue) {
        return methods(catalogue, new Checks(Optional.empty()));
    }

    private List<Method> methods(MethodCatalogue catalogue, Checks checks) {
        List<Method> methods = new ArrayList<>();
        for (int i = 0; i < method.size(); i++) {
            Method.of(method.get(i), catalogue, checks.in("method[%d]".formatted(i)))
                    .ifPresent(methods::add);
        }
        return methods;
    }

    private Checks checked(Tasks tasks, MethodCatalogue catalogue) {
        Checks checks = new Checks(tasks.named(task.name()));
        checkRun(checks);
        task.check(checks.in("task"), this, tasks.names());
        model.check(checks.in("model"));
        optimiser.check(checks.in("optimiser"));
        criticOptimiser.check(checks.in("critic_optimiser"));
        sft.check(checks.in("sft"));
        collect.check(checks.in("collect"), this);
        checkMethods(checks);
        List<Method> methods = methods(catalogue, checks);
        policyLora.check(checks.in("policy_lora"));
        criticLora.check(checks.in("critic_lora"));
        evaluation.check(checks.in("evaluation"), this, methods);
        compare.check(checks.in("compare"));
        compute.check(checks.in("compute"));
        workers.check(checks.in("workers"));
        store.check(checks.in("store"));
        checkUnused(checks, methods);
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
        checks.require(
                !method.isEmpty(),
                "method",
                "is empty, so nothing would learn; add one [[method]] with an objective, or leave"
                        + " the key out for OREO");
    }

    private void checkMethods(Checks checks) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < method.size(); i++) {
            MethodSettings each = method.get(i);
            Checks own = checks.in("method[%d]".formatted(i));
            each.check(own, taken);
            taken.add(each.name());
            own.unusedIf(iterations < 2, "rollouts", "iterations is less than 2");
        }
        checks.require(
                method.isEmpty() || !method.getFirst().rollouts().equals(MethodSettings.SHARED),
                "method[0].rollouts",
                "is shared, but this is the main method, whose rollouts the others share; set it to"
                        + " own or put another method first");
    }

    private void checkUnused(Checks checks, List<Method> methods) {
        // Of [collect], the longest answer is the evaluation's too, the share dropped SFT's.
        for (String key :
                List.of(
                        "method",
                        "collect.samples",
                        "collect.temperature",
                        "collect.top_p",
                        "collect.top_k",
                        "collect.batch_size",
                        "collect.max_correct",
                        "collect.max_incorrect")) {
            checks.unusedIf(iterations == 0, key, "iterations is 0");
        }
        boolean critic = methods.stream().anyMatch(Method::trainsCritic);
        boolean without = methods.size() == method.size() && !critic;
        checks.unusedIf(without || iterations == 0, "critic_lora", "no critic is trained");
        checks.unusedIf(without || iterations == 0, "critic_optimiser", "no critic is trained");
    }
}
