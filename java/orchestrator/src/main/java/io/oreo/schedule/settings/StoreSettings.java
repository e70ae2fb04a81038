package io.oreo.schedule.settings;

/**
 * Where events and results are kept.
 *
 * @param url JDBC address of a PostgreSQL database; empty: SQLite in the run's folder
 */
public record StoreSettings(String url) {

    void check(Checks checks) {
        checks.require(
                url.isEmpty() || url.startsWith("jdbc:postgresql:"),
                "url",
                "is \"%s\"; it must be empty (SQLite) or begin with jdbc:postgresql:"
                        .formatted(url));
    }
}
