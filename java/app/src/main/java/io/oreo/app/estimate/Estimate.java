package io.oreo.app.estimate;

import io.oreo.dataset.DatasetManifest;
import io.oreo.method.LearnsFrom;
import io.oreo.method.MethodCatalogue;
import io.oreo.schedule.settings.EvaluationSettings.SearchSettings;
import io.oreo.schedule.settings.LoraSettings;
import io.oreo.schedule.settings.Method;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.schedule.settings.SftSettings;
import io.oreo.schedule.settings.TaskSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Memory, disk and work of a run, as upper bounds.
 *
 * <p>Work: a trained sequence counts {@code model.max_length} tokens, a response {@code
 * collect.max_new_tokens}. A token costs 6 P floating-point operations where P parameters learn
 * from it, 2 P where they only read or write it; where a method has a critic, policy and critic
 * learn and the reference reads once.
 *
 * <p>Memory of the training worker: 16 bytes a trained parameter (weight, gradient, two moments of
 * AdamW in float32), 4 for one that is only read (the reference, or a frozen base under adapters,
 * which serves policy, reference and critic where both have them), and for the activations of a
 * forward pass of each network that learns 4 bytes times {@code micro_batch_tokens} times {@code
 * layers (14 hidden + 4 intermediate)}, with {@code 3 projection_chunk vocabulary} more for the
 * projection. A rollout worker holds the policy and the critic, 4 bytes a parameter, and keys and
 * values of a batch: 8 bytes times {@code batch_size max_length layers hidden}.
 *
 * <p>Disk: 4 bytes a parameter of every model that stays. While a network is trained, three
 * checkpoints, two that are kept and one that is being written, of 12 bytes a trained parameter
 * (weight and two moments).
 */
public final class Estimate {

    /** Of a training: two that are kept, one that is being written. */
    private static final int CHECKPOINTS = 3;

    private static final String IMPORTED = "imported";

    private final RunSettings run;
    private final List<Method> methods;
    private final Optional<ModelSize> size;

    /** Trajectories of the imported dataset; 0 where the run samples its own. */
    private final long given;

    private final List<String> lines = new ArrayList<>();
    private double trainedTokens;
    private double writtenTokens;

    private Estimate(RunSettings run, MethodCatalogue catalogue) {
        this.run = run;
        this.methods = run.methods(catalogue);
        this.size = ModelSize.of(run.model());
        this.given = given(run.task());
    }

    /** The estimate as lines of a TOML comment. */
    public static String of(RunSettings run, MethodCatalogue catalogue) {
        return new Estimate(run, catalogue).text();
    }

    private static long given(TaskSettings task) {
        Path data = Path.of(task.data());
        return task.name().equals(IMPORTED)
                        && Files.isRegularFile(data.resolve(DatasetManifest.FILE_NAME))
                ? DatasetManifest.read(data).rows()
                : 0;
    }

    private String text() {
        lines.add("Estimate. Upper bounds: every sequence is taken to be as long as it may be.");
        model();
        sft();
        for (int iteration = 1; iteration <= run.iterations(); iteration++) {
            iteration(iteration);
        }
        evaluation();
        size.ifPresent(this::memory);
        size.ifPresent(this::disk);
        size.ifPresent(this::compute);
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("# ").append(line).append('\n'));
        return text.toString();
    }

    private void model() {
        add(
                "model",
                size.map(
                                known ->
                                        "%s parameters, vocabulary %,d, %d layers of %d"
                                                .formatted(
                                                        count((double) known.parameters()),
                                                        known.vocabulary(),
                                                        known.layers(),
                                                        known.hidden()))
                        .orElse("its size is unknown until it is prepared"));
    }

    private void sft() {
        SftSettings sft = run.sft();
        long demonstrations = run.task().demonstrations();
        training("sft", new Work(demonstrations, "sequences", sft.batchSize(), sft.epochs()), 1);
    }

    private void iteration(int number) {
        if (given > 0) {
            add("iteration " + number, "%,d imported trajectories".formatted(given));
            methods.forEach(method -> training(method, given));
            return;
        }
        long responses = (long) run.task().rollouts() * run.collect().samples();
        long chains = number == 1 ? 1 : methods.stream().filter(Method::samples).count();
        double tokens = (double) chains * responses * run.collect().maxNewTokens();
        writtenTokens += tokens;
        add(
                "iteration " + number,
                "%s%,d responses, at most %s tokens"
                        .formatted(chains == 1 ? "" : chains + " x ", responses, count(tokens)));
        methods.forEach(method -> training(method, responses));
    }

    private void training(Method method, long responses) {
        long sequences =
                switch (method.description().learnsFrom()) {
                    case DEMONSTRATIONS -> given > 0 ? given : run.task().demonstrations();
                    case ROLLOUTS, CORRECT -> responses;
                    case PAIRS ->
                            given > 0
                                    ? given / 2
                                    : (long) run.task().rollouts() * method.settings().maxPairs();
                };
        String unit = method.description().learnsFrom() == LearnsFrom.PAIRS ? "pairs" : "sequences";
        int batchSize = method.settings().batchSize();
        training(
                "  " + method.name(),
                new Work(sequences, unit, batchSize, method.allEpochs()),
                method.passes());
    }

    /** Sequences or pairs that a training goes through. */
    private record Work(long count, String unit, int batchSize, int epochs) {}

    /**
     * @param passes sequences of {@code max_length} for each sequence or pair: two networks, a
     *     pair, or a mismatched response make two
     */
    private void training(String name, Work work, int passes) {
        long updates = Math.ceilDiv(work.count(), work.batchSize()) * work.epochs();
        double tokens = (double) work.count() * work.epochs() * run.model().maxLength();
        trainedTokens += tokens * passes;
        add(
                name,
                "at most %,d %s x %d epochs = %,d updates, %s tokens"
                        .formatted(
                                work.count(), work.unit(), work.epochs(), updates, count(tokens)));
    }

    private boolean trainsCritic() {
        return run.iterations() > 0 && methods.stream().anyMatch(Method::trainsCritic);
    }

    private void evaluation() {
        double tokens = 0;
        for (SearchSettings search : run.evaluation().search()) {
            tokens +=
                    evaluations(search)
                            * search.search().responses()
                            * run.collect().maxNewTokens();
        }
        tokens *= run.task().test();
        writtenTokens += tokens;
        add(
                "evaluation",
                "%,d problems, %d searches, at most %s tokens"
                        .formatted(
                                run.task().test(),
                                run.evaluation().search().size(),
                                count(tokens)));
    }

    /** Policies that a search is tried on, over all iterations. */
    private int evaluations(SearchSettings search) {
        int policies = 0;
        if (search.policies().contains("previous")) {
            policies += run.iterations();
        }
        if (search.policies().contains("trained")) {
            policies += run.iterations() + (search.search().needsValue() ? 0 : 1);
        }
        if (search.policies().contains("baselines")) {
            policies += run.iterations() * (methods.size() - 1);
        }
        return policies;
    }

    private void memory(ModelSize model) {
        double activations =
                4.0
                        * (run.compute().microBatchTokens()
                                        * (double) model.layers()
                                        * (14 * model.hidden() + 4 * model.intermediate())
                                + 3.0 * run.compute().projectionChunk() * model.vocabulary());
        double training = trained(model, run.policyLora());
        if (trainsCritic()) {
            double base = 4.0 * model.parameters();
            training += trained(model, run.criticLora());
            // Under adapters one base serves policy, reference and critic.
            training += run.policyLora().enabled() ? 0 : base;
            // Policy and critic learn from one backward pass.
            activations *= 2;
            training -= run.policyLora().enabled() && run.criticLora().enabled() ? base : 0;
        }
        add(
                "memory",
                "training worker %s for models and optimisers, %s for activations"
                        .formatted(bytes(training), bytes(activations)));
        double cache =
                8.0
                        * Math.max(run.collect().batchSize(), run.evaluation().batchSize())
                        * run.model().maxLength()
                        * model.layers()
                        * model.hidden();
        add(
                "",
                "each of %d rollout workers %s for models, %s for keys and values"
                        .formatted(
                                run.workers().rolloutProcesses(),
                                bytes(8.0 * model.parameters()),
                                bytes(cache)));
    }

    private static double trained(ModelSize model, LoraSettings lora) {
        if (!lora.enabled()) {
            return 16.0 * model.parameters();
        }
        return 4.0 * model.parameters() + 16 * learning(model, lora);
    }

    /** Number of parameters that are trained. */
    private static double learning(ModelSize model, LoraSettings lora) {
        if (!lora.enabled()) {
            return model.parameters();
        }
        return (double) model.layers()
                * lora.rank()
                * (8.0 * model.hidden() + 3.0 * (model.hidden() + model.intermediate()));
    }

    private void disk(ModelSize model) {
        long critics = methods.stream().filter(Method::trainsCritic).count();
        long models = 2 + run.iterations() * (methods.size() + critics);
        double learning = learning(model, run.policyLora());
        if (trainsCritic()) {
            learning += learning(model, run.criticLora());
        }
        add(
                "disk",
                "%s for %d models, %s for checkpoints while they are trained"
                        .formatted(
                                bytes(4.0 * models * model.parameters()),
                                models,
                                bytes(CHECKPOINTS * 12 * learning)));
    }

    private void compute(ModelSize model) {
        double operations = model.parameters() * (6 * trainedTokens + 2 * writtenTokens);
        add(
                "work",
                String.format(Locale.ROOT, "at most %.1e floating-point operations", operations));
    }

    private void add(String name, String text) {
        lines.add(String.format(Locale.ROOT, "%-13s %s", name, text));
    }

    private static String count(double number) {
        if (number >= 1e9) {
            return String.format(Locale.ROOT, "%.1f G", number / 1e9);
        }
        return number >= 1e6
                ? String.format(Locale.ROOT, "%.2f M", number / 1e6)
                : String.format(Locale.ROOT, "%,.0f", number);
    }

    private static String bytes(double number) {
        return number >= 1L << 30
                ? String.format(Locale.ROOT, "%.1f GiB", number / (1L << 30))
                : String.format(Locale.ROOT, "%.0f MiB", Math.ceil(number / (1L << 20)));
    }
}
