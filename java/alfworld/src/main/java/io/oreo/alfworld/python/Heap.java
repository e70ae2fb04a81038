package io.oreo.alfworld.python;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/** How full the heap is, garbage aside. */
final class Heap {

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
}
