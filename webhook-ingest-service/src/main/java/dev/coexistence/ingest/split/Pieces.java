package dev.coexistence.ingest.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what the items of one body became. A bad item becomes a dead letter, alone. */
final class Pieces {
    private static final Logger log = LoggerFactory.getLogger(Pieces.class);
    private static final int MAX_DEAD_BYTES = 4 * 1024 * 1024;

    private final RawWebhook raw;
    private final Selection selection;
    private final List<Piece> pieces = new ArrayList<>();

    /** Reads one item into its event. */
    @FunctionalInterface
    interface Reading {
        Piece read(Json.Place item) throws Unusable;
    }

    Pieces(RawWebhook raw, Selection selection) {
        this.raw = raw;
        this.selection = selection;
    }

    Selection selection() {
        return selection;
    }

    void each(Document document, List<Json.Place> items, Reading reading) {
        for (var item : items) {
            one(document, item, reading);
        }
    }

    void one(Document document, Json.Place item, Reading reading) {
        try {
            pieces.add(reading.read(item));
        } catch (Unusable e) {
            bad(item.path(), e, document.slice(item.json()));
        } catch (RuntimeException | StackOverflowError e) {
            failed(item.path(), e, document.slice(item.json()));
        }
    }

    /** The reader itself failed: a defect, said aloud, and a dead letter like any other. */
    void failed(String path, Throwable failure, byte[] bytes) {
        String name = failure.getClass().getName();
        log.atError()
                .addKeyValue("partition", raw.partition())
                .addKeyValue("offset", raw.offset())
                .addKeyValue("pointer", path)
                .addKeyValue("error", name)
                .log("The reader failed on an item");
        bad(path, new Unusable(Unusable.UNREADABLE, "The reader failed with " + name), bytes);
    }

    /** What is bad before it is known to which change it belongs. */
    void badOutside(String path, Unusable why, byte[] bytes) {
        if (selection.isAll()) {
            bad(path, why, bytes);
        }
    }

    private void bad(String path, Unusable why, byte[] bytes) {
        byte[] kept = bytes.length > MAX_DEAD_BYTES ? new byte[0] : bytes;
        String detail = why.getMessage();
        pieces.add(new Piece.Bad(path, why.reason(), detail == null ? "" : detail, kept));
    }

    int size() {
        return pieces.size();
    }

    List<Piece> all() {
        return Collections.unmodifiableList(pieces);
    }
}
