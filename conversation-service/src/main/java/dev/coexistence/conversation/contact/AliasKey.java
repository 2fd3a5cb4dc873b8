package dev.coexistence.conversation.contact;

/** An alias as one number knows it. */
record AliasKey(String phoneNumberId, Alias alias) {
    static AliasKey ofPhone(String phoneNumberId, String phone) {
        return new AliasKey(phoneNumberId, new Alias(Alias.Kind.PHONE, phone));
    }
}
