package dev.coexistence.conversation.page.inbox;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.contact.CanonicalPhone;
import dev.coexistence.conversation.page.inbox.StartView.Person;
import dev.coexistence.conversation.reading.BadQuery;
import dev.coexistence.conversation.reading.ContactReader;
import dev.coexistence.conversation.reading.NumberReader;
import dev.coexistence.conversation.reading.NumberView;
import dev.coexistence.conversation.sending.MessageComposer;
import dev.coexistence.conversation.sending.SendingOutcome;
import dev.coexistence.conversation.sending.ThreadLookup;
import dev.coexistence.conversation.sending.ThreadLookup.KnownContact;
import dev.coexistence.schemas.recipient.PhoneNumber;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Beginning a conversation with a phone number or a contact. */
@Controller
class StartController {
    private static final int CONTACTS = 20;

    private final NumberReader numbers;
    private final ContactReader contacts;
    private final ThreadLookup threads;
    private final MessageComposer composer;
    private final ApprovedTemplates templates;
    private final AgentNames agents;

    StartController(
            NumberReader numbers,
            ContactReader contacts,
            ThreadLookup threads,
            MessageComposer composer,
            ApprovedTemplates templates,
            AgentNames agents) {
        this.numbers = numbers;
        this.contacts = contacts;
        this.threads = threads;
        this.composer = composer;
        this.templates = templates;
        this.agents = agents;
    }

    /** Form as it was filled in; what it does not have is null. */
    record Form(
            @Nullable String key,
            @Nullable String number,
            @Nullable String to,
            @Nullable String contact,
            @Nullable String template,
            @Nullable String language,
            @Nullable String parameters) {
        String orEmpty(@Nullable String text) {
            return text == null ? "" : text.strip();
        }

        String requireKey() {
            try {
                return UUID.fromString(orEmpty(key)).toString();
            } catch (IllegalArgumentException _) {
                throw new BadQuery("key", "A form is sent with the key that it was rendered with");
            }
        }
    }

    /**
     * Leads to the thread where there is one, else to a template.
     *
     * @param form of which number, to and contact count: also from a link, as {@code
     *     /new?to=+15550100999}
     */
    @GetMapping("/new")
    String show(Caller caller, Form form, Model model) {
        List<NumberView> able = sending(caller);
        String number =
                form.orEmpty(form.number()).isEmpty() && able.size() == 1
                        ? able.getFirst().phoneNumberId()
                        : form.orEmpty(form.number());
        boolean known = able.stream().anyMatch(one -> one.phoneNumberId().equals(number));
        Optional<KnownContact> contact =
                known ? findContact(caller, number, form) : Optional.empty();
        if (contact.isPresent() && contact.get().hasThread()) {
            return "redirect:/conversations/" + contact.get().id();
        }
        model.addAttribute("start", view(caller, able, known ? number : "", form, contact));
        return "inbox/new";
    }

    @PostMapping("/new")
    String send(Caller caller, Form form, Model model) {
        String key = form.requireKey();
        String number = form.orEmpty(form.number());
        Optional<KnownContact> contact = findContact(caller, number, form);
        KnownContact known = contact.orElse(null);
        String phone = known == null ? phone(form.orEmpty(form.to())) : known.phone();
        String bsuid = known == null ? null : known.bsuid();
        if ((phone == null && bsuid == null) || form.orEmpty(form.template()).isEmpty()) {
            return show(caller, form, model);
        }
        agents.keep(key, caller);
        SendingOutcome outcome =
                composer.begin(
                        caller,
                        number,
                        phone,
                        bsuid,
                        key,
                        MessageComposer.template(
                                form.orEmpty(form.template()),
                                form.orEmpty(form.language()),
                                form.orEmpty(form.parameters())
                                        .lines()
                                        .map(String::strip)
                                        .toList()));
        if (outcome instanceof SendingOutcome.Queued) {
            return "redirect:/new/" + key + "?number=" + number;
        }
        model.addAttribute(
                "start",
                view(caller, sending(caller), number, form, contact).fail(key, form, outcome));
        return "inbox/new";
    }

    /** The thread of what was sent, as soon as it exists. */
    @GetMapping("/new/{key}")
    String await(
            Caller caller,
            @PathVariable String key,
            @RequestParam String number,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            ServerHttpResponse response,
            Model model) {
        Optional<String> thread = threads.findThread(caller, number, key);
        if (thread.isPresent() && !part) {
            return "redirect:/conversations/" + thread.get();
        }
        thread.ifPresent(id -> response.getHeaders().set("HX-Redirect", "/conversations/" + id));
        model.addAttribute("key", key);
        model.addAttribute("number", number);
        return part ? "inbox/started :: waiting" : "inbox/started";
    }

    private StartView view(
            Caller caller,
            List<NumberView> able,
            String number,
            Form form,
            Optional<KnownContact> contact) {
        String to = form.orEmpty(form.to());
        boolean reachable = contact.isPresent() || phone(to) != null;
        List<Person> people =
                number.isEmpty() || to.isEmpty() || reachable
                        ? List.of()
                        : contacts.list(caller, number, to, null, CONTACTS).items().stream()
                                .map(Person::of)
                                .toList();
        return new StartView(
                able,
                number,
                to,
                form.orEmpty(form.contact()),
                reachable && !number.isEmpty(),
                people,
                UUID.randomUUID().toString(),
                ComposerView.Typed.NOTHING,
                reachable && !number.isEmpty() ? templates.find(number) : List.of(),
                null);
    }

    private Optional<KnownContact> findContact(Caller caller, String number, Form form) {
        String id = form.orEmpty(form.contact());
        if (id.matches("\\d{1,18}")) {
            return threads.findContact(caller, Long.parseLong(id))
                    .filter(one -> one.phoneNumberId().equals(number));
        }
        String phone = CanonicalPhone.normalize(phone(form.orEmpty(form.to())));
        return phone == null ? Optional.empty() : threads.findByPhone(caller, number, phone);
    }

    private List<NumberView> sending(Caller caller) {
        return numbers.list(caller).stream()
                .filter(number ->
                        switch (number.state()) {
                            case "CONNECTED", "SUSPENDED" -> true;
                            default -> false;
                        })
                .toList();
    }

    private static @Nullable String phone(String to) {
        return PhoneNumber.find(to).map(PhoneNumber::value).orElse(null);
    }
}
