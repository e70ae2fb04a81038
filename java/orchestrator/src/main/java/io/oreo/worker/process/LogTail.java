package io.oreo.worker.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The end of a worker's log.
 *
 * @param log the file; it may hold the lives of earlier workers of the slot
 * @param begin where this worker's life begins in it
 */
record LogTail(Path log, long begin) {

    private static final int LINES = 8;
    private static final int BYTES = 16 * 1024;

    /** What will be appended to a log from now on. */
    static LogTail from(Path log) {
        return new LogTail(log, log.toFile().length());
    }

    /** The last lines and where to find the others; whatever bytes a library wrote are read. */
    String lines() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(begin, file.length() - BYTES));
            byte[] bytes = new byte[(int) Math.min(BYTES, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return "%s (log: %s)"
                    .formatted(
                            String.join(
                                    System.lineSeparator(),
                                    lines.subList(Math.max(0, lines.size() - LINES), lines.size())),
                            log);
        } catch (IOException unreadable) {
            return "(log: %s)".formatted(log);
        }
    }
}
