package io.oreo.dataset.imports;

import io.oreo.dataset.DropReason;

/** A row, or one attempt of it, cannot be used; caught where rows are counted. */
final class UnusableRow extends Exception {

    private static final long serialVersionUID = 1L;

    private final DropReason reason;

    UnusableRow(DropReason reason, String what) {
        super(what);
        this.reason = reason;
    }

    DropReason reason() {
        return reason;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
