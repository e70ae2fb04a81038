package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.LoadModelRequest;
import io.oreo.protocol.worker.v1.ModelRole;
import io.oreo.protocol.worker.v1.PackagedModel;
import io.oreo.protocol.worker.v1.PrepareModelRequest;
import io.oreo.protocol.worker.v1.RandomModel;
import io.oreo.protocol.worker.v1.TokenizerTraining;
import io.oreo.trajectory.IntVector;
import io.oreo.worker.ModelFacts;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.ModelOrigin;
import io.oreo.worker.ModelOrigin.TokenizerOrigin;
import io.oreo.worker.ModelSource;
import java.nio.file.Path;

/** Models as messages and back. */
final class ModelCodec {

    private ModelCodec() {}

    static io.oreo.protocol.worker.v1.ModelSource source(ModelSource source) {
        io.oreo.protocol.worker.v1.ModelSource.Builder message =
                io.oreo.protocol.worker.v1.ModelSource.newBuilder()
                        .setDirectory(source.directory().toString())
                        .addAllAllowedRemoteCode(source.allowedRemoteCode());
        source.ggufFile().ifPresent(message::setGgufFile);
        source.loader().ifPresent(message::setLoader);
        source.tokenizerLoader().ifPresent(message::setTokenizerLoader);
        return message.build();
    }

    static LoadModelRequest load(ModelLoad load, ModelRole role) {
        LoadModelRequest.Builder message =
                LoadModelRequest.newBuilder()
                        .setModelId(load.modelId())
                        .setSource(source(load.source()))
                        .setRole(role);
        load.dtype().ifPresent(message::setDtype);
        load.contentKey().ifPresent(message::setExpectedContentKey);
        return message.build();
    }

    static PrepareModelRequest prepare(ModelOrigin origin, Path output) {
        PrepareModelRequest.Builder message =
                PrepareModelRequest.newBuilder().setOutputDirectory(output.toString());
        switch (origin) {
            case ModelOrigin.RandomWeights random -> message.setRandom(random(random));
            case ModelOrigin.Existing(ModelSource source) -> message.setExisting(source(source));
            case ModelOrigin.Packaged(String pythonPackage, String file) ->
                    message.setPackaged(
                            PackagedModel.newBuilder().setPackage(pythonPackage).setFile(file));
        }
        return message.build();
    }

    private static RandomModel random(ModelOrigin.RandomWeights random) {
        RandomModel.Builder message =
                RandomModel.newBuilder().setConfigJson(random.configJson()).setSeed(random.seed());
        switch (random.tokenizer()) {
            case TokenizerOrigin.Trained trained ->
                    message.setTraining(
                            TokenizerTraining.newBuilder()
                                    .setKind(trained.kind())
                                    .setVocabularySize(trained.vocabularySize())
                                    .addAllCorpus(trained.corpus()));
            case TokenizerOrigin.Copied(Path directory) ->
                    message.setTokenizerDirectory(directory.toString());
        }
        return message.build();
    }

    /** Facts about a model; refuses what no model can have. */
    static ModelFacts facts(String call, io.oreo.protocol.worker.v1.ModelFacts facts) {
        if (facts.getContentKey().isBlank()
                || facts.getTokenizerKey().isBlank()
                || facts.getVocabularySize() < 1
                || facts.getContextLength() < 1) {
            throw Failures.contract(call, "the facts about a model are incomplete");
        }
        return new ModelFacts(
                facts.getContentKey(),
                facts.getTokenizerKey(),
                facts.getParameters(),
                facts.getVocabularySize(),
                facts.getContextLength(),
                IntVector.of(facts.getEndTokenIdsList()),
                facts.getArchitecture(),
                facts.getHiddenSize(),
                facts.getLayers());
    }
}
