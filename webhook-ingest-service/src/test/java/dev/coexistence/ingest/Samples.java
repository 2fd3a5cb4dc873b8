package dev.coexistence.ingest;

import java.nio.charset.StandardCharsets;

/** Webhooks of our own invention, in Meta's shapes. */
public final class Samples {
    public static final String NUMBER = "900000000000001";
    public static final String WABA = "800000000000001";
    public static final String OWN_PHONE = "15550100200";
    public static final String CUSTOMER = "15550100999";

    private Samples() {}

    /** A webhook with one change. */
    public static String webhook(String field, String value) {
        return entry("{\"field\":\"" + field + "\",\"value\":" + value + "}");
    }

    /** A webhook with one entry of these changes. */
    public static String entry(String changes) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\""
                + WABA
                + "\",\"changes\":["
                + changes
                + "]}]}";
    }

    /** A value of a message field with these members beside its metadata. */
    public static String value(String members) {
        return "{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\""
                + OWN_PHONE
                + "\",\"phone_number_id\":\""
                + NUMBER
                + "\"}"
                + (members.isEmpty() ? "" : "," + members)
                + "}";
    }

    public static String text(String wamid, String body) {
        return "{\"from\":\""
                + CUSTOMER
                + "\",\"id\":\""
                + wamid
                + "\",\"timestamp\":\"1767000000\",\"type\":\"text\",\"text\":{\"body\":\""
                + body
                + "\"}}";
    }

    /** A webhook with one text from the customer. */
    public static String textWebhook(String wamid, String body) {
        return webhook("messages", value("\"messages\":[" + text(wamid, body) + "]"));
    }

    public static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
