package dev.coexistence.conversation.media;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of fetching and storing media.
 *
 * @param enabled whether media are fetched at all
 * @param folder where they are kept, unless s3 is set; also where they stand while they come: room
 *     for as many of the largest size as there are workers
 * @param s3 an S3-compatible store to keep them in instead
 * @param maxSize larger media are not fetched
 * @param workers media fetched at a time
 * @param timeout for connecting to Meta, and again for each answer
 * @param giveUpAfter Meta's media ids from webhooks die after 7 days
 * @param hosts domains that Meta serves media from; the access token goes nowhere else
 */
@ConfigurationProperties("media")
record MediaSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("media") Path folder,
        @Nullable S3 s3,
        @DefaultValue("100MB") DataSize maxSize,
        @DefaultValue("4") int workers,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("7d") Duration giveUpAfter,
        @DefaultValue({"fbsbx.com", "facebook.com", "fbcdn.net", "whatsapp.net"})
                List<String> hosts) {

    MediaSettings {
        if (workers < 1) {
            throw new IllegalArgumentException("media.workers must be at least 1, was " + workers);
        }
        hosts = List.copyOf(hosts);
    }

    /**
     * An S3-compatible store.
     *
     * @param endpoint root of its API, addressed by path
     * @param secretKey never shown
     */
    record S3(
            URI endpoint,
            String bucket,
            @DefaultValue("us-east-1") String region,
            String accessKey,
            String secretKey) {
        @Override
        public String toString() {
            return "S3[" + endpoint + ", " + bucket + "]";
        }
    }
}
