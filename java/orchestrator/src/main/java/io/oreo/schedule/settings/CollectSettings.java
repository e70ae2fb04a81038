package io.oreo.schedule.settings;

import io.oreo.task.KnownTask.Form;

/**
 * How rollouts are sampled.
 *
 * @param samples attempts per problem
 * @param temperature 0 is greedy
 * @param topP nucleus; 1 keeps all
 * @param topK most likely tokens that stay; 0 keeps all
 * @param maxNewTokens most tokens per response; in a game, an action
 * @param batchSize responses sampled together; the batch is the unit of repeatability
 * @param maxCorrect most correct rollouts of a problem that are learned from; never more than
 *     incorrect ones, but one where there is any; 0 keeps all rollouts
 * @param maxIncorrect most incorrect ones
 * @param maxDropped largest share of rollouts that may be dropped before the run stops
 */
public record CollectSettings(
        int samples,
        double temperature,
        double topP,
        int topK,
        int maxNewTokens,
        int batchSize,
        int maxCorrect,
        int maxIncorrect,
        double maxDropped) {

    void check(Checks checks, RunSettings run) {
        int maxLength = run.model().maxLength();
        checks.atLeast("samples", samples, 1);
        checks.between("temperature", temperature, 0, 10);
        checks.require(
                samples == 1 || temperature > 0,
                "temperature",
                "is 0, so all samples of a problem would be the same; set it to 1 or samples to 1");
        checks.require(topP > 0 && topP <= 1, "top_p", "is " + topP + "; it must lie in (0, 1]");
        checks.atLeast("top_k", topK, 0);
        checks.atLeast("max_new_tokens", maxNewTokens, 1);
        checks.require(
                maxNewTokens < maxLength || checks.taskIs(Form.GIVEN),
                "max_new_tokens",
                "is %d, which leaves no room for a prompt in model.max_length = %d"
                        .formatted(maxNewTokens, maxLength));
        checks.atLeast("batch_size", batchSize, 1);
        checks.atLeast("max_correct", maxCorrect, 0);
        checks.atLeast("max_incorrect", maxIncorrect, 0);
        checks.require(
                maxCorrect > 0 || maxIncorrect == 0,
                "max_correct",
                "is 0, which keeps all rollouts, while max_incorrect is %d; set both or neither"
                        .formatted(maxIncorrect));
        checks.between("max_dropped", maxDropped, 0, 1);
    }
}
