package io.oreo.app.cli.model;

import io.oreo.app.LoneWorker;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import io.oreo.app.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One worker alone, for runs on other machines. */
@Command(
        name = "worker",
        description = {
            "Start one worker and keep it until it is stopped.",
            "A run uses it by workers.addresses and workers.token_file."
        })
public final class WorkerCommand extends Verb {

    @Option(
            names = "--listen",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = {
                "Address to listen on. Default: ${DEFAULT-VALUE}. Calls are not encrypted, so",
                "open others only inside a network you trust."
            })
    private String listen = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    private static final int PORT_MAX = 65_535;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, cpu or cuda. Default: ${DEFAULT-VALUE}.")
    private String device = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of a tensor operation; 0 leaves it to PyTorch.")
    private int threads;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the secret that calls must carry. Default: a new one.")
    private @Nullable Path tokenFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > PORT_MAX) {
            throw new ConfigurationException(
                    "--port is %d; a port lies between 1 and %d, and 0 takes a free one"
                            .formatted(port, PORT_MAX));
        }
        LoneWorker.Place place = new LoneWorker.Place(listen, port, device, threads);
        try (LoneWorker worker = LoneWorker.start(home(), place, tokenFile)) {
            out().printf("address     %s:%d%n", listen, worker.port());
            out().printf("token file  %s%n", worker.tokenFile());
            out().flush();
            return worker.await() == 0 ? ExitStatus.SUCCESS : ExitStatus.FAILURE;
        }
    }
}
