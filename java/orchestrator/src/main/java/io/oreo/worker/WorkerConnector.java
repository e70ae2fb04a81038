package io.oreo.worker;

/** Reaches workers. The one piece of knowledge that supervision needs about the wire. */
@FunctionalInterface
public interface WorkerConnector {

    /**
     * Connects and compares protocol versions.
     *
     * @throws WorkerException if nobody answers there, or not in our version
     */
    WorkerConnection connect(WorkerAddress address);
}
