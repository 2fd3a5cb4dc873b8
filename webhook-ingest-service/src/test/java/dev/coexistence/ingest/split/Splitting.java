package dev.coexistence.ingest.split;

import dev.coexistence.ingest.Samples;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Splits samples and looks into what comes out. */
final class Splitting {
    static final Instant RECEIVED = Instant.ofEpochSecond(1_767_000_500L);

    private static final Splitter SPLITTER = new Splitter(Numbers.NONE);

    private Splitting() {}

    static List<Piece> split(String json) {
        return split(Samples.bytes(json));
    }

    static List<Piece> split(byte[] body) {
        return SPLITTER.split(raw(body));
    }

    static RawWebhook raw(byte[] body) {
        return new RawWebhook(3, 77, Samples.NUMBER, RECEIVED, body);
    }

    /** The events of that type; anything else among the pieces is left out. */
    static <T extends SpecificRecord> List<T> events(List<Piece> pieces, Class<T> type) {
        return pieces.stream()
                .filter(Piece.Event.class::isInstance)
                .map(piece -> ((Piece.Event<?>) piece).event())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The one event that the webhook becomes. */
    static <T extends SpecificRecord> T only(String json, Class<T> type) {
        var pieces = split(json);
        if (pieces.size() != 1) {
            throw new AssertionError("Not one piece but " + pieces);
        }
        return type.cast(((Piece.Event<?>) pieces.getFirst()).event());
    }

    static List<Piece.Bad> bad(List<Piece> pieces) {
        return pieces.stream()
                .filter(Piece.Bad.class::isInstance)
                .map(Piece.Bad.class::cast)
                .toList();
    }
}
