package io.oreo.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rows of one run in a database that speaks JDBC. */
final class JdbcRunStore implements RunStore {

    private static final String METRIC =
            """
            INSERT INTO metrics (run, training, batch, name, value) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (run, training, batch, name) DO UPDATE SET value = excluded.value
            """;
    private static final String RESULT =
            """
            INSERT INTO results (run, iteration, evaluation, unit, place, problem, problem_group,
                verdict, reward, tokens, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run, iteration, evaluation, unit, place) DO UPDATE SET
                problem = excluded.problem, problem_group = excluded.problem_group,
                verdict = excluded.verdict, reward = excluded.reward, tokens = excluded.tokens,
                detail = excluded.detail
            """;

    private final Connection connection;
    private final String run;
    private final String what;

    JdbcRunStore(Connection connection, String run, String what) {
        this.connection = connection;
        this.run = run;
        this.what = what;
    }

    /** Turns a row into a record. */
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Override
    public List<EventRow> events() {
        return select(
                "SELECT type, json FROM events WHERE run = ? ORDER BY seq",
                row -> new EventRow(row.getString(1), row.getString(2)));
    }

    @Override
    public List<Instant> times() {
        return select(
                "SELECT at FROM events WHERE run = ? ORDER BY seq",
                row -> Instant.parse(row.getString(1)));
    }

    @Override
    public List<MetricRow> metrics() {
        return select(
                "SELECT training, batch, name, value FROM metrics WHERE run = ?"
                        + " ORDER BY training, batch, name",
                row ->
                        new MetricRow(
                                row.getString(1),
                                row.getInt(2),
                                row.getString(3),
                                row.getDouble(4)));
    }

    @Override
    public List<ResultRow> results() {
        return select(
                "SELECT iteration, evaluation, unit, place, problem, problem_group, verdict,"
                        + " reward, tokens, detail FROM results WHERE run = ?"
                        + " ORDER BY iteration, evaluation, unit, place",
                row ->
                        new ResultRow(
                                row.getInt(1),
                                row.getString(2),
                                row.getInt(3),
                                row.getInt(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getDouble(8),
                                row.getLong(9),
                                row.getString(10)));
    }

    @Override
    public void append(EventRow event, Rows rows) {
        try {
            Transaction.on(
                    connection,
                    () -> {
                        insert(event);
                        insertMetrics(rows.metrics());
                        insertResults(rows.results());
                    });
        } catch (SQLException failed) {
            throw StoreFailures.of(what, failed);
        }
    }

    private void insert(EventRow event) throws SQLException {
        String sql =
                "INSERT INTO events (run, seq, at, type, json) SELECT ?,"
                        + " COALESCE(MAX(seq), 0) + 1, ?, ?, ? FROM events WHERE run = ?";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, run);
            insert.setString(2, Instant.now().toString());
            insert.setString(3, event.type());
            insert.setString(4, event.json());
            insert.setString(5, run);
            insert.executeUpdate();
        }
    }

    private void insertMetrics(List<MetricRow> metrics) throws SQLException {
        if (metrics.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(METRIC)) {
            for (MetricRow metric : metrics) {
                insert.setString(1, run);
                insert.setString(2, metric.training());
                insert.setInt(3, metric.batch());
                insert.setString(4, metric.name());
                insert.setDouble(5, metric.value());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void insertResults(List<ResultRow> results) throws SQLException {
        if (results.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(RESULT)) {
            for (ResultRow result : results) {
                insert.setString(1, run);
                insert.setInt(2, result.iteration());
                insert.setString(3, result.evaluation());
                insert.setInt(4, result.unit());
                insert.setInt(5, result.place());
                insert.setString(6, result.problem());
                insert.setString(7, result.group());
                insert.setString(8, result.verdict());
                insert.setDouble(9, result.reward());
                insert.setLong(10, result.tokens());
                insert.setString(11, result.detailJson());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private <T> List<T> select(String sql, Reader<T> reader) {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, run);
            List<T> all = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(reader.read(row));
                }
            }
            return List.copyOf(all);
        } catch (SQLException failed) {
            throw StoreFailures.of(what, failed);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw StoreFailures.of(what, failed);
        }
    }
}
