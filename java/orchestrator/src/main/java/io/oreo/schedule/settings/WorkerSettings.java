package io.oreo.schedule.settings;

import java.util.List;

/**
 * The worker processes.
 *
 * @param device cpu, cuda or auto
 * @param rolloutProcesses processes that generate and score
 * @param rolloutThreads threads of each
 * @param trainThreads threads of the one that trains
 * @param addresses remote workers, {@code host:port}; empty: local processes
 * @param tokenFile file with the remote workers' token
 * @param attempts how often a lost worker is replaced before the run stops
 */
public record WorkerSettings(
        String device,
        int rolloutProcesses,
        int rolloutThreads,
        int trainThreads,
        List<String> addresses,
        String tokenFile,
        int attempts) {

    public WorkerSettings {
        addresses = List.copyOf(addresses);
    }
}
