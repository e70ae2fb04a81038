package io.oreo.schedule.settings;

import java.util.List;
import java.util.regex.Pattern;

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

    private static final Pattern DEVICE = Pattern.compile("auto|cpu|mps|cuda(:[0-9]+)?");
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s/:]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}");

    /**
     * Whether the same workers generate, score and train: remote ones, and a single local one with
     * as many threads for the one as for the other.
     */
    public boolean oneForAll() {
        return !addresses.isEmpty() || (rolloutProcesses == 1 && rolloutThreads == trainThreads);
    }

    void check(Checks checks) {
        checks.require(
                DEVICE.matcher(device).matches(),
                "device",
                "is \"%s\"; known are auto, cpu, mps, cuda and cuda:N".formatted(device));
        checks.atLeast("rollout_processes", rolloutProcesses, 1);
        checks.atLeast("rollout_threads", rolloutThreads, 1);
        checks.atLeast("train_threads", trainThreads, 1);
        checks.atLeast("attempts", attempts, 1);
        for (String address : addresses) {
            checks.require(
                    ADDRESS.matcher(address).matches(),
                    "addresses",
                    "holds \"%s\"; an address is host:port".formatted(address));
        }
        checks.require(
                addresses.isEmpty() || !tokenFile.isBlank(),
                "token_file",
                "is empty, but remote workers ask for their token; name the file that holds it");
        checkUnused(checks);
    }

    private void checkUnused(Checks checks) {
        checks.unusedIf(
                addresses.isEmpty(), "token_file", "local workers get a new token each time");
        for (String key :
                List.of("device", "rollout_processes", "rollout_threads", "train_threads")) {
            checks.unusedIf(
                    !addresses.isEmpty(),
                    key,
                    "remote workers were started with their own settings");
        }
    }
}
