package io.oreo.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.testing.RealWorkers;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Reward;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.TokenSequence;
import io.oreo.worker.Generator;
import io.oreo.worker.Generator.Completion;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.ModelSource;
import io.oreo.worker.StepRule;
import io.oreo.worker.StopRule;
import io.oreo.worker.Tokenizer.Dialogue;
import io.oreo.worker.Tokenizer.Encoded;
import io.oreo.worker.Tokenizer.Turn;
import io.oreo.worker.Trainer;
import io.oreo.worker.Trainer.Command;
import io.oreo.worker.Trainer.Reply;
import io.oreo.worker.TrainingSpec;
import io.oreo.worker.ValueModel;
import io.oreo.worker.Worker;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two real worker processes: what they compute, and what happens when they are lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupervisedPoolTest {

    private static final StepRule LINES = new StepRule(List.of("\n"));
    private static final int BATCHES = 6;

    private Path folder = Path.of("");
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private SupervisedPool pool;
    private ModelSource model;
    private ModelLoad policy;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        pool = RealWorkers.pool(2, folder.resolve("logs"), notes::add);
        Path directory = folder.resolve("model");
        String key = pool.call(w -> RealWorkers.tinyModel(w, directory)).contentKey();
        model = ModelSource.of(directory);
        policy = new ModelLoad("start", model, Optional.empty(), Optional.of(key));
    }

    @AfterAll
    void stop() {
        pool.close();
    }

    @Test
    void equalBatchesGiveEqualCompletionsWhoeverAnswersAndAfterALoss() {
        List<Integer> batches = IntStream.range(0, 6).boxed().toList();
        List<List<Completion>> first = new ArrayList<>();
        pool.forEach(batches, this::generate, first::add);
        AtomicInteger calls = new AtomicInteger();
        List<List<Completion>> second = new ArrayList<>();
        pool.forEach(
                batches,
                (worker, number) -> {
                    if (calls.incrementAndGet() == 3) {
                        killNewestChild();
                    }
                    return generate(worker, number);
                },
                second::add);
        assertEquals(first, second);
        assertTrue(notes.stream().anyMatch(note -> note.contains("is replaced")), notes.toString());
        Completion some = first.getFirst().getFirst();
        assertEquals(some.tokenIds().size(), some.logProbs().size());
        assertFalse(some.tokenIds().isEmpty());
    }

    @Test
    void aTrainingThatLosesItsWorkerGoesOnFromItsCheckpoint() {
        List<TokenSequence> data = sequences();
        Trainer.TrainedModels whole = train("whole", data, -1, new ArrayList<>());
        int notesBefore = notes.size();
        List<Reply> replies = new ArrayList<>();
        Trainer.TrainedModels killed = train("killed", data, 4, replies);
        assertTrue(notes.size() > notesBefore, "a worker was lost on the way");
        assertTrue(replies.size() >= 2 * BATCHES);
        assertEquals(
                whole.policyFacts().contentKey(),
                killed.policyFacts().contentKey(),
                "a continued training is the same training");
        assertEquals(
                whole.criticFacts().orElseThrow().contentKey(),
                killed.criticFacts().orElseThrow().contentKey());

        ModelLoad critic =
                new ModelLoad(
                        "critic",
                        model.at(whole.criticDirectory().orElseThrow()),
                        Optional.empty(),
                        Optional.empty());
        List<List<Double>> values =
                pool.call(
                        w ->
                                w.valueModel(critic)
                                        .estimate(
                                                List.of(
                                                        new ValueModel.Item(
                                                                "a",
                                                                data.getFirst().tokenIds(),
                                                                IntVector.of(2, 4)),
                                                        new ValueModel.Item(
                                                                "b",
                                                                data.getFirst().tokenIds(),
                                                                IntVector.of()))));
        assertEquals(List.of(2, 1), values.stream().map(List::size).toList());
    }

    @Test
    void failuresKeepTheirKind() {
        ModelLoad absent =
                new ModelLoad(
                        "absent",
                        ModelSource.of(folder.resolve("absent")),
                        Optional.empty(),
                        Optional.empty());
        WorkerException missing =
                assertThrows(WorkerException.class, () -> pool.call(w -> w.generator(absent)));
        assertInstanceOf(WorkerFailure.NotFound.class, missing.failure());
        ModelLoad altered =
                new ModelLoad("altered", model, Optional.empty(), Optional.of("another key"));
        WorkerException wrong =
                assertThrows(WorkerException.class, () -> pool.call(w -> w.generator(altered)));
        assertInstanceOf(WorkerFailure.CorruptCheckpoint.class, wrong.failure());
    }

    @Test
    void aWorkerThatCannotStartIsQuoted() {
        LocalWorkers.Settings usual = RealWorkers.settings(folder.resolve("broken"));
        LocalWorkers broken =
                new LocalWorkers(
                        new LocalWorkers.Settings(
                                usual.python(),
                                List.of(folder),
                                usual.name(),
                                usual.device(),
                                usual.threads(),
                                usual.logFolder()));
        WorkerException failed = assertThrows(WorkerException.class, () -> broken.begin(0));
        assertTrue(failed.failure().message().contains("No module named oreo_worker"));
        assertFalse(failed.failure().retryable());
    }

    private List<Completion> generate(Worker worker, int number) {
        List<Generator.Item> items =
                IntStream.range(0, 8)
                        .mapToObj(
                                i ->
                                        new Generator.Item(
                                                "item-" + i,
                                                IntVector.of(3 + i, 5, 7),
                                                100L * number + i))
                        .toList();
        return worker.generator(policy)
                .generate(
                        new Generator.Batch(
                                items, Sampler.PLAIN, new StopRule(false, LINES, 20, 0)));
    }

    /** Six batches of OREO; after a reply of the given batch the worker is killed once. */
    private Trainer.TrainedModels train(
            String name, List<TokenSequence> data, int killAfter, List<Reply> replies) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger lives = new AtomicInteger();
        return pool.call(
                worker -> {
                    boolean first = lives.getAndIncrement() == 0;
                    Trainer.Session session = worker.trainer().start(spec(name), next.get());
                    List<Command> commands = new ArrayList<>();
                    for (int number = next.get(); number < BATCHES; number++) {
                        commands.add(new Command.Train(batch(number, data)));
                        commands.add(new Command.Save(number + 1));
                    }
                    session.run(
                            commands.iterator(),
                            reply -> {
                                replies.add(reply);
                                if (reply instanceof Reply.CheckpointSaved saved) {
                                    next.set(saved.nextBatch());
                                }
                                if (first
                                        && reply instanceof Reply.BatchDone done
                                        && done.number() == killAfter) {
                                    children().forEach(ProcessHandle::destroyForcibly);
                                }
                            });
                    return session.finish();
                });
    }

    private TrainingSpec spec(String name) {
        TrainingSpec.Optimiser optimiser =
                new TrainingSpec.Optimiser(1e-3, 0.1, 0.9, 0.98, 1e-8, 1, "cosine", 0);
        return new TrainingSpec(
                new TrainingSpec.Models(
                        model,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "oreo",
                Map.of("level", "step", "beta", 0.3, "alpha", 0.1, "lambda", 0.9),
                1,
                0.5,
                optimiser,
                optimiser,
                BATCHES,
                new TrainingSpec.Compute(256, 64, Optional.empty(), false, false),
                11,
                folder.resolve("training").resolve(name),
                Optional.empty());
    }

    private static Trainer.TrainingBatch batch(int number, List<TokenSequence> data) {
        List<Trainer.NamedSequence> named = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            named.add(new Trainer.NamedSequence("s" + i, data.get((i + number) % data.size())));
        }
        return new Trainer.TrainingBatch(number, named, List.of());
    }

    private List<TokenSequence> sequences() {
        List<Dialogue> dialogues =
                Map.of("Q: 1+2\n", "1+2=3\nA: 3", "Q: 4+4\n", "4+4=8\nA: 8", "Q: 5+1\n", "A: 5")
                        .entrySet()
                        .stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                                entry ->
                                        new Dialogue(
                                                entry.getKey(),
                                                List.of(
                                                        new Turn("user", entry.getKey(), false),
                                                        new Turn(
                                                                "assistant",
                                                                entry.getValue(),
                                                                true)),
                                                false,
                                                true,
                                                false))
                        .toList();
        return pool.call(w -> w.tokenizer(model).encode(dialogues, LINES, 60)).stream()
                .map(encoded -> ((Encoded.Tokens) encoded).sequence())
                .map(s -> s.withRewards(List.of(new Reward(s.actionMask().last(), 1))))
                .toList();
    }

    /** As the kernel would: no farewell. */
    private static void killNewestChild() {
        children()
                .max((a, b) -> Long.compare(a.pid(), b.pid()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive);
    }
}
