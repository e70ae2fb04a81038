package io.oreo.worker;

import java.util.Map;

/**
 * Who answers. What a floating-point result depends on is recorded with a run.
 *
 * @param workerVersion version of the worker's code
 * @param device torch device, e.g. {@code cpu} or {@code cuda:0}
 * @param deviceName human name of the device or processor
 * @param threads threads one tensor operation may use
 * @param libraries versions that results may depend on
 * @param memoryBytes bytes of device memory in all (host memory on a CPU)
 */
public record WorkerDescription(
        String workerVersion,
        String device,
        String deviceName,
        int threads,
        Map<String, String> libraries,
        long memoryBytes) {

    public WorkerDescription {
        libraries = Map.copyOf(libraries);
    }
}
