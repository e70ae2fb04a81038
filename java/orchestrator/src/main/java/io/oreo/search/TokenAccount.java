package io.oreo.search;

import java.util.OptionalInt;

/** What one problem may still spend. Not thread-safe; one search owns it. */
final class TokenAccount {

    private final OptionalInt budget;
    private long spent;

    TokenAccount(OptionalInt budget) {
        this.budget = budget;
    }

    long spent() {
        return spent;
    }

    /** Largest equal part for each of {@code claims} candidates. */
    int share(int claims) {
        return budget.isEmpty()
                ? Integer.MAX_VALUE
                : Math.toIntExact((budget.getAsInt() - spent) / claims);
    }

    void spend(int tokens) {
        spent += tokens;
        if (budget.isPresent() && spent > budget.getAsInt()) {
            throw new IllegalStateException(
                    "the generator wrote more tokens than it was allowed: %d of %d"
                            .formatted(spent, budget.getAsInt()));
        }
    }
}
