package dev.coexistence.dispatch.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Header {@code tenant} of a record on the commands' topic: whose the number has to be. The topic
 * is the platform's own and tells no reader who wrote to it.
 */
public final class CommandTenant {
    private static final String HEADER = "tenant";

    private CommandTenant() {}

    /**
     * The headers of a tenant's command, beside others.
     *
     * @param tenant null where the platform itself commands
     */
    public static Header[] add(@Nullable String tenant, Header... others) {
        if (tenant == null) {
            return others;
        }
        Header[] headers = Arrays.copyOf(others, others.length + 1);
        headers[others.length] = new RecordHeader(HEADER, tenant.getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    /** The tenants that a record names: none, or one; of several that differ, none is right. */
    static List<String> read(Headers headers) {
        var tenants = new ArrayList<String>();
        for (Header header : headers.headers(HEADER)) {
            byte[] value = header.value();
            tenants.add(value == null ? "" : new String(value, StandardCharsets.UTF_8));
        }
        return tenants;
    }
}
