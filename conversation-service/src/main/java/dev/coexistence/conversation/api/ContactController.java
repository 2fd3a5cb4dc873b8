package dev.coexistence.conversation.api;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.erasure.ContactEraser.Erased;
import dev.coexistence.conversation.erasure.ErasureRequest;
import dev.coexistence.conversation.projection.contact.MergeUndo;
import dev.coexistence.conversation.reading.ContactReader;
import dev.coexistence.conversation.reading.ContactReader.ContactDetail;
import dev.coexistence.conversation.reading.NotFound;
import dev.coexistence.conversation.reading.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Contacts: who they are, whom they turned out to be, and forgetting them. */
@RestController
@RequestMapping("/v1/contacts")
class ContactController {
    private final ContactReader contacts;
    private final MergeUndo undo;
    private final ErasureRequest eraser;

    ContactController(ContactReader contacts, MergeUndo undo, ErasureRequest eraser) {
        this.contacts = contacts;
        this.undo = undo;
        this.eraser = eraser;
    }

    @GetMapping
    Page<ContactDetail> list(
            Caller caller,
            @RequestParam String phoneNumberId,
            @RequestParam @Nullable String q,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return contacts.list(caller, phoneNumberId, q, cursor, limit);
    }

    @GetMapping("/{id}")
    ContactDetail show(Caller caller, @PathVariable String id) {
        return contacts.find(caller, number("contact", id))
                .orElseThrow(() -> new NotFound("contact", id));
    }

    @DeleteMapping("/{id}")
    Erased erase(
            Caller caller, @PathVariable String id, @RequestParam @Nullable String requestedBy) {
        return eraser.erase(caller, number("contact", id), requestedBy);
    }

    @PostMapping("/merges/{id}/undo")
    ContactDetail undo(Caller caller, @PathVariable String id) {
        return show(caller, undo.undo(caller, number("merge", id)));
    }

    private static long number(String what, String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException _) {
            throw new NotFound(what, id);
        }
    }
}
