package io.oreo.dataset;

import java.nio.file.Path;

/**
 * A shard on disk.
 *
 * @param path the Parquet file
 * @param rows number of trajectories
 * @param contentDigest SHA-256 over the trajectories, independent of platform, compression and
 *     library version; hexadecimal
 * @param bytes size of the file
 */
public record ShardInfo(Path path, int rows, String contentDigest, long bytes) {

    public ShardInfo {
        if (rows < 0 || bytes < 0 || !contentDigest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "shard %s: %d rows, %d bytes, digest '%s'"
                            .formatted(path, rows, bytes, contentDigest));
        }
    }
}
