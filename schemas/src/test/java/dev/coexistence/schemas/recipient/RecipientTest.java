package dev.coexistence.schemas.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+491715550123                 | 491715550123",
                "491715550123                  | 491715550123",
                "+49 171 5550123               | 491715550123",
                "+49\u00A0171\u202F555\u20090123 | 491715550123",
                "+49-171-555.0123              | 491715550123",
                "+49\u2011171\u2013555\u22120123 | 491715550123",
                "(+49) 171 5550123             | 491715550123",
                "+49 (171) [555] 0123          | 491715550123",
                "\u202A+49 171 5550123\u202C   | 491715550123",
                "\uFF0B49 171 5550123          | 491715550123",
                "\u0664\u0669 171 5550123      | 491715550123",
                "0049 171 5550123              | 491715550123",
                "+49 (0) 171 5550123           | 491715550123",
                "+44 (0) 20 7946 0018          | 442079460018",
                "+39 06 1234 5678              | 390612345678",
                "+1 555 0177003                | 15550177003",
                "15550100999                   | 15550100999",
                "+4915550100201                | 4915550100201",
                "+33700000001                  | 33700000001",
                "551187654321                  | 551187654321",
                "5215512345678                 | 5215512345678",
                "22507123456                   | 22507123456"
            })
    void aPhoneNumberIsReadHoweverItIsWritten(String text, String digits) {
        assertThat(Recipient.of(text)).isEqualTo(new PhoneNumber(digits));
        assertThat(PhoneNumber.find(text)).map(PhoneNumber::value).contains(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "GRP-77",
                "1-800-FLOWERS",
                "+1 555 GOT CASH",
                "+49 171 5550123 ext. 9",
                "+49 171 5550123 x9",
                "+49 171 5550123;ext=9",
                "+49 171 5550123,9",
                "+49 171 5550123#9",
                "+49 171 5550123*9",
                "+49 171 5550123/24",
                "tel:+491715550123",
                "whatsapp:+491715550123",
                "491715550123@s.whatsapp.net",
                "491715550123:12@s.whatsapp.net",
                "120363012345678901@g.us",
                "87654321098765@lid",
                "+491715550123, +491715550124",
                "+491715550123 +491715550124",
                "491715550123 491715550124",
                "+491715550123\n+491715550124",
                "++491715550123",
                "49+1715550123",
                "01715550123",
                "+0491715550123",
                "000491715550123",
                "49171",
                "12345678",
                "+999123456789",
                "+155501770034",
                "120363012345678901",
                "4917155501234567890123",
                "+49 171 555\u0000 0123",
                "+49 171 5550123 \uD83D\uDE00",
                "+49 171 555\uD83D",
                "a491715550123"
            })
    void whatIsNoRecipientIsRefused(String text) {
        assertThatThrownBy(() -> Recipient.of(text)).isInstanceOf(UnreadableRecipient.class);
        assertThat(PhoneNumber.find(text)).isEmpty();
    }

    @Test
    void aRefusalDoesNotRepeatTheNumber() {
        assertThatThrownBy(() -> Recipient.of("+49 171 5550123 ext. 9"))
                .hasMessage("It holds letters: neither a phone number nor a user id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"US.13491208655302741918", "US.7", "DE.ENT.a7B9"})
    void aUserIdStaysAsItIs(String text) {
        assertThat(Recipient.of(' ' + text + ' ')).isEqualTo(new UserId(text));
    }

    @Test
    void aParentIdIsToldFromAUserId() {
        assertThat(UserId.of("US.ENT.7").parent()).isTrue();
        assertThat(UserId.of("US.ENT7").parent()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"us.7", "US.", "US.ENT.", "US.7-1", "USA.7", "US.7 8", "US.ENT.7.8"})
    void whatOnlyLooksLikeAUserIdIsRefused(String text) {
        assertThatThrownBy(() -> Recipient.of(text)).isInstanceOf(UnreadableRecipient.class);
    }

    @Test
    void aUserIdHasAtMost128LettersAndDigits() {
        assertThat(UserId.of("US." + "7".repeat(128)).value()).hasSize(131);
        assertThatThrownBy(() -> Recipient.of("US." + "7".repeat(129)))
                .isInstanceOf(UnreadableRecipient.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjAzNjM0MDQ2OTQyMzM4MjAZD", "GRP-77"})
    void aGroupIsReadOnlyFromWhatIsSaidToBeOne(String text) {
        assertThat(GroupId.of(text).value()).isEqualTo(text);
        assertThatThrownBy(() -> Recipient.of(text)).isInstanceOf(UnreadableRecipient.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+491715550123",
                "491715550123",
                "US.7",
                "120363012345678901@g.us",
                "a b",
                "a\u0000"
            })
    void aPersonIsNoGroup(String text) {
        assertThatThrownBy(() -> GroupId.of(text)).isInstanceOf(UnreadableRecipient.class);
    }

    @Test
    void theCanonicalFormOfACanonicalFormIsItself() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var digits = new StringBuilder();
            int length = 6 + random.nextInt(11);
            for (int d = 0; d < length; d++) {
                digits.append((char) ('0' + random.nextInt(10)));
            }
            PhoneNumber.find(digits.toString())
                    .ifPresent(number ->
                            assertThat(PhoneNumber.find(number.value()))
                                    .as("seed %d, digits %s", seed, digits)
                                    .contains(number));
        }
    }
}
