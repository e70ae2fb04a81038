package io.oreo.schedule.settings;

import io.oreo.method.LearnsFrom;
import io.oreo.method.MethodCatalogue;
import io.oreo.method.MethodDescription;
import io.oreo.method.MethodOption;
import io.oreo.method.Need;
import io.oreo.method.UnknownMethodException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A method of a run: its table, and what its code says of itself.
 *
 * @param settings its table in the run file
 * @param description what the catalogue knows of its objective
 */
public record Method(MethodSettings settings, MethodDescription description) {

    /** What it is called in this run. */
    public String name() {
        return settings.name();
    }

    /** Whether a critic is trained with the policy. */
    public boolean trainsCritic() {
        return description.trainsCritic();
    }

    /** Whether it samples rollouts of its own from iteration 2 on. */
    public boolean samples() {
        return settings.rollouts().equals(MethodSettings.OWN);
    }

    /** Epochs of the whole training, those of the critic alone included. */
    public int allEpochs() {
        return settings.epochs() + warmupEpochs();
    }

    /** Epochs at the start in which only the critic learns. */
    public int warmupEpochs() {
        return trainsCritic() ? settings.criticWarmupEpochs() : 0;
    }

    /** Weight of the log-ratio in the soft Bellman equation by which the critic learns, if any. */
    public Optional<Double> softBellmanBeta() {
        return description
                .softBellmanBeta()
                .map(settings.options()::get)
                .map(beta -> ((Number) beta).doubleValue());
    }

    /** Forward and backward passes of a sequence's length for each sequence or pair of a batch. */
    public int passes() {
        return trainsCritic()
                        || description.learnsFrom() == LearnsFrom.PAIRS
                        || description.needs().contains(Need.MISMATCHED)
                ? 2
                : 1;
    }

    /** The method of a table, or empty, with the reason in {@code checks}. */
    static Optional<Method> of(MethodSettings settings, MethodCatalogue catalogue, Checks checks) {
        MethodDescription description;
        try {
            description = catalogue.describe(settings.objective());
        } catch (UnknownMethodException unknown) {
            checks.wrongName(
                    "objective", settings.objective(), unknown.getMessage(), catalogue.names());
            return Optional.empty();
        }
        Method method = new Method(settings, description);
        method.check(checks);
        return Optional.of(method);
    }

    private void check(Checks checks) {
        settings.options().forEach((name, value) -> checkOption(checks, name, value));
        checkNotAllZero(checks, description.notAllZero());
        checks.require(
                settings.batchSize() > 1 || !description.needs().contains(Need.MISMATCHED),
                "batch_size",
                "is 1; %s joins prompts with other responses of their batch; set it to 2 or more"
                        .formatted(settings.objective()));
        String noCritic = settings.objective() + " trains no critic";
        for (String key :
                List.of(
                        "critic_warmup_epochs",
                        "continue_critic",
                        "critic_learning_rate",
                        "critic_optimiser")) {
            checks.unusedIf(!trainsCritic(), key, noCritic);
        }
        checks.unusedIf(
                description.learnsFrom() != LearnsFrom.PAIRS,
                "max_pairs",
                settings.objective() + " does not learn from pairs");
    }

    private void checkNotAllZero(Checks checks, List<String> names) {
        if (!names.isEmpty()) {
            checks.require(
                    names.stream().anyMatch(this::isAboveZero),
                    names.getFirst(),
                    "and %s are both 0, so nothing would be learned; raise one"
                            .formatted(String.join(", ", names.subList(1, names.size()))));
        }
    }

    private boolean isAboveZero(String option) {
        return settings.options().get(option) instanceof Number number && number.doubleValue() > 0;
    }

    private void checkOption(Checks checks, String name, Object value) {
        Optional<MethodOption> option = description.option(name);
        if (option.isEmpty()) {
            checks.wrongName(
                    name,
                    name,
                    "there is no such key in a table of the objective " + settings.objective(),
                    keys());
        } else {
            Optional<String> problem = option.get().problem(value);
            if (problem.isPresent()) {
                checks.wrongName(name, value.toString(), problem.get(), option.get().choices());
            }
        }
    }

    /** Keys that the table may have. */
    private List<String> keys() {
        List<String> keys =
                new ArrayList<>(description.options().stream().map(MethodOption::name).toList());
        Arrays.stream(MethodSettings.class.getRecordComponents())
                .map(each -> each.getName().replaceAll("([a-z])([A-Z])", "$1_$2"))
                .map(each -> each.toLowerCase(Locale.ROOT))
                .filter(each -> !each.equals("options"))
                .forEach(keys::add);
        return keys;
    }
}
