package io.oreo.alfworld.game;

import io.oreo.alfworld.game.PreparedGame.Operators;
import io.oreo.alfworld.task.GameException;
import io.oreo.alfworld.task.Transitions.Ints;
import io.oreo.alfworld.task.Transitions.Tables;
import io.oreo.alfworld.text.Entity;
import io.oreo.alfworld.text.FactTable;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The bytes of a {@link PreparedGame}: a mark with the version, then its parts, compressed. */
public final class GameCodec {

    /** Changes with the bytes, and with anything that the compiler works out differently. */
    static final int VERSION = 1;

    /** The largest game we have seen takes 1/100 of it. */
    private static final int MAX_SIZE = 1 << 26;

    private static final byte[] MARK = {'o', 'r', 'e', 'o', 'g', 'a', 'm', VERSION};

    private GameCodec() {}

    /** The bytes of a game. */
    public static byte[] write(PreparedGame game) {
        ByteWriter out = new ByteWriter();
        Tables tables = game.tables();
        out.number(tables.bits());
        out.numbers(tables.tests().values());
        out.numbers(tables.skips().values());
        rows(tables.ownedFrom(), tables.owned(), out);
        rows(tables.effectsFrom(), tables.effects(), out);
        rows(tables.conditionalFrom(), tables.conditional(), out);
        rows(tables.echoesFrom(), tables.echoes(), out);
        out.numbers(tables.defaults().values());
        out.numbers(tables.layers().values());
        out.numbers(tables.goal().values());
        out.numbers(game.initial().values());
        out.number(game.firstFact());
        out.rows(game.facts().from(), game.facts().values());
        out.list(game.entities(), entity -> write(entity, out));
        GrammarCodec.write(game.grammar(), out);
        Operators operators = game.operators();
        out.numbers(operators.action().values());
        rows(operators.operandsFrom(), operators.operands(), out);
        out.numbers(operators.command().values());
        out.list(operators.commands(), out::text);
        out.number(game.walkthrough().isPresent() ? 1 : 0);
        game.walkthrough().ifPresent(commands -> out.list(commands, out::text));
        return compress(out.toByteArray());
    }

    /**
     * The game of some bytes.
     *
     * @throws GameException if they are damaged or of another version
     */
    public static PreparedGame read(byte[] bytes) {
        ByteReader in = new ByteReader(decompress(bytes));
        Tables tables = tables(in);
        Ints initial = ints(in);
        int firstFact = in.number();
        ByteReader.Rows facts = in.rows();
        List<Entity> entities = in.list(() -> entity(in));
        PreparedGame game =
                new PreparedGame(
                        tables,
                        initial,
                        firstFact,
                        new FactTable.Arguments(facts.from(), facts.values()),
                        entities,
                        GrammarCodec.read(in),
                        operators(in),
                        in.number() == 1 ? Optional.of(in.list(in::text)) : Optional.empty());
        if (!in.atEnd()) {
            throw ByteReader.damaged();
        }
        return game;
    }

    private static Tables tables(ByteReader in) {
        int bits = in.number();
        Ints tests = ints(in);
        Ints skips = ints(in);
        ByteReader.Rows owned = in.rows();
        ByteReader.Rows effects = in.rows();
        ByteReader.Rows conditional = in.rows();
        ByteReader.Rows echoes = in.rows();
        return new Tables(
                bits,
                tests,
                skips,
                new Ints(owned.from()),
                new Ints(owned.values()),
                new Ints(effects.from()),
                new Ints(effects.values()),
                new Ints(conditional.from()),
                new Ints(conditional.values()),
                new Ints(echoes.from()),
                new Ints(echoes.values()),
                ints(in),
                ints(in),
                ints(in));
    }

    private static Operators operators(ByteReader in) {
        Ints action = ints(in);
        ByteReader.Rows operands = in.rows();
        return new Operators(
                action,
                new Ints(operands.from()),
                new Ints(operands.values()),
                ints(in),
                in.list(in::text));
    }

    private static void rows(Ints from, Ints values, ByteWriter out) {
        out.rows(from.values(), values.values());
    }

    private static Ints ints(ByteReader in) {
        return new Ints(in.numbers());
    }

    private static void write(Entity entity, ByteWriter out) {
        out.text(entity.id());
        out.text(entity.type());
        out.text(entity.name());
        out.text(entity.definite());
        out.text(entity.indefinite());
    }

    private static Entity entity(ByteReader in) {
        return new Entity(in.text(), in.text(), in.text(), in.text(), in.text());
    }

    private static byte[] compress(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3);
            out.writeBytes(MARK);
            byte[] buffer = new byte[1 << 14];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** The end of a compressed stream holds a checksum, which the inflater verifies. */
    private static byte[] decompress(byte[] bytes) {
        if (!Arrays.equals(bytes, 0, Math.min(bytes.length, MARK.length), MARK, 0, MARK.length)) {
            throw ByteReader.damaged();
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, MARK.length, bytes.length - MARK.length);
            byte[] out = new byte[1 << 17];
            int size = 0;
            while (!inflater.finished()) {
                int more = inflater.inflate(out, size, out.length - size);
                size += more;
                boolean stuck = more == 0 && !inflater.finished() && size < out.length;
                if (stuck || size > MAX_SIZE) {
                    throw ByteReader.damaged();
                }
                out = size == out.length ? Arrays.copyOf(out, 2 * size) : out;
            }
            return Arrays.copyOf(out, size);
        } catch (DataFormatException e) {
            throw ByteReader.damaged();
        } finally {
            inflater.end();
        }
    }
}
