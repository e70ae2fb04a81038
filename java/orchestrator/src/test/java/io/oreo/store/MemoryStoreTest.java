package io.oreo.store;

import io.oreo.testing.MemoryStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The store of tests keeps to what every store keeps to. */
class MemoryStoreTest extends RunStoreContract {

    private final Map<Path, MemoryStore> stores = new HashMap<>();

    @Override
    RunStore open(RunFolder folder) {
        return of(folder.path()).opened();
    }

    @Override
    RunStore openReadOnly(Path folder) {
        return of(folder).readOnly();
    }

    private MemoryStore of(Path folder) {
        return stores.computeIfAbsent(folder, _ -> new MemoryStore(Instant::now));
    }
}
