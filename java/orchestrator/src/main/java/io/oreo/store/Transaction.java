package io.oreo.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Several statements of which all happen or none. */
interface Transaction {

    void run() throws SQLException;

    /**
     * Runs it on a connection that otherwise commits each statement.
     *
     * @throws SQLException what failed; nothing was changed then
     */
    static void on(Connection connection, Transaction statements) throws SQLException {
        try {
            connection.setAutoCommit(false);
            statements.run();
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException failed) {
            undo(connection, failed);
            throw failed;
        }
    }

    /** A full disk may have ended the transaction already; the first failure is the one to tell. */
    private static void undo(Connection connection, SQLException first) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException later) {
            first.addSuppressed(later);
        }
    }
}
