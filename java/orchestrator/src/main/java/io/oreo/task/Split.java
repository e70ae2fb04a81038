package io.oreo.task;

/** What problems are for. No question is in two splits. */
public enum Split {
    /** Worked solutions for supervised fine-tuning. */
    DEMONSTRATION("train"),
    /** Questions that the policy attempts, to learn from its rollouts. */
    ROLLOUT("rollout"),
    /** Questions for evaluation only. */
    TEST("test");

    private final String label;

    Split(String label) {
        this.label = label;
    }

    /** The word of the protocol: {@code train}, {@code rollout} or {@code test}. */
    public String label() {
        return label;
    }
}
