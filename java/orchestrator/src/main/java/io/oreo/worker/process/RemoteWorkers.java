package io.oreo.worker.process;

import io.oreo.worker.WorkerAddress;
import java.util.List;

/** Workers that somebody else started. Ending such a life leaves the process alone. */
public final class RemoteWorkers implements WorkerSource {

    private final List<WorkerAddress> addresses;

    public RemoteWorkers(List<WorkerAddress> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    @Override
    public Life begin(int slot) {
        return new RemoteLife(addresses.get(slot));
    }

    private record RemoteLife(WorkerAddress address) implements Life {

        @Override
        public String lastWords() {
            return "";
        }

        @Override
        public void end() {}
    }
}
