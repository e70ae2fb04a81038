package io.oreo.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Under which name the rows of a run lie in a database that several machines share: the run's own,
 * {@code @}, and eight random digits that stay with its folder, wherever that is moved. Two runs of
 * one name so keep their rows apart.
 */
final class RunIdentity {

    static final String FILE = "store-key";

    private RunIdentity() {}

    /** The key of a run, made now if it has none yet. */
    static String ensured(RunFolder folder) {
        if (!Files.exists(folder.path().resolve(FILE))) {
            byte[] random = new byte[4];
            new SecureRandom().nextBytes(random);
            folder.write(FILE, folder.name() + "@" + HexFormat.of().formatHex(random) + "\n");
        }
        return of(folder.path());
    }

    /**
     * The key of a run that has begun.
     *
     * @throws StoreException if the folder has none
     */
    static String of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new StoreException(
                    ("The run folder %s has no rows in the database of store.url (no file %s); name"
                                    + " a run that has begun there.")
                            .formatted(folder, FILE));
        }
        try {
            String key = Files.readString(file).strip();
            if (!key.matches(".+@[0-9a-f]{8}")) {
                throw new StoreException(
                        ("%s is damaged (it says '%s'); restore it from a copy: it names the run's"
                                        + " rows.")
                                .formatted(file, key));
            }
            return key;
        } catch (IOException unreadable) {
            throw new StoreException(
                    "Cannot read %s (%s); make it readable.".formatted(file, unreadable),
                    unreadable);
        }
    }
}
