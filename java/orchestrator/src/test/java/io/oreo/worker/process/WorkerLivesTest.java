package io.oreo.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.testing.RealWorkers;
import io.oreo.worker.ModelFacts;
import io.oreo.worker.WorkerAddress;
import io.oreo.worker.WorkerConnection;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import io.oreo.worker.grpc.Deadlines;
import io.oreo.worker.grpc.GrpcConnector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How real worker processes begin and end: with us, without us, and by our sudden death. */
class WorkerLivesTest {

    private static final GrpcConnector CONNECTOR = new GrpcConnector(Deadlines.USUAL);

    @TempDir private Path folder = Path.of("");

    @Test
    void aWorkerOfAnotherProcessServesWhoKnowsItsTokenAndDiesWithItsParent() throws Exception {
        Process parent =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Parent.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            String[] facts = parent.inputReader(StandardCharsets.UTF_8).readLine().split(" ", -1);
            ProcessHandle worker = ProcessHandle.of(Long.parseLong(facts[0])).orElseThrow();
            strangersAreRefused(facts[1]);
            aPoolServesAndLeavesItAlive(facts[1], facts[2]);
            assertTrue(worker.isAlive());
            parent.destroyForcibly().waitFor();
            worker.onExit().get(30, TimeUnit.SECONDS);
            assertFalse(worker.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    private void strangersAreRefused(String address) throws IOException {
        Path token = Files.writeString(folder.resolve("wrong"), "0".repeat(64));
        RemoteWorkers remote = RemoteWorkers.of(List.of(address), token);
        WorkerException refused =
                assertThrows(
                        WorkerException.class,
                        () -> SupervisedPool.start(remote, CONNECTOR, 1, 3, note -> {}));
        assertInstanceOf(WorkerFailure.Unauthenticated.class, refused.failure());
    }

    private void aPoolServesAndLeavesItAlive(String address, String token) throws IOException {
        Path tokenFile = Files.writeString(folder.resolve("token"), token + "\n");
        RemoteWorkers remote = RemoteWorkers.of(List.of(address), tokenFile);
        try (SupervisedPool pool =
                SupervisedPool.start(remote, CONNECTOR, remote.size(), 1, note -> {})) {
            ModelFacts facts = pool.call(w -> RealWorkers.tinyModel(w, folder.resolve("model")));
            assertFalse(facts.contentKey().isBlank());
        }
        try (WorkerConnection again = CONNECTOR.connect(remote.begin(0).address())) {
            assertTrue(again.serving(), "it was not the pool's to end");
        }
    }

    @Test
    void addressesAndTokenFilesThatCannotBeReadAreNamed() throws Exception {
        Path absent = folder.resolve("absent");
        WorkerFailure missing = failure(List.of("a:1"), absent);
        assertInstanceOf(WorkerFailure.NotFound.class, missing);
        assertTrue(missing.message().contains(absent.toString()));
        Path token = Files.writeString(folder.resolve("token"), " \n");
        assertInstanceOf(WorkerFailure.BadData.class, failure(List.of("a:1"), token));
        Files.writeString(token, "a token of sixteen or more");
        for (String address : List.of("a", "a:", ":1", "a:b", "a:70000", "")) {
            WorkerFailure malformed = failure(List.of("a:1", address), token);
            assertInstanceOf(WorkerFailure.BadData.class, malformed);
            assertTrue(malformed.message().contains("\"" + address + "\""));
        }
        assertEquals(
                new WorkerAddress("::1", 5, "a token of sixteen or more"),
                RemoteWorkers.of(List.of("[::1]:5"), token).begin(0).address());
    }

    @Test
    void onlyTheLastLifeOfALogIsQuoted() throws Exception {
        Path log = folder.resolve("worker.log");
        Files.writeString(log, "earlier life\n");
        LogTail tail = LogTail.from(log);
        assertFalse(tail.lines().contains("earlier life"));
        Files.write(log, new byte[] {'n', 'e', 'w', ' ', (byte) 0xff, '\n'});
        LogTail whole = new LogTail(log, 0);
        assertTrue(whole.lines().startsWith("new "), "bytes that are no text do no harm");
        Files.writeString(log, "line\n".repeat(100_000) + "last\n");
        assertEquals(8, whole.lines().lines().count());
        assertTrue(whole.lines().contains("last"));
    }

    private static WorkerFailure failure(List<String> addresses, Path tokenFile) {
        return assertThrows(WorkerException.class, () -> RemoteWorkers.of(addresses, tokenFile))
                .failure();
    }

    /** A process that has a worker, says which, where and with which token, and waits. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            WorkerAddress address =
                    new LocalWorkers(RealWorkers.settings(Path.of(arguments[0])))
                            .begin(0)
                            .address();
            ProcessHandle.current()
                    .children()
                    .forEach(
                            child ->
                                    System.out.println(
                                            child.pid() + " " + address + " " + address.token()));
            Thread.sleep(60_000);
        }
    }
}
