package io.oreo.dataset;

import io.oreo.trajectory.ModelVersion;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Reward;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.TokenSequence;
import io.oreo.trajectory.Trajectory;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over what trajectories say, not over the bytes of a file.
 *
 * <p>The canonical form is a version line, the number of trajectories, then every field of each in
 * the order of the record: integers and IEEE floats big-endian, lists and UTF-8 texts after their
 * length, a byte 0 or 1 before what may be absent. It is the same on every machine and stays the
 * same when the compression or the Parquet writer changes.
 */
final class ContentDigest {

    private static final String VERSION = "oreo-trajectories/1";

    private final DataOutputStream out;

    private ContentDigest(DataOutputStream out) {
        this.out = out;
    }

    /** Hexadecimal digest of these trajectories, in this order. */
    static String of(List<Trajectory> trajectories) {
        MessageDigest sha256 = sha256();
        OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), sha256);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(sink, 1 << 16))) {
            ContentDigest digest = new ContentDigest(out);
            digest.text(VERSION);
            out.writeInt(trajectories.size());
            for (Trajectory trajectory : trajectories) {
                digest.trajectory(trajectory);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void trajectory(Trajectory trajectory) throws IOException {
        try {
            text(trajectory.id());
            text(trajectory.problem().value());
            text(trajectory.origin().name());
            out.writeBoolean(trajectory.author().isPresent());
            if (trajectory.author().isPresent()) {
                ModelVersion author = trajectory.author().get();
                text(author.name());
                text(author.contentKey());
            }
            tokens(trajectory.tokens());
            text(trajectory.response());
            out.writeBoolean(trajectory.sampler().isPresent());
            if (trajectory.sampler().isPresent()) {
                Sampler sampler = trajectory.sampler().get();
                out.writeDouble(sampler.temperature());
                out.writeDouble(sampler.topP());
                out.writeInt(sampler.topK());
            }
            out.writeLong(trajectory.seed());
            text(trajectory.finishReason().name());
            outcome(trajectory.outcome());
            text(trajectory.tokenizerKey());
        } catch (CharacterCodingException malformed) {
            throw new DatasetException(
                    ("A text of trajectory '%s' is not valid Unicode (half of a surrogate pair);"
                                    + " remove the character or the trajectory.")
                            .formatted(trajectory.id()),
                    malformed);
        }
    }

    private void tokens(TokenSequence tokens) throws IOException {
        ints(tokens.tokenIds().toArray());
        for (boolean action : tokens.actionMask().toArray()) {
            out.writeBoolean(action);
        }
        ints(tokens.stepEnds().toArray());
        out.writeInt(tokens.rewards().size());
        for (Reward reward : tokens.rewards()) {
            out.writeInt(reward.position());
            out.writeDouble(reward.value());
        }
        out.writeBoolean(tokens.behaviourLogProbs().isPresent());
        if (tokens.behaviourLogProbs().isPresent()) {
            for (float value : tokens.behaviourLogProbs().get().toArray()) {
                out.writeFloat(value);
            }
        }
    }

    private void outcome(Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.Graded graded -> {
                text("graded");
                text(graded.verdict().label());
                text(graded.verdict().answerOrEmpty());
                text(graded.verdict().ruleOrWhy());
                out.writeDouble(graded.reward());
                text(graded.grader());
            }
            case Outcome.Broken broken -> {
                text("broken");
                text(broken.why());
            }
            case Outcome.Ungraded _ -> text("ungraded");
        }
    }

    private void ints(int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private void text(String text) throws IOException {
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
