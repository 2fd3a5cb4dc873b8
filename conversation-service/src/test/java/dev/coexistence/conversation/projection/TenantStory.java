package dev.coexistence.conversation.projection;

import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionMode;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * A random story of a number that a tenant owns. Every name, text and id in it bears the tenant's
 * mark, and no phone number of one tenant occurs with another.
 *
 * @param tenant whose number it is, which is also the mark
 * @param phones six digits that its customers' numbers begin with, such as 155501
 */
public record TenantStory(String tenant, String number, String phones) {
    private static final Set<String> MARKED =
            Set.of(
                    "wamid",
                    "targets",
                    "repliesTo",
                    "commandId",
                    "callbackData",
                    "mediaId",
                    "profileName",
                    "fullName",
                    "firstName",
                    "username",
                    "bsuid",
                    "parentBsuid",
                    "preview",
                    "reference",
                    "reason");

    public static final TenantStory NORTH = new TenantStory("north", "900000000000701", "155501");
    public static final TenantStory SOUTH = new TenantStory("south", "900000000000802", "155502");

    /** The connection by which the number is the tenant's. */
    public Connection connection(long version) {
        return Connection.newBuilder()
                .setPhoneNumberId(number)
                .setConnectionId("connection-of-" + tenant)
                .setEpoch(1)
                .setVersion(version)
                .setState(ConnectionStatus.CONNECTED)
                .setMode(ConnectionMode.COEXISTENCE)
                .setBudgetPerSecond(20)
                .setDisplayPhoneNumber("+1 555 010 0" + number.substring(12))
                .setVerifiedName("Shop of " + tenant)
                .setPolicyEdition("seven-io")
                .setChangedAt(Events.at(0))
                .setTenant(tenant)
                .build();
    }

    /** Events of the number, in an order in which they may come; its connection is first. */
    public List<SpecificRecord> tell(RandomGenerator random, int steps) {
        var events = new ArrayList<SpecificRecord>();
        events.add(connection(1));
        for (SpecificRecord event : RandomStory.of(random, number, steps)) {
            events.add(mark(event));
        }
        return events;
    }

    private <T extends SpecificRecord> T mark(T event) {
        T marked = SpecificData.get().deepCopy(event.getSchema(), event);
        markFields(marked);
        return marked;
    }

    private void markFields(SpecificRecord event) {
        for (Schema.Field field : event.getSchema().getFields()) {
            switch (event.get(field.pos())) {
                case SpecificRecord inner -> markFields(inner);
                case CharSequence text ->
                        event.put(field.pos(), markText(field.name(), text.toString()));
                case null, default -> {}
            }
        }
    }

    private String markText(String field, String text) {
        String own =
                text.replace("155501", phones)
                        .replace("551181230000", "55118123000" + phones.charAt(5))
                        .replace("5511981230000", "551198123000" + phones.charAt(5))
                        .replace("\"body\":\"", "\"body\":\"" + tenant + ' ');
        if (!MARKED.contains(field) || text.isBlank()) {
            return own;
        }
        return field.equals("preview") ? tenant + ' ' + own : tenant + '.' + own;
    }
}
