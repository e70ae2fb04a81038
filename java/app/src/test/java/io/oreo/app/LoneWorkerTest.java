package io.oreo.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.worker.WorkerConnection;
import io.oreo.worker.WorkerException;
import io.oreo.worker.grpc.Deadlines;
import io.oreo.worker.grpc.GrpcConnector;
import io.oreo.worker.process.RemoteWorkers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoneWorkerTest {

    private static final Home HOME = new Home(Path.of(System.getProperty("oreo.root")));
    private static final LoneWorker.Place PLACE = new LoneWorker.Place("127.0.0.1", 0, "cpu", 1);

    /** It is asked to end and its standard input closes; which of both it hears first is open. */
    private static final int DRAINED = 0;

    private static final int LEFT_ALONE = 3;

    @TempDir private Path folder;

    @Test
    void itServesWhoHasItsTokenAndEndsWhenClosed() throws Exception {
        LoneWorker worker = LoneWorker.start(HOME, PLACE, null);
        try (worker) {
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(worker.tokenFile()));
            List<String> address = List.of("127.0.0.1:" + worker.port());
            try (WorkerConnection connection =
                    new GrpcConnector(Deadlines.USUAL)
                            .connect(
                                    RemoteWorkers.of(address, worker.tokenFile())
                                            .begin(0)
                                            .address())) {
                assertTrue(connection.serving());
            }
        }
        int status = worker.await();
        assertTrue(Set.of(DRAINED, LEFT_ALONE).contains(status), "status " + status);
    }

    @Test
    void aSecretThatIsNotThereEndsItBeforeItIsReady() {
        WorkerException e =
                assertThrows(
                        WorkerException.class,
                        () -> LoneWorker.start(HOME, PLACE, folder.resolve("missing")));
        assertTrue(String.valueOf(e.getMessage()).contains("what it said stands above"));
    }
}
