package dev.coexistence.benchmarks.conversation;

import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.EventPublisher;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import java.time.Instant;

/** Writes inbound messages as the splitter does; the same index is the same message. */
final class InboundEvents implements AutoCloseable {
    private static final int NUMBERS = 50;
    private static final int CUSTOMERS = 2_000;
    private static final long FIRST = 1_767_000_000_000L;

    private final EventPublisher events;

    InboundEvents(BenchmarkRig rig) {
        this.events = new EventPublisher(rig);
    }

    void write(int index) {
        String number = Long.toString(920_000_000_000_000L + index % NUMBERS);
        String phone = Long.toString(15_560_000_000L + (long) index * 31 % CUSTOMERS);
        Instant at = Instant.ofEpochMilli(FIRST + index * 1000L);
        String wamid = "wamid.PROJECT" + index;
        String text = "Message " + index + " of somebody who wants to know when the order arrives";
        InboundMessage message =
                InboundMessage.newBuilder()
                        .setEventId(wamid + ":message")
                        .setPhoneNumberId(number)
                        .setWabaId("200000000000001")
                        .setWamid(wamid)
                        .setField("messages")
                        .setFrom(
                                Identity.newBuilder()
                                        .setPhone(phone)
                                        .setProfileName("Customer " + phone)
                                        .build())
                        .setType("text")
                        .setPreview(text)
                        .setPlaceholder(false)
                        .setJson(json(phone, wamid, at, text))
                        .setOccurredAt(at)
                        .setReceivedAt(at.plusMillis(200))
                        .build();
        events.write(Topics.INBOUND_MESSAGES, number, message);
    }

    void flush() {
        events.flush();
    }

    @Override
    public void close() {
        events.close();
    }

    private static String json(String phone, String wamid, Instant at, String text) {
        return "{\"from\":\""
                + phone
                + "\",\"id\":\""
                + wamid
                + "\",\"timestamp\":\""
                + at.getEpochSecond()
                + "\",\"type\":\"text\",\"text\":{\"body\":\""
                + text
                + "\"}}";
    }
}
