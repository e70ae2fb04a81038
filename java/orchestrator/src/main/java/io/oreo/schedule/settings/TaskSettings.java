package io.oreo.schedule.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The task and how many of its problems serve what.
 *
 * @param name arithmetic, gsm8k, math or python
 * @param data folder with the task's data; empty where it needs none
 * @param demonstrations problems whose worked solutions SFT imitates
 * @param rollouts problems that trajectories are sampled on, in each iteration
 * @param test problems of the evaluation
 * @param options what this task understands besides
 */
public record TaskSettings(
        String name,
        String data,
        int demonstrations,
        int rollouts,
        int test,
        Map<String, Object> options) {

    public TaskSettings {
        options = Map.copyOf(options);
    }

    private static final List<String> NAMES = List.of("arithmetic", "gsm8k", "math", "python");
    private static final Set<String> WITH_DATA = Set.of("gsm8k", "math");

    void check(Checks checks, RunSettings run) {
        checks.oneOf("name", name, NAMES);
        checks.require(
                !WITH_DATA.contains(name) || !data.isBlank(),
                "data",
                ("is empty, but %s reads its problems from files; give --data DIR"
                                + " (`./oreo data fetch %s --into DIR` brings them)")
                        .formatted(name, name));
        checks.unusedIf(
                NAMES.contains(name) && !WITH_DATA.contains(name),
                "data",
                "the task " + name + " reads no files");
        checks.atLeast("demonstrations", demonstrations, run.sft().epochs() > 0 ? 1 : 0);
        checks.atLeast("rollouts", rollouts, run.iterations() > 0 ? 1 : 0);
        checks.atLeast("test", test, 1);
    }
}
