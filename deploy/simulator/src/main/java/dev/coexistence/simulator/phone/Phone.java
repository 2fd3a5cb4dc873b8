package dev.coexistence.simulator.phone;

import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.fault.Faults;
import dev.coexistence.simulator.media.MediaEndpoint;
import dev.coexistence.simulator.number.AddressBookEntry;
import dev.coexistence.simulator.number.Customers;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.Ledger;
import dev.coexistence.simulator.trace.Sent;
import dev.coexistence.simulator.webhook.Customer;
import dev.coexistence.simulator.webhook.Events;
import dev.coexistence.simulator.webhook.Statuses;
import dev.coexistence.simulator.wire.Json;
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

    /** What a phone needs of the rest. */
    public record Surroundings(
            InstantSource clock,
            LongSupplier ticker,
            Scheduler timer,
            Ledger ledger,
            Events events,
            Statuses statuses,
            Faults faults,
            MediaEndpoint files,
            boolean countInbound) {}

    /**
     * How a customer shows up.
     *
     * @param phone as dialled
     * @param username set where the user has one
     * @param hidden the phone number is not told, only the user id
     */
    public record Sender(String phone, String name, @Nullable String username, boolean hidden) {
        public static Sender of(String phone) {
            return new Sender(phone, "Ana Vidal", null, false);
        }

        Customer customer() {
            String digits = Customers.digits(phone);
            return new Customer(hidden ? null : digits, Customers.userId(digits), name, username);
        }
    }

    public Phone(SimulatedNumber number, Surroundings around) {
        this.number = number;
        this.around = around;
        this.link = new AppLink(number, around.clock(), around.events());
    }

    /** A text from a customer; opens the 24 h window. Returns its wamid. */
    public String customerWrites(String from, String text) {
        return customerSends(Sender.of(from), Contents.text(text));
    }

    /** A text in a group; whoever writes is in it from then on. Opens the group's 24 h window. */
    public String customerWritesInGroup(String groupId, String from, String text) {
        return customerSends(Sender.of(from), Contents.text(text).put(GROUP, groupId));
    }

    /** Any message from a customer, as {@code {"type":…,"<type>":{…}}}. */
    public String customerSends(String from, String messageJson) {
        return customerSends(Sender.of(from), Contents.given(messageJson));
    }

    public String customerSends(Sender from, String messageJson) {
        return customerSends(from, Contents.given(messageJson));
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
        String digits = Customers.digits(from.phone());
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
        arrives(from, Contents.ghost(), wamid);
        if (delay != null) {
            around.timer()
                    .schedule(
                            () -> arrives(from, content, wamid),
                            delay.toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    public String customerEdits(String from, String wamid, String text) {
        return customerSends(Sender.of(from), Contents.edit(wamid, text));
    }

    public String customerRevokes(String from, String wamid) {
        return customerSends(Sender.of(from), Contents.revoke(wamid));
    }

    /** An empty emoji takes the reaction back. */
    public String customerReacts(String from, String wamid, String emoji) {
        return customerSends(Sender.of(from), Contents.reaction(wamid, emoji));
    }

    /** The customer reads a message this number sent. */
    public void customerReads(String wamid) {
        status(wamid, "read");
    }

    /** One participant reads a message that this number sent to a group. */
    public void participantReads(String participant, String wamid) {
        around.statuses().tellOf(number, known(wamid), Customers.digits(participant), "read");
    }

    /** The customer stops or resumes marketing messages. */
    public void wantsMarketing(Sender customer, boolean wanted) {
        number.audience().marketing(customer.phone(), wanted);
        around.events().preference(number, customer.customer(), wanted, around.clock().instant());
    }

    /** The customer plays a voice note this number sent. */
    public void customerPlays(String wamid) {
        status(wamid, "played");
    }

    /** A text typed in the app: an echo. */
    public String ownerWrites(String to, String text) {
        return ownerSends(Sender.of(to), Contents.text(text));
    }

    public String ownerSends(String to, String messageJson) {
        return ownerSends(Sender.of(to), Contents.given(messageJson));
    }

    public String ownerEdits(String to, String wamid, String text) {
        return ownerSends(Sender.of(to), Contents.edit(wamid, text));
    }

    public String ownerRevokes(String to, String wamid) {
        return ownerSends(Sender.of(to), Contents.revoke(wamid));
    }

    public String ownerReacts(String to, String wamid, String emoji) {
        return ownerSends(Sender.of(to), Contents.reaction(wamid, emoji));
    }

    public String ownerSends(Sender to, ObjectNode content) {
        String wamid = around.ledger().wamid();
        Instant now = around.clock().instant();
        synchronized (number) {
            number.handset().opened(now);
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
        savesContact(new AddressBookEntry(Customers.digits(phone), fullName, first));
    }

    public void savesContact(AddressBookEntry entry) {
        number.handset().save(entry);
        contactChanged("add", entry);
    }

    public void removesContact(String phone) {
        String digits = Customers.digits(phone);
        number.handset().remove(digits);
        contactChanged("remove", new AddressBookEntry(digits, "", ""));
    }

    /** Nobody is told: the platform has no event for it. */
    public void opensApp() {
        link.opened();
    }

    /** The app is registered on another device: ACCOUNT_OFFBOARDED, sends fail. */
    public void changesDevice() {
        link.offboarded();
    }

    /** Usually minutes after the change of device: ACCOUNT_RECONNECTED. */
    public void reconnects() {
        link.reconnected();
    }

    /** PARTNER_REMOVED; an empty reason leaves the disconnection information out. */
    public void disconnects(String reason, String initiatedBy) {
        link.removed(reason, initiatedBy);
    }

    /** So many days without the app, by the scripted clock, end the link. */
    public void checkActivity(Duration allowed) {
        link.checkActivity(allowed);
    }

    private void arrives(Sender from, ObjectNode content, String wamid) {
        Instant now = around.clock().instant();
        String group = Json.string(content, GROUP, "");
        synchronized (number) {
            if (group.isEmpty()) {
                number.traffic().customerWrote(Customers.digits(from.phone()), now);
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
            number.traffic().counted(around.ticker().getAsLong());
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
        around.statuses().tellNow(number, known(wamid), status);
    }

    private Sent known(String wamid) {
        Sent sent = around.ledger().get(wamid);
        if (sent == null) {
            throw new IllegalArgumentException("no message of this number is known as " + wamid);
        }
        return sent;
    }
}
