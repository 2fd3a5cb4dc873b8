package dev.coexistence.conversation.projection;

import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import java.util.random.RandomGenerator;

/**
 * Customers who take other phone numbers, also such as another of them has left, and now and then
 * get another user id. Nobody is ever named by what is somebody else's at that time.
 */
final class Movers {
    private static final int NUMBERS = 5;

    private final RandomGenerator random;
    private final String number;
    private final int[] phones;
    private final int[] userIds;

    Movers(RandomGenerator random, String number, int people) {
        this.random = random;
        this.number = number;
        this.phones = new int[people];
        this.userIds = new int[people];
        for (int i = 0; i < people; i++) {
            phones[i] = i;
        }
    }

    /** One of the names that they have now. */
    Identity name(int mover) {
        var identity = Identity.newBuilder();
        int names = 1 + random.nextInt(3);
        if ((names & 1) != 0) {
            identity.setPhone(phone(mover));
        }
        if ((names & 2) != 0) {
            identity.setBsuid(userId(mover));
        }
        if (random.nextBoolean()) {
            identity.setProfileName("Mover " + mover + random.nextInt(2));
        }
        return identity.build();
    }

    /** They take a number that nobody has: the old one is theirs until this second. */
    InboundMessage move(int mover, String wamid, int second) {
        String old = phone(mover);
        phones[mover] = free();
        var from = Identity.newBuilder().setPhone(old);
        if (random.nextBoolean()) {
            from.setBsuid(userId(mover));
        }
        String id = random.nextBoolean() ? ",\"user_id\":\"" + userId(mover) + "\"" : "";
        return system(
                from.build(),
                wamid,
                second,
                "\"type\":\"user_changed_number\",\"wa_id\":\"" + phone(mover) + "\"" + id);
    }

    /** They get another user id. */
    InboundMessage rename(int mover, String wamid, int second) {
        String old = userId(mover);
        userIds[mover]++;
        return system(
                Events.phone(phone(mover)),
                wamid,
                second,
                "\"type\":\"user_changed_user_id\",\"wa_id\":\""
                        + phone(mover)
                        + "\",\"user_id\":\""
                        + userId(mover)
                        + "\",\"previous_user_id\":\""
                        + old
                        + "\"");
    }

    /** They get another user id, as Meta's own field tells it. */
    AccountEvent update(int mover, int second) {
        String old = userId(mover);
        userIds[mover]++;
        return Events.account(
                        number,
                        "user_id_update",
                        Events.both(phone(mover), userId(mover)),
                        "{\"user_id\":{\"previous\":\"%s\",\"current\":\"%s\"}}"
                                .formatted(old, userId(mover)),
                        second)
                .build();
    }

    private InboundMessage system(Identity from, String wamid, int second, String change) {
        return Events.inboundOf(number, wamid, from, "system", second)
                .setJson("{\"type\":\"system\",\"system\":{" + change + "}}")
                .build();
    }

    private int free() {
        while (true) {
            int phone = random.nextInt(NUMBERS);
            boolean taken = false;
            for (int other : phones) {
                taken |= other == phone;
            }
            if (!taken) {
                return phone;
            }
        }
    }

    private String phone(int mover) {
        return "1555010300" + phones[mover];
    }

    private String userId(int mover) {
        return "US.7" + mover + userIds[mover];
    }
}
