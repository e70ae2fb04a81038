package io.oreo.schedule.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * OREO once more on the same rollouts, with some of its numbers changed: what a comparison of
 * lambda, alpha or beta needs. All else, the critic included, is as in {@code [oreo]}.
 *
 * @param name what the training is called
 * @param level token, step or response
 * @param beta weight of the log-ratio in the soft Bellman equation
 * @param alpha weight of KL(pi || pi_ref) in the policy loss
 * @param lambda of the value target; 1 is the paper's return
 * @param learningRate of the policy
 */
public record AblationSettings(
        String name, String level, double beta, double alpha, double lambda, double learningRate) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,39}");

    void check(Checks checks, List<String> others) {
        List<String> taken = new ArrayList<>(Algorithm.labels());
        taken.add("sft");
        taken.addAll(others);
        checks.require(
                NAME.matcher(name).matches(),
                "name",
                ("is \"%s\"; it has 1 to 40 small letters, digits, dots or dashes and begins with"
                                + " a letter")
                        .formatted(name));
        checks.require(
                !taken.contains(name),
                "name",
                "is \"%s\", which another training bears; take another".formatted(name));
        checks.above("learning_rate", learningRate, 0);
    }

    /** OREO's numbers with these in their place. */
    OreoSettings changed(OreoSettings oreo) {
        return new OreoSettings(
                level,
                beta,
                alpha,
                lambda,
                oreo.criticWarmupEpochs(),
                oreo.continueCritic(),
                oreo.training().withLearningRate(learningRate),
                oreo.critic());
    }
}
