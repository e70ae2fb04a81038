package io.oreo.worker.process;

import io.oreo.worker.WorkerAddress;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Workers that somebody else started. Ending such a life leaves the process alone. */
public final class RemoteWorkers implements WorkerSource {

    private final List<WorkerAddress> addresses;

    public RemoteWorkers(List<WorkerAddress> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    /**
     * Workers by configuration.
     *
     * @param addresses {@code host:port}; an IPv6 address stands in brackets
     * @param tokenFile file that holds the token they were started with
     * @throws WorkerException if an address or the file cannot be read
     */
    public static RemoteWorkers of(List<String> addresses, Path tokenFile) {
        String token = token(tokenFile);
        return new RemoteWorkers(addresses.stream().map(text -> address(text, token)).toList());
    }

    /** Number of workers. */
    public int size() {
        return addresses.size();
    }

    @Override
    public Life begin(int slot) {
        return new RemoteLife(addresses.get(slot));
    }

    private static String token(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty()) {
                throw new WorkerException(
                        new WorkerFailure.BadData(
                                ("The token file %s is empty; write the token of the workers "
                                                + "into it.")
                                        .formatted(file),
                                List.of(file.toString())));
            }
            return token;
        } catch (IOException unreadable) {
            throw new WorkerException(
                    new WorkerFailure.NotFound(
                            ("The token file %s cannot be read; name the file that the "
                                            + "workers were started with.")
                                    .formatted(file)),
                    unreadable);
        }
    }

    private static WorkerAddress address(String text, String token) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(colon, 0));
            return new WorkerAddress(
                    host.startsWith("[") && host.endsWith("]")
                            ? host.substring(1, host.length() - 1)
                            : host,
                    Integer.parseInt(text.substring(colon + 1)),
                    token);
        } catch (IllegalArgumentException malformed) {
            throw new WorkerException(
                    new WorkerFailure.BadData(
                            "\"%s\" is no worker's address; write host:port.".formatted(text),
                            List.of(text)),
                    malformed);
        }
    }

    private record RemoteLife(WorkerAddress address) implements Life {

        @Override
        public String lastWords() {
            return "";
        }

        @Override
        public boolean ours() {
            return false;
        }

        @Override
        public void end() {}
    }
}
