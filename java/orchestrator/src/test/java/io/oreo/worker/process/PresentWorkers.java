package io.oreo.worker.process;

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
import io.oreo.worker.WorkerAddress;
import io.oreo.worker.WorkerConnection;
import io.oreo.worker.WorkerConnector;
import io.oreo.worker.WorkerDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Workers that are only there: they say who they are and can do nothing else. What happens to them
 * is written down in {@code diary}. For the rules of the pool, which never looks at the work.
 */
final class PresentWorkers implements WorkerSource, WorkerConnector {

    final List<String> diary = new CopyOnWriteArrayList<>();
    private final boolean ours;

    PresentWorkers(boolean ours) {
        this.ours = ours;
    }

    @Override
    public Life begin(int slot) {
        diary.add("begin " + slot);
        return new PresentLife(slot);
    }

    @Override
    public WorkerConnection connect(WorkerAddress address) {
        return new PresentConnection(address.port() - 1);
    }

    /** How often the diary holds an entry. */
    long times(String entry) {
        return diary.stream().filter(entry::equals).count();
    }

    private final class PresentLife implements Life {

        private final int slot;

        PresentLife(int slot) {
            this.slot = slot;
        }

        @Override
        public WorkerAddress address() {
            return new WorkerAddress("127.0.0.1", slot + 1, "token");
        }

        @Override
        public String lastWords() {
            return "famous last words";
        }

        @Override
        public boolean ours() {
            return ours;
        }

        @Override
        public void end() {
            diary.add("end " + slot);
        }
    }

    private final class PresentConnection implements WorkerConnection {

        private final int slot;

        PresentConnection(int slot) {
            this.slot = slot;
        }

        @Override
        public Worker worker() {
            return new PresentWorker(slot);
        }

        @Override
        public boolean serving() {
            return true;
        }

        @Override
        public void drain() {
            diary.add("drain " + slot);
        }

        @Override
        public void close() {
            diary.add("close " + slot);
        }
    }

    private record PresentWorker(int slot) implements Worker {

        @Override
        public WorkerDescription describe() {
            return new WorkerDescription("1", "cpu", "slot " + slot, 1, Map.of(), 0);
        }

        @Override
        public ModelFacts prepare(ModelOrigin origin, Path outputDirectory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Generator generator(ModelLoad policy) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ActionScorer actionScorer(ModelLoad policy) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ValueModel valueModel(ModelLoad critic) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unload(String modelId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Trainer trainer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tokenizer tokenizer(ModelSource model) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AnswerComparer answers() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PythonTasks tasks() {
            throw new UnsupportedOperationException();
        }
    }
}
