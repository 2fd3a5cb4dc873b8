package dev.coexistence.local.story.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * A customer's message as Meta posts it, signed with the app's secret.
 *
 * @param body the bytes that are signed
 * @param signature the value of the signature header
 */
public record SignedWebhook(byte[] body, String signature) {
    static final String HEADER = "X-Hub-Signature-256";

    private static final InstantSource CLOCK = InstantSource.system();

    /**
     * A text message.
     *
     * @param from the customer's phone number
     * @param name of the customer
     */
    public static SignedWebhook message(
            BusinessNumber to, String from, String name, String wamid, String text, String secret) {
        var value =
                Map.of(
                        "messaging_product", "whatsapp",
                        "metadata",
                                Map.of(
                                        "display_phone_number", digits(to.display()),
                                        "phone_number_id", to.phoneNumberId()),
                        "contacts",
                                List.of(
                                        Map.of(
                                                "profile", Map.of("name", name),
                                                "wa_id", digits(from))),
                        "messages",
                                List.of(
                                        Map.of(
                                                "from", digits(from),
                                                "id", wamid,
                                                "timestamp",
                                                        Long.toString(
                                                                CLOCK.instant().getEpochSecond()),
                                                "type", "text",
                                                "text", Map.of("body", text))));
        var envelope =
                Map.of(
                        "object",
                        "whatsapp_business_account",
                        "entry",
                        List.of(
                                Map.of(
                                        "id",
                                        "0",
                                        "changes",
                                        List.of(Map.of("field", "messages", "value", value)))));
        byte[] body = new JsonMapper().writeValueAsBytes(envelope);
        return new SignedWebhook(body, sign(body, secret));
    }

    public Map<String, String> headers() {
        return Map.of(HEADER, signature);
    }

    private static String sign(byte[] body, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign", e);
        }
    }

    private static String digits(String number) {
        return number.replaceAll("[^0-9]", "");
    }
}
