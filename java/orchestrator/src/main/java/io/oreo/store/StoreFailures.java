package io.oreo.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One sentence for what goes wrong with a disk or a database: what, where, how to mend it. */
final class StoreFailures {

    private static final String AGAIN = "and run the same command again";

    private StoreFailures() {}

    /**
     * @param what the store, as a user knows it
     */
    static StoreException of(String what, SQLException failed) {
        String reason =
                String.valueOf(failed.getMessage()).lines().findFirst().orElse("no reason given");
        String mend =
                failed instanceof SQLiteException sqlite
                        ? sqlite(sqlite.getResultCode())
                        : postgresql(String.valueOf(failed.getSQLState()));
        return new StoreException(
                "Cannot use %s: %s (%s).".formatted(what, mend, reason.strip()), failed);
    }

    private static String sqlite(SQLiteErrorCode code) {
        // The low byte says what, the rest where in SQLite.
        int primary = code.code & 0xff;
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return "the disk is full; free some space " + AGAIN;
        }
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code) {
            return "the folder is missing or read-only; make it writable " + AGAIN;
        }
        if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code
                || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return "the file is damaged; restore it from a copy, or start a run of another name";
        }
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code
                || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return "another program holds it; end that one first, " + AGAIN;
        }
        return "look at the disk " + AGAIN;
    }

    private static String postgresql(String state) {
        if (state.startsWith("08")) {
            return "the server is not to be reached; start it or mend the address " + AGAIN;
        }
        if (state.startsWith("28") || state.equals("3D000")) {
            return "the server knows no such user, password or database; mend the address";
        }
        if (state.equals("53100")) {
            return "the server's disk is full; free some space there " + AGAIN;
        }
        if (state.equals("25006") || state.equals("42501")) {
            return "the user may not write there; grant it the right " + AGAIN;
        }
        return "look at the database " + AGAIN;
    }
}
