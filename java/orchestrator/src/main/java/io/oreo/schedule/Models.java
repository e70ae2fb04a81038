package io.oreo.schedule;

import io.oreo.run.RunEvent;
import io.oreo.schedule.settings.ModelSettings;
import io.oreo.trajectory.ModelVersion;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.ModelOrigin;
import io.oreo.worker.ModelSource;
import io.oreo.worker.Worker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the models of a run by name. A training's policy bears the training's name ({@code sft},
 * {@code oreo-1}); its critic is found by the same name.
 */
public final class Models {

    private final Path runFolder;
    private final ModelSettings settings;

    public Models(Path runFolder, ModelSettings settings) {
        this.runFolder = runFolder;
        this.settings = settings;
    }

    /**
     * How a directory of the run is read: with the same plug-ins as the model it came from, and
     * with the code that was allowed there, of which it holds a copy.
     */
    public ModelSource source(String directory) {
        Path place = runFolder.resolve(directory).toAbsolutePath();
        List<String> allowed = new ArrayList<>(settings.allowedRemoteCode());
        if (!allowed.isEmpty()) {
            allowed.add(String.valueOf(place.getFileName()));
        }
        return new ModelSource(
                place,
                Optional.empty(),
                given(settings.loader()),
                given(settings.tokenizerLoader()),
                allowed);
    }

    /** The policy of a finished training. */
    public ModelLoad policy(RunEvent.TrainingFinished training) {
        return new ModelLoad(
                training.training(),
                source(training.policyDirectory()),
                Optional.empty(),
                Optional.of(training.policyFacts().contentKey()));
    }

    /** The critic of a finished training, where it has one. */
    public Optional<ModelLoad> critic(RunEvent.TrainingFinished training) {
        return training.criticDirectory()
                .map(
                        directory ->
                                new ModelLoad(
                                        training.training() + "-critic",
                                        source(directory),
                                        Optional.empty(),
                                        training.criticFacts().map(facts -> facts.contentKey())));
    }

    /** Large models do not fit side by side, so what is not needed next leaves a worker first. */
    void unloadOthers(
            Worker worker, Collection<RunEvent.TrainingFinished> trainings, Set<String> needed) {
        trainings.stream()
                .flatMap(
                        training ->
                                Stream.concat(
                                        Stream.of(policy(training)), critic(training).stream()))
                .map(ModelLoad::modelId)
                .filter(id -> !needed.contains(id))
                .forEach(worker::unload);
    }

    /** Name and content of a policy, as trajectories quote it. */
    static ModelVersion version(RunEvent.TrainingFinished training) {
        return new ModelVersion(training.training(), training.policyFacts().contentKey());
    }

    /** What the run's first model is made from; texts train its tokenizer if it needs one. */
    static ModelOrigin origin(
            ModelSettings model, String configJson, long seed, List<String> texts) {
        return switch (model.origin()) {
            case "random" ->
                    new ModelOrigin.RandomWeights(configJson, seed, tokenizer(model, texts));
            case "package" -> new ModelOrigin.Packaged(model.pythonPackage(), model.file());
            case "directory" ->
                    new ModelOrigin.Existing(
                            new ModelSource(
                                    Path.of(model.directory()).toAbsolutePath(),
                                    given(model.file()),
                                    given(model.loader()),
                                    given(model.tokenizerLoader()),
                                    model.allowedRemoteCode()));
            default ->
                    throw new IllegalArgumentException(
                            "model.origin is '%s'; write random, directory or package"
                                    .formatted(model.origin()));
        };
    }

    private static ModelOrigin.TokenizerOrigin tokenizer(ModelSettings model, List<String> texts) {
        return switch (model.tokenizer()) {
            case "character", "bpe" ->
                    new ModelOrigin.TokenizerOrigin.Trained(
                            model.tokenizer(), model.vocabularySize(), texts);
            default ->
                    new ModelOrigin.TokenizerOrigin.Copied(
                            Path.of(model.tokenizer()).toAbsolutePath());
        };
    }

    private static Optional<String> given(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(text);
    }
}
