package io.oreo.schedule.settings;

import io.oreo.task.Tasks;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A whole run file.
 *
 * @param name name of the run and of its folder
 * @param seed every random draw of the run descends from it
 * @param iterations offline-RL iterations after SFT; 0 stops after SFT and its evaluation
 * @param algorithm what learns from the rollouts, by the {@link Algorithm#label}; its policy is
 *     where the next iteration starts
 * @param baselines algorithms trained on the same rollouts beside it, e.g. {@code rejection}
 * @param task the problems
 * @param model where it starts
 * @param sft how the demonstrations are learned
 * @param collect how rollouts are sampled
 * @param oreo numbers of the algorithm {@code oreo}
 * @param oreoStep in what {@code oreo-step} differs from it
 * @param oreoResponse in what {@code oreo-response} differs from it
 * @param pcl in what {@code pcl} differs from it
 * @param ablation OREO again with other numbers, trained beside the baselines
 * @param rejection numbers of the algorithm {@code rejection}
 * @param dpo numbers of the algorithm {@code dpo}
 * @param kto numbers of the algorithm {@code kto}
 * @param dqo numbers of the algorithm {@code dqo}
 * @param policyLora adapters of every policy that is trained
 * @param criticLora adapters of every critic
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
        VariantSettings oreoStep,
        VariantSettings oreoResponse,
        VariantSettings pcl,
        List<AblationSettings> ablation,
        TrainSettings rejection,
        DpoSettings dpo,
        KtoSettings kto,
        DqoSettings dqo,
        LoraSettings policyLora,
        LoraSettings criticLora,
        EvaluationSettings evaluation,
        CompareSettings compare,
        ComputeSettings compute,
        WorkerSettings workers,
        StoreSettings store) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public RunSettings {
        baselines = List.copyOf(baselines);
        ablation = List.copyOf(ablation);
    }

    /** The same run under another name with another seed. */
    public RunSettings with(String otherName, long otherSeed) {
        return with(otherName, otherSeed, oreo);
    }

    private RunSettings with(String otherName, long otherSeed, OreoSettings otherOreo) {
        return new RunSettings(
                otherName,
                otherSeed,
                iterations,
                algorithm,
                baselines,
                task,
                model,
                sft,
                collect,
                otherOreo,
                oreoStep,
                oreoResponse,
                pcl,
                ablation,
                rejection,
                dpo,
                kto,
                dqo,
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
     */
    public List<SettingProblem> problems(Tasks tasks) {
        return checked(tasks).problems();
    }

    /** Keys that nothing reads under these settings. */
    public List<UnusedKeys> unused(Tasks tasks) {
        return checked(tasks).unused();
    }

    /** Whether a critic is trained in each iteration. */
    public boolean hasCritic() {
        return learners().stream().anyMatch(each -> each.algorithm().trainsCritic());
    }

    /**
     * What learns from the rollouts: the run's own algorithm, the baselines, the ablations. Names
     * that no algorithm bears are left out; {@link #problems} speaks of them.
     */
    public List<Learner> learners() {
        Stream<Learner> named =
                Stream.concat(Stream.of(algorithm), baselines.stream())
                        .filter(Algorithm.labels()::contains)
                        .map(label -> new Learner(label, Algorithm.of(label), this));
        Stream<Learner> changed =
                ablation.stream()
                        .map(
                                each ->
                                        new Learner(
                                                each.name(),
                                                Algorithm.OREO,
                                                with(name, seed, each.changed(oreo))));
        return Stream.concat(named, changed).toList();
    }

    private Checks checked(Tasks tasks) {
        Checks checks = new Checks(tasks.named(task.name()));
        checkRun(checks);
        task.check(checks.in("task"), this, tasks.names());
        model.check(checks.in("model"));
        sft.check(checks.in("sft"), 0);
        collect.check(checks.in("collect"), this);
        oreo.check(checks.in("oreo"));
        oreoStep.check(checks.in("oreo_step"));
        oreoResponse.check(checks.in("oreo_response"));
        pcl.check(checks.in("pcl"));
        checkAblations(checks);
        rejection.check(checks.in("rejection"), 1);
        dpo.check(checks.in("dpo"));
        kto.check(checks.in("kto"));
        dqo.check(checks.in("dqo"));
        policyLora.check(checks.in("policy_lora"));
        criticLora.check(checks.in("critic_lora"));
        evaluation.check(checks.in("evaluation"), this);
        compare.check(checks.in("compare"));
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
        checks.oneOf("algorithm", algorithm, Algorithm.labels());
        baselines.forEach(baseline -> checks.oneOf("baselines", baseline, Algorithm.labels()));
        checks.require(
                baselines.size() == Set.copyOf(baselines).size(),
                "baselines",
                "names an algorithm twice; remove one");
        checks.require(
                !baselines.contains(algorithm),
                "baselines",
                "names %s, which is the run's algorithm already; drop it".formatted(algorithm));
    }

    private void checkAblations(Checks checks) {
        for (int i = 0; i < ablation.size(); i++) {
            List<String> earlier =
                    ablation.subList(0, i).stream().map(AblationSettings::name).toList();
            Checks own = checks.in("ablation[%d]".formatted(i));
            ablation.get(i).check(own, earlier);
            ablation.get(i).changed(oreo).checkLosses(own);
        }
    }

    private void checkUnused(Checks checks) {
        List<Algorithm> learning = learners().stream().map(Learner::algorithm).toList();
        boolean readsOreo = learning.stream().anyMatch(Algorithm::readsOreo);
        for (Algorithm each : Algorithm.values()) {
            checks.unusedIf(
                    !learning.contains(each) && !(each == Algorithm.OREO && readsOreo),
                    each.table(),
                    "%s is neither the run's algorithm nor among its baselines"
                            .formatted(each.label()));
            checks.unusedIf(iterations == 0, each.table(), "iterations is 0");
        }
        // Of [collect], the longest answer is the evaluation's too, the share dropped SFT's.
        for (String key :
                List.of(
                        "algorithm",
                        "baselines",
                        "ablation",
                        "collect.samples",
                        "collect.temperature",
                        "collect.top_p",
                        "collect.top_k",
                        "collect.batch_size",
                        "collect.max_right",
                        "collect.max_wrong")) {
            checks.unusedIf(iterations == 0, key, "iterations is 0");
        }
        boolean relativesOnly = readsOreo && !learning.contains(Algorithm.OREO);
        checks.unusedIf(
                relativesOnly && !learning.contains(Algorithm.PCL),
                "oreo.level",
                "the levels of oreo-step and oreo-response are in their names");
        for (String key : List.of("beta", "alpha", "training.optimiser.learning_rate")) {
            checks.unusedIf(
                    relativesOnly,
                    "oreo." + key,
                    "only relatives of OREO are trained, which have their own");
        }
        checks.unusedIf(sft.epochs() == 0, "sft.optimiser", "sft.epochs is 0");
        checks.unusedIf(!hasCritic() || iterations == 0, "critic_lora", "no critic is trained");
    }
}
