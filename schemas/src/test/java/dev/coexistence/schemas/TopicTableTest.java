package dev.coexistence.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicTableTest {

    @Test
    void theReadmeTableIsTheCatalogue() throws IOException {
        List<List<String>> rows =
                Files.readAllLines(Path.of("README.md")).stream()
                        .filter(line -> line.startsWith("| whatsapp."))
                        .map(line ->
                                Arrays.stream(line.split("\\|"))
                                        .map(String::trim)
                                        .filter(c -> !c.isEmpty())
                                        .toList())
                        .toList();

        assertThat(rows.stream().map(row -> row.get(0) + " " + row.get(1) + " " + row.getLast()))
                .containsExactlyElementsOf(Topics.ALL.stream().map(TopicTableTest::asRow).toList());
    }

    private static String asRow(Topic<?> topic) {
        Class<?> event = topic.event();
        var retention = topic.retention();
        return topic.name()
                + " "
                + (event == null ? "bytes" : event.getSimpleName())
                + " "
                + (retention == null ? "compacted" : retention.toDays() + " days");
    }
}
