package io.oreo.schedule.settings;

import io.oreo.task.KnownTask.Data;
import io.oreo.task.KnownTask.Form;
import java.util.List;
import java.util.Map;

/**
 * The task and how many of its problems serve what.
 *
 * @param name one of the tasks that there are
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

    void check(Checks checks, RunSettings run, List<String> names) {
        boolean given = checks.taskIs(Form.GIVEN);
        checks.oneOf("name", name, names);
        checks.taskOptions(options);
        boolean fetched = checks.taskReads(Data.FETCHED);
        checks.require(
                !(fetched || checks.taskReads(Data.NEEDED)) || !data.isBlank(),
                "data",
                missing(given, fetched));
        checks.unusedIf(
                checks.taskReads(Data.NONE), "data", "the task " + name + " reads no files");
        if (given) {
            checkGiven(checks, run);
        } else {
            checks.atLeast("demonstrations", demonstrations, run.sft().epochs() > 0 ? 1 : 0);
            checks.atLeast("rollouts", rollouts, run.iterations() > 0 ? 1 : 0);
            checks.atLeast("test", test, 1);
        }
    }

    private String missing(boolean given, boolean fetched) {
        if (given) {
            return "is empty; give the imported dataset by --data DIR (`./oreo import FILE --into"
                    + " DIR --model DIR` makes one)";
        }
        return fetched
                ? ("is empty, but %s reads its problems from files; give --data DIR (`./oreo data"
                                + " fetch %s --into DIR` brings them)")
                        .formatted(name, name)
                : "is empty, but %s reads problems of yours; give --data FILE".formatted(name);
    }

    private void checkGiven(Checks checks, RunSettings run) {
        String why = "is %d, but an imported dataset holds no problems; set it to 0";
        checks.require(demonstrations == 0, "demonstrations", why.formatted(demonstrations));
        checks.require(rollouts == 0, "rollouts", why.formatted(rollouts));
        checks.require(test == 0, "test", why.formatted(test));
        checks.require(
                run.iterations() == 1 && run.sft().epochs() == 0,
                "name",
                "is "
                        + name
                        + ", which has one iteration on the given trajectories and no"
                        + " demonstrations; set iterations to 1 and sft.epochs to 0");
        checks.require(
                !run.model().origin().equals("random"),
                "name",
                "is "
                        + name
                        + ", whose tokens belong to the tokenizer of a model that exists; set"
                        + " model.origin to directory and model.directory (--model DIR)");
    }
}
