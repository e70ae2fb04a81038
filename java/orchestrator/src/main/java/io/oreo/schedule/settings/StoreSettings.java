package io.oreo.schedule.settings;

/**
 * Where events and results are kept.
 *
 * @param url JDBC address of a PostgreSQL database; empty: SQLite in the run's folder
 */
public record StoreSettings(String url) {}
