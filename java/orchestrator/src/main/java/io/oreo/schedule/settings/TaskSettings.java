package io.oreo.schedule.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The task and how many of its problems serve what.
 *
 * @param name arithmetic, gsm8k, math, python, alfworld, or imported for a dataset of trajectories
 * @param data folder with the task's data, or the dataset; empty where it needs none
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

    private static final String IMPORTED = "imported";
    private static final String PLAYED = "alfworld";
    private static final List<String> NAMES =
            List.of("arithmetic", "gsm8k", "math", "python", PLAYED, IMPORTED);
    private static final Set<String> WITH_DATA = Set.of("gsm8k", "math", IMPORTED);

    /** Whether the rollouts are given as a dataset, and there are no problems. */
    public boolean imported() {
        return name.equals(IMPORTED);
    }

    /** Whether problems are games that are played action by action. */
    boolean played() {
        return name.equals(PLAYED);
    }

    void check(Checks checks, RunSettings run) {
        checks.oneOf("name", name, NAMES);
        checks.require(
                !WITH_DATA.contains(name) || !data.isBlank(),
                "data",
                imported()
                        ? "is empty; give the imported dataset by --data DIR (`./oreo import FILE"
                                + " --into DIR --model DIR` makes one)"
                        : ("is empty, but %s reads its problems from files; give --data DIR"
                                        + " (`./oreo data fetch %s --into DIR` brings them)")
                                .formatted(name, name));
        checks.unusedIf(
                NAMES.contains(name) && !WITH_DATA.contains(name) && !played(),
                "data",
                "the task " + name + " reads no files");
        if (imported()) {
            checkImported(checks, run);
        } else {
            checks.atLeast("demonstrations", demonstrations, run.sft().epochs() > 0 ? 1 : 0);
            checks.atLeast("rollouts", rollouts, run.iterations() > 0 ? 1 : 0);
            checks.atLeast("test", test, 1);
        }
    }

    private void checkImported(Checks checks, RunSettings run) {
        String why = "is %d, but an imported dataset holds no problems; set it to 0";
        checks.require(demonstrations == 0, "demonstrations", why.formatted(demonstrations));
        checks.require(rollouts == 0, "rollouts", why.formatted(rollouts));
        checks.require(test == 0, "test", why.formatted(test));
        checks.require(
                run.iterations() == 1 && run.sft().epochs() == 0,
                "name",
                "is imported, which has one iteration on the given trajectories and no"
                        + " demonstrations; set iterations to 1 and sft.epochs to 0");
        checks.require(
                !run.model().origin().equals("random"),
                "name",
                "is imported, whose tokens belong to the tokenizer of a model that exists; set"
                        + " model.origin to directory and model.directory (--model DIR)");
    }
}
