package io.oreo.worker.grpc;

import io.oreo.protocol.worker.v1.LifecycleServiceGrpc;
import io.oreo.protocol.worker.v1.LoadModelRequest;
import io.oreo.protocol.worker.v1.ModelRole;
import io.oreo.protocol.worker.v1.PrepareModelRequest;
import io.oreo.protocol.worker.v1.UnloadModelRequest;
import io.oreo.worker.ActionScorer;
import io.oreo.worker.AnswerComparer;
import io.oreo.worker.Generator;
import io.oreo.worker.ModelFacts;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.ModelOrigin;
import io.oreo.worker.ModelSource;
import io.oreo.worker.PythonTasks;
import io.oreo.worker.Tokenizer;
import io.oreo.worker.Trainer;
import io.oreo.worker.ValueModel;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerDescription;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One worker process at the other end of a channel. */
final class GrpcWorker implements Worker {

    private final Calls calls;
    private final WorkerDescription description;
    private final Map<String, ModelLoad> loaded = new HashMap<>();
    private final Set<String> foundLoaded;

    /**
     * @param foundLoaded names that a worker of long life holds from an earlier connection; they
     *     may stand for other models
     */
    GrpcWorker(Calls calls, WorkerDescription description, Collection<String> foundLoaded) {
        this.calls = calls;
        this.description = description;
        this.foundLoaded = new HashSet<>(foundLoaded);
    }

    @Override
    public WorkerDescription describe() {
        return description;
    }

    @Override
    public ModelFacts prepare(ModelOrigin origin, Path outputDirectory) {
        PrepareModelRequest request = ModelCodec.prepare(origin, outputDirectory);
        return ModelCodec.facts(
                "PrepareModel",
                calls.unary(
                                "PrepareModel",
                                LifecycleServiceGrpc::newBlockingV2Stub,
                                calls.deadlines().load(),
                                stub -> stub.prepareModel(request))
                        .getFacts());
    }

    @Override
    public Generator generator(ModelLoad policy) {
        load(policy, ModelRole.MODEL_ROLE_POLICY);
        return new GrpcGenerator(calls, policy.modelId());
    }

    @Override
    public ActionScorer actionScorer(ModelLoad policy) {
        load(policy, ModelRole.MODEL_ROLE_POLICY);
        return new GrpcScorer(calls, policy.modelId());
    }

    @Override
    public ValueModel valueModel(ModelLoad critic) {
        load(critic, ModelRole.MODEL_ROLE_CRITIC);
        return new GrpcScorer(calls, critic.modelId());
    }

    @Override
    public synchronized void unload(String modelId) {
        boolean found = foundLoaded.remove(modelId);
        if (loaded.remove(modelId) != null || found) {
            calls.unary(
                    "UnloadModel",
                    LifecycleServiceGrpc::newBlockingV2Stub,
                    calls.deadlines().work(),
                    stub ->
                            stub.unloadModel(
                                    UnloadModelRequest.newBuilder().setModelId(modelId).build()));
        }
    }

    @Override
    public Trainer trainer() {
        return new GrpcTrainer(calls);
    }

    @Override
    public Tokenizer tokenizer(ModelSource model) {
        return new GrpcTokenizer(calls, model);
    }

    @Override
    public AnswerComparer answers() {
        return new GrpcAnswerComparer(calls);
    }

    @Override
    public PythonTasks tasks() {
        return new GrpcPythonTasks(calls);
    }

    /** The memory of what is loaded lives and dies with the connection, as the process does. */
    private synchronized void load(ModelLoad load, ModelRole role) {
        if (load.equals(loaded.get(load.modelId()))) {
            return;
        }
        unload(load.modelId());
        LoadModelRequest request = ModelCodec.load(load, role);
        calls.unary(
                "LoadModel",
                LifecycleServiceGrpc::newBlockingV2Stub,
                calls.deadlines().load(),
                stub -> stub.loadModel(request));
        loaded.put(load.modelId(), load);
    }
}
