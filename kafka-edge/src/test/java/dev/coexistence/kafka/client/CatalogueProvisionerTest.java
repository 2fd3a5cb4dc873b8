package dev.coexistence.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.schemas.Topics;
import org.junit.jupiter.api.Test;

class CatalogueProvisionerTest {

    @Test
    void findsTheTopicsOfADestinationInTheirOrder() {
        assertThat(CatalogueProvisioner.findTopics("whatsapp.history, whatsapp.contacts"))
                .isEqualTo(java.util.List.of(Topics.HISTORY, Topics.CONTACTS));
    }

    @Test
    void refusesADestinationThatTheCatalogueDoesNotKnow() {
        assertThatThrownBy(
                        () -> CatalogueProvisioner.findTopics("whatsapp.history,whatsapp.histroy"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whatsapp.histroy");
    }
}
