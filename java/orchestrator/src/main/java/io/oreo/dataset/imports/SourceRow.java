package io.oreo.dataset.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.oreo.dataset.DropReason;

/** A row of a file. */
public sealed interface SourceRow {

    /** Line of the file or row of the table, from 1. */
    int line();

    /** A row that could be read; an object. */
    record Parsed(int line, JsonNode fields) implements SourceRow {}

    /** A row that could not. */
    record Unreadable(int line, DropReason reason, String what) implements SourceRow {}
}
