package dev.coexistence.ingest.split.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.HistoryMessage;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MetaError;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

/** Every event of a message carries the whole content. */
class ContentWriterTest {
    private static final MetaError ERROR =
            MetaError.newBuilder()
                    .setCode(7)
                    .setTitle("a title")
                    .setMessage(null)
                    .setDetails(null)
                    .build();
    private static final ContentFields CONTENT =
            new ContentFields(
                    "image",
                    "a preview",
                    "media-1",
                    "image/png",
                    "wamid.R",
                    "wamid.T",
                    true,
                    ERROR);

    @Test
    void everyFieldIsFilledWhateverTheTopic() {
        for (SpecificRecordBase event :
                List.of(new InboundMessage(), new EchoMessage(), new HistoryMessage())) {
            SpecificRecordBase filled = new ContentWriter(event.getSchema()).write(CONTENT, event);

            assertThat(
                            List.of(
                                            "type",
                                            "preview",
                                            "mediaId",
                                            "mimeType",
                                            "repliesTo",
                                            "targets",
                                            "placeholder",
                                            "error")
                                    .stream()
                                    .map(filled::get))
                    .as(event.getSchema().getName())
                    .containsExactly(
                            "image",
                            "a preview",
                            "media-1",
                            "image/png",
                            "wamid.R",
                            "wamid.T",
                            true,
                            ERROR);
        }
        assertThat(ContentFields.class.getRecordComponents()).hasSize(8);
    }

    @Test
    void aSchemaThatLacksAFieldIsRefusedAtOnce() {
        assertThatThrownBy(() -> new ContentWriter(MetaError.getClassSchema()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MetaError has no field type");
    }
}
