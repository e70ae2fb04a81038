package io.oreo.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.worker.Worker;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a pool calls again, whom it replaces, in which order it hands over, and what it leaves. */
class PoolRulesTest {

    private static final WorkerFailure GONE = new WorkerFailure.Unavailable("It is gone.");

    private final PresentWorkers workers = new PresentWorkers(true);
    private final List<String> notes = new CopyOnWriteArrayList<>();

    private SupervisedPool pool(int size, int attempts) {
        return SupervisedPool.start(workers, workers, size, attempts, notes::add);
    }

    @Test
    void aFailureThatMayPassIsTriedAgainOnANewWorker() {
        try (SupervisedPool pool = pool(1, 3)) {
            AtomicInteger calls = new AtomicInteger();
            String answer =
                    pool.call(
                            worker -> {
                                if (calls.incrementAndGet() < 3) {
                                    throw new WorkerException(GONE);
                                }
                                return "done";
                            });
            assertEquals("done", answer);
            assertEquals(3, workers.times("begin 0"));
            assertEquals(2, workers.times("end 0"));
            assertEquals(
                    List.of(
                            "Worker 0 is replaced (attempt 2 of 3): It is gone.",
                            "Worker 0 is replaced (attempt 3 of 3): It is gone."),
                    notes);
        }
    }

    @Test
    void afterTheLastAttemptTheFailureLeavesWithTheWorkersLastWords() {
        try (SupervisedPool pool = pool(1, 2)) {
            AtomicInteger calls = new AtomicInteger();
            WorkerException failed =
                    assertThrows(
                            WorkerException.class,
                            () ->
                                    pool.call(
                                            worker -> {
                                                calls.incrementAndGet();
                                                throw new WorkerException(GONE);
                                            }));
            assertEquals(2, calls.get());
            assertInstanceOf(WorkerFailure.Unavailable.class, failed.failure());
            assertTrue(failed.failure().message().startsWith("It is gone."));
            assertTrue(failed.failure().message().contains("famous last words"));
            assertEquals("slot 0", pool.call(PoolRulesTest::name), "and the pool lives on");
        }
    }

    @Test
    void aFailureThatStaysIsNotRepeatedAndCostsNoWorker() {
        try (SupervisedPool pool = pool(1, 3)) {
            WorkerException bad =
                    new WorkerException(new WorkerFailure.BadData("It is empty.", List.of("a")));
            AtomicInteger calls = new AtomicInteger();
            WorkerException left =
                    assertThrows(
                            WorkerException.class,
                            () ->
                                    pool.call(
                                            worker -> {
                                                calls.incrementAndGet();
                                                throw bad;
                                            }));
            assertSame(bad, left);
            assertEquals(1, calls.get());
            assertEquals(0, workers.times("end 0"));
        }
    }

    @Test
    void aCancelledCallLeavesNoBusyWorkerToTheNext() {
        try (SupervisedPool pool = pool(1, 3)) {
            WorkerException cancelled =
                    new WorkerException(new WorkerFailure.Cancelled("It was interrupted."));
            assertThrows(
                    WorkerException.class,
                    () ->
                            pool.call(
                                    worker -> {
                                        throw cancelled;
                                    }));
            assertEquals(1, workers.times("end 0"));
        }
    }

    @Test
    void resultsComeInTheOrderOfTheInputsOnTheCallingThread() {
        try (SupervisedPool pool = pool(3, 1)) {
            List<Integer> inputs = IntStream.range(0, 40).boxed().toList();
            List<Integer> results = new ArrayList<>();
            Set<String> slots = ConcurrentHashMap.newKeySet();
            Thread calling = Thread.currentThread();
            pool.forEach(
                    inputs,
                    (worker, input) -> {
                        slots.add(name(worker));
                        pause(input % 4);
                        return input * input;
                    },
                    result -> {
                        assertSame(calling, Thread.currentThread());
                        results.add(result);
                    });
            assertEquals(inputs.stream().map(i -> i * i).toList(), results);
            assertEquals(Set.of("slot 0", "slot 1", "slot 2"), slots);
        }
    }

    @Test
    void afterAFailureNoNewWorkStartsAndEarlierResultsAreHandedOver() throws Exception {
        try (SupervisedPool pool = pool(2, 1)) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch failed = new CountDownLatch(1);
            Set<Integer> started = ConcurrentHashMap.newKeySet();
            List<Integer> handed = new ArrayList<>();
            WorkerException bad =
                    new WorkerException(new WorkerFailure.NonFinite("NaN.", List.of()));
            WorkerException left =
                    assertThrows(
                            WorkerException.class,
                            () ->
                                    pool.forEach(
                                            IntStream.range(0, 50).boxed().toList(),
                                            (worker, input) -> {
                                                started.add(input);
                                                if (input == 1) {
                                                    await(begun);
                                                    failed.countDown();
                                                    throw bad;
                                                }
                                                begun.countDown();
                                                await(failed);
                                                pause(200);
                                                return input;
                                            },
                                            handed::add));
            assertSame(bad, left);
            assertEquals(Set.of(0, 1), started);
            assertEquals(List.of(0), handed);
        }
    }

    @Test
    void aCallerThatRefusesAResultStopsTheWork() {
        try (SupervisedPool pool = pool(2, 1)) {
            AtomicInteger started = new AtomicInteger();
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            pool.forEach(
                                    IntStream.range(0, 100).boxed().toList(),
                                    (worker, input) -> {
                                        started.incrementAndGet();
                                        pause(20);
                                        return input;
                                    },
                                    result -> {
                                        throw new IllegalStateException("disk full");
                                    }));
            assertTrue(started.get() < 100, "started: " + started);
        }
    }

    @Test
    void workersOfOursEndWithThePoolAndOthersGoOn() {
        pool(2, 1).close();
        assertEquals(1, workers.times("drain 0"));
        assertEquals(1, workers.times("end 1"));
        PresentWorkers remote = new PresentWorkers(false);
        SupervisedPool.start(remote, remote, 1, 1, notes::add).close();
        assertEquals(0, remote.times("drain 0"));
        assertEquals(1, remote.times("close 0"));
    }

    private static String name(Worker worker) {
        return worker.describe().deviceName();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
