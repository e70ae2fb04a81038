package io.oreo.worker;

import static java.util.Objects.requireNonNull;

/**
 * Where a worker listens.
 *
 * @param host name or address; the loopback address for processes of ours
 * @param port TCP port
 * @param token secret of the run; every call carries it
 */
public record WorkerAddress(String host, int port, String token) {

    public WorkerAddress {
        requireNonNull(token, "token is null");
        if (host.isBlank() || port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "a worker's address is host:port with a port of 1 to 65535, not "
                            + host
                            + ":"
                            + port);
        }
    }

    /** Host and port; the token stays secret. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
