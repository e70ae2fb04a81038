package io.oreo.trajectory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/**
 * The start of a random stream. Every draw of a run descends from one seed by labels, so a stream
 * depends on what it is for and never on the order in which work was done.
 */
public record Seed(long value) {

    /** The seed of a part, e.g. {@code seed.child("rollouts").child("problem-17")}. */
    public Seed child(String label) {
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        ByteBuffer input = ByteBuffer.allocate(Long.BYTES + name.length).putLong(value).put(name);
        return new Seed(ByteBuffer.wrap(sha256().digest(input.array())).getLong());
    }

    /** The seed of the n-th of equal parts. */
    public Seed child(long index) {
        return child(Long.toString(index));
    }

    /** A generator that starts at this seed. */
    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
