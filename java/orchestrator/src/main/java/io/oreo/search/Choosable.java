package io.oreo.search;

import java.util.OptionalDouble;

/** What a choice by value looks at: a response, as it was written or as it was graded. */
public interface Choosable {

    /** Place in the order of generation within its search, from 0. */
    int order();

    /** Whether the policy itself ended the response. */
    boolean finished();

    /** V at its last state, where a critic was asked. */
    OptionalDouble value();
}
