package dev.coexistence.simulator.phone;

import dev.coexistence.simulator.fault.ActiveFaults;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.media.MediaEndpoint;
import dev.coexistence.simulator.number.AddressBookEntry;
import dev.coexistence.simulator.number.CustomerIds;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.MessageLedger;
import dev.coexistence.simulator.trace.SentMessage;
import dev.coexistence.simulator.webhook.CustomerProfile;
import dev.coexistence.simulator.webhook.StatusSchedule;
import dev.coexistence.simulator.webhook.WebhookEvents;
import dev.coexistence.simulator.wire.MetaJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ObjectNode;

/** The people around one number: its owner with the Business app, and the customers. */
public final class Phone {
    private static final String GROUP = "group_id";
    private final SimulatedNumber number;
    private final Surroundings around;
    private final AppLink link;

    /** The parts of the simulator that a phone uses. */
    public record Surroundings(
            InstantSource clock,
            LongSupplier ticker,
            Scheduler timer,
            MessageLedger ledger,
            WebhookEvents events,
            StatusSchedule statuses,
            ActiveFaults faults,
            MediaEndpoint files,
            boolean countInbound) {}

    /**
     * A customer as the sender of a message.
     *
     * @param phone as dialled
     * @param username set where the user has one
     * @param hidden the phone number is not told, only the user id
     */
    public record Sender(String phone, String name, @Nullable String username, boolean hidden) {
        public static Sender of(String phone) {
            return new Sender(phone, "Ana Vidal", null, false);
        }

        CustomerProfile customer() {
            String digits = CustomerIds.digits(phone);
            return new CustomerProfile(
                    hidden ? null : digits, CustomerIds.userId(digits), name, username);
        }
    }

    public Phone(SimulatedNumber number, Surroundings around) {
        this.number = number;
        this.around = around;
        this.link = new AppLink(number, around.clock(), around.events());
    }

    /** A text from a customer; opens the 24 h window. Returns its wamid. */
    public String customerWrites(String from, String text) {
        return customerSends(Sender.of(from), ContentJson.text(text));
    }

    /** A text in a group; whoever writes is in it from then on. Opens the group's 24 h window. */
    public String customerWritesInGroup(String groupId, String from, String text) {
        return customerSends(Sender.of(from), ContentJson.text(text).put(GROUP, groupId));
    }

    /** Any message from a customer, as {@code {"type":…,"<type>":{…}}}. */
    public String customerSends(String from, String messageJson) {
        return customerSends(Sender.of(from), ContentJson.parse(messageJson));
    }

    public String customerSends(Sender from, String messageJson) {
        return customerSends(from, ContentJson.parse(messageJson));
    }

    /** A file from a customer: image, video, audio, document or sticker. */
    public String customerSendsFile(String from, String type, String mimeType, byte[] bytes) {
        return customerSends(
                Sender.of(from), around.files().content(number.wabaId(), type, mimeType, bytes));
    }

    /** A file from the app. */
    public String ownerSendsFile(String to, String type, String mimeType, byte[] bytes) {
        return ownerSends(
                Sender.of(to), around.files().content(number.wabaId(), type, mimeType, bytes));
    }

    public String customerSends(Sender from, ObjectNode content) {
        String wamid = around.ledger().wamid();
        String digits = CustomerIds.digits(from.phone());
        if (!reachable()) {
            return wamid;
        }
        Fault ghost =
                around.faults()
                        .strikeOf(Fault.Kind.GHOST, "messages", number.phoneNumberId(), digits);
        if (ghost != null) {
            ghost(from, content, wamid, ghost.delay());
            return wamid;
        }
        arrives(from, content, wamid);
        return wamid;
    }

    /** First as 131060, then, unless the delay is null, for real under the same wamid. */
    public String ghostThen(Sender from, ObjectNode content, @Nullable Duration delay) {
        String wamid = around.ledger().wamid();
        if (reachable()) {
            ghost(from, content, wamid, delay);
        }
        return wamid;
    }

    private void ghost(Sender from, ObjectNode content, String wamid, @Nullable Duration delay) {
        arrives(from, ContentJson.ghost(), wamid);
        if (delay != null) {
            around.timer()
                    .schedule(
                            () -> arrives(from, content, wamid),
                            delay.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    public String customerEdits(String from, String wamid, String text) {
        return customerSends(Sender.of(from), ContentJson.edit(wamid, text));
    }

    public String customerRevokes(String from, String wamid) {
        return customerSends(Sender.of(from), ContentJson.revoke(wamid));
    }

    /** An empty emoji takes the reaction back. */
    public String customerReacts(String from, String wamid, String emoji) {
        return customerSends(Sender.of(from), ContentJson.reaction(wamid, emoji));
    }

    /** The customer reads a message this number sent. */
    public void customerReads(String wamid) {
        status(wamid, "read");
    }

    /** One participant reads a message that this number sent to a group. */
    public void participantReads(String participant, String wamid) {
        around.statuses().tellOf(number, findSent(wamid), CustomerIds.digits(participant), "read");
    }

    /** The customer stops or resumes marketing messages. */
    public void wantsMarketing(Sender customer, boolean wanted) {
        number.audience().allowMarketing(customer.phone(), wanted);
        around.events().preference(number, customer.customer(), wanted, around.clock().instant());
    }

    /** The customer plays a voice note this number sent. */
    public void customerPlays(String wamid) {
        status(wamid, "played");
    }

    /** A text typed in the app: an echo. */
    public String ownerWrites(String to, String text) {
        return ownerSends(Sender.of(to), ContentJson.text(text));
    }

    public String ownerSends(String to, String messageJson) {
        return ownerSends(Sender.of(to), ContentJson.parse(messageJson));
    }

    public String ownerEdits(String to, String wamid, String text) {
        return ownerSends(Sender.of(to), ContentJson.edit(wamid, text));
    }

    public String ownerRevokes(String to, String wamid) {
        return ownerSends(Sender.of(to), ContentJson.revoke(wamid));
    }

    public String ownerReacts(String to, String wamid, String emoji) {
        return ownerSends(Sender.of(to), ContentJson.reaction(wamid, emoji));
    }

    public String ownerSends(Sender to, ObjectNode content) {
        String wamid = around.ledger().wamid();
        Instant now = around.clock().instant();
        synchronized (number) {
            number.handset().recordOpening(now);
            if (!number.connected() || !number.coexists()) {
                return wamid;
            }
            count();
        }
        around.events().echo(number, to.customer(), wamid, now, content);
        return wamid;
    }

    public void savesContact(String phone, String fullName) {
        int space = fullName.indexOf(' ');
        String first = space < 0 ? fullName : fullName.substring(0, space);
        savesContact(new AddressBookEntry(CustomerIds.digits(phone), fullName, first));
    }

    public void savesContact(AddressBookEntry entry) {
        number.handset().save(entry);
        contactChanged("add", entry);
    }

    public void removesContact(String phone) {
        String digits = CustomerIds.digits(phone);
        number.handset().remove(digits);
        contactChanged("remove", new AddressBookEntry(digits, "", ""));
    }

    /** Nobody is told: the platform has no event for it. */
    public void opensApp() {
        link.openApp();
    }

    /** The app is registered on another device: ACCOUNT_OFFBOARDED, sends fail. */
    public void changesDevice() {
        link.offboard();
    }

    /** Usually minutes after the change of device: ACCOUNT_RECONNECTED. */
    public void reconnects() {
        link.reconnect();
    }

    /** PARTNER_REMOVED; an empty reason leaves the disconnection information out. */
    public void disconnects(String reason, String initiatedBy) {
        link.remove(reason, initiatedBy);
    }

    /** So many days without the app, by the scripted clock, end the link. */
    public void checkActivity(Duration allowed) {
        link.checkActivity(allowed);
    }

    private void arrives(Sender from, ObjectNode content, String wamid) {
        Instant now = around.clock().instant();
        String group = MetaJson.string(content, GROUP, "");
        synchronized (number) {
            if (group.isEmpty()) {
                number.traffic().customerWrote(CustomerIds.digits(from.phone()), now);
            } else {
                number.audience().joins(group, List.of(from.phone()));
                number.traffic().customerWrote(group, now);
            }
            count();
        }
        around.events().inbound(number, from.customer(), wamid, now, content);
    }

    private void count() {
        if (around.countInbound()) {
            number.traffic().recordOther(around.ticker().getAsLong());
        }
    }

    private boolean reachable() {
        return number.connected();
    }

    private void contactChanged(String action, AddressBookEntry entry) {
        synchronized (number) {
            if (!number.connected() || !number.coexists()) {
                return;
            }
        }
        around.events().contactChange(number, action, entry, around.clock().instant());
    }

    private void status(String wamid, String status) {
        around.statuses().tellNow(number, findSent(wamid), status);
    }

    private SentMessage findSent(String wamid) {
        SentMessage sent = around.ledger().get(wamid);
        if (sent == null) {
            throw new IllegalArgumentException("no message of this number is known as " + wamid);
        }
        return sent;
    }
}
