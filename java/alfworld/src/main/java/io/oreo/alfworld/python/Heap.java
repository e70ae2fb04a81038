package io.oreo.alfworld.python;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How full the heap is, garbage aside. */
final class Heap {

    private static final int COLLECTIONS_MAX = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Heap() {}

    /** Part of the largest heap that was in use after the last collections, from 0 to 1. */
    static double usedAfterCollection() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage =
                    pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            used += usage == null ? 0 : usage.getUsed();
        }
        return (double) used / Runtime.getRuntime().maxMemory();
    }

    /**
     * Collects until less than this part is in use, for a few seconds at most: what an ended
     * context left behind counts until then, and would be laid at the next one's door.
     */
    static void awaitBelow(double part) {
        for (int tries = 0; usedAfterCollection() > part && tries < COLLECTIONS_MAX; tries++) {
            System.gc();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
