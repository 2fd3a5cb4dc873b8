package dev.coexistence.dispatch.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.Priority;
import dev.coexistence.schemas.events.SendCommand;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SendBodyTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String START = "{'phoneNumberId':'1','to':'491710088001',";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            commentCharacter = '!',
            value = {
                "'text':{'body':'x'},'priority':'high'            | #/priority",
                "'text':{'body':'x'},'unknownPolicy':'resend'     | #/unknownPolicy",
                "'text':{'body':'x'},'notBefore':'2026-12-01T09:00:00' | #/notBefore",
                "'text':{'body':'x'},'expiresAt':'tomorrow'       | #/expiresAt",
                "'text':{'body':'x'},'expiresAt':1764579600       | #/expiresAt",
                "'text':{'body':'x','preview':true}               | #/text/preview",
                "'text':{'body':'x','previewUrl':'true'}          | #/text/previewUrl",
                "'text':{'body':5}                                | #/text/body",
                "'text':'x'                                       | #/text",
                "'text':{'body':'x'},'replyTo':'wamid.1'          | #/replyTo",
                "'text':{'body':'x'},'a/b~c':1                    | #/a~1b~0c",
                "'text':{'body':'x'},'context':{'id':'wamid.1'}   | #/context/id",
                "'text':{'body':'x'},'repliesTo':'a','context':{'message_id':'b'} | #/repliesTo",
                "'text':{'body':'x'},'messaging_product':'sms'    | #/messaging_product",
                "'text':{'body':'x'},'recipient_type':'Group'     | #/recipient_type",
                "'text':{'body':'x'},'biz_opaque_callback_data':'mine' | #/biz_opaque_callback_data",
                "'template':{'name':'n'}                          | #/template/language",
                "'template':{'language':'en'}                     | #/template/name",
                "'template':{'name':'n','language':{'code':'en','policy':'fallback'}} | #/template/language/policy",
                "'template':{'name':'n','language':'en','components':{}} | #/template/components",
                "'template':{'name':'n','language':'en','namespace':'x'} | #/template/namespace",
                "'type':'text','image':{'id':'7'}                 | #/text",
                "'type':'text','text':{'body':'x'},'image':{'id':'7'} | #/image",
                "'type':'text','text':{'body':'x'},'template':{'name':'n','language':'en'} | #/template",
                "'type':'image','text':{'body':'x'},'image':{'id':'7'} | #/text",
                "'type':'image'                                   | #/image",
                "'type':'to'                                      | #/type",
                "'message':'x'                                    | #/message"
            })
    void aWrongMemberIsNamed(String members, String pointer) {
        assertThat(read(START + members + "}").faults())
                .extracting(JsonMembers.Fault::pointer)
                .contains(pointer);
    }

    @Test
    void everyWrongMemberIsNamedAtOnce() {
        assertThat(
                        read(START + "'text':{'body':'x'},'priority':'high','notBefore':'x','y':1}")
                                .faults())
                .extracting(JsonMembers.Fault::pointer)
                .containsExactlyInAnyOrder("#/priority", "#/notBefore", "#/y");
    }

    @Test
    void metasFormOfATextIsHonouredWhole() {
        SendCommand command =
                command(
                        "{'messaging_product':'whatsapp','recipient_type':'individual','phoneNumberId':'1','to':'491710088001',"
                                + "'type':'text','text':{'body':'https://shop.example','preview_url':true},"
                                + "'context':{'message_id':'wamid.q1'}}");

        assertThat(command.getText().orElseThrow().getPreviewUrl()).isTrue();
        assertThat(command.getRepliesTo()).contains("wamid.q1");
    }

    @Test
    void metasFormOfATemplateIsHonouredWhole() {
        SendCommand command =
                command(
                        START
                                + "'type':'template','template':{'name':'order_update',"
                                + "'language':{'code':'en','policy':'deterministic'},'components':[{'type':'body'}]}}");

        assertThat(command.getTemplate().orElseThrow().getLanguage()).isEqualTo("en");
        assertThat(command.getTemplate().orElseThrow().getComponentsJson())
                .contains("[{\"type\":\"body\"}]");
    }

    @Test
    void metasFormOfEveryOtherTypeIsPassedOnWhole() {
        SendCommand command =
                command(
                        START
                                + "'type':'image','image':{'id':'7','caption':'a boat'},"
                                + "'recipient_identity_key_hash':'k','priority':'HIGH'}");

        assertThat(JsonMapper.shared().readTree(command.getMessageJson().orElseThrow()))
                .isEqualTo(
                        json(
                                "{'type':'image','image':{'id':'7','caption':'a boat'},'recipient_identity_key_hash':'k'}"));
        assertThat(command.getPriority()).isEqualTo(Priority.HIGH);
    }

    @Test
    void metasMarkAsReadIsHonoured() {
        SendCommand command =
                command(
                        "{'phoneNumberId':'1','messaging_product':'whatsapp','status':'read',"
                                + "'message_id':'wamid.1','typing_indicator':{'type':'text'}}");

        assertThat(JsonMapper.shared().readTree(command.getMessageJson().orElseThrow()))
                .isEqualTo(
                        json(
                                "{'status':'read','message_id':'wamid.1','typing_indicator':{'type':'text'}}"));
    }

    @Test
    void aGroupIsNamedInBothForms() {
        assertThat(
                        command(
                                        "{'phoneNumberId':'1','recipient_type':'group','to':'abc=','text':{'body':'x'}}")
                                .getGroupId())
                .contains("abc=");
        assertThat(command("{'phoneNumberId':'1','groupId':'abc=','text':{'body':'x'}}").getTo())
                .isEmpty();
    }

    @Test
    void aTimeMayHaveAnyZone() {
        assertThat(
                        command(
                                        START
                                                + "'text':{'body':'x'},'notBefore':'2026-12-01T09:00:00+01:00'}")
                                .getNotBefore())
                .contains(Instant.parse("2026-12-01T08:00:00Z"));
    }

    private static SendCommand command(String body) {
        SendBody.Read read = read(body);
        assertThat(read.faults()).isEmpty();
        return read.command();
    }

    private static SendBody.Read read(String body) {
        return SendBody.read(json(body), NOW);
    }

    private static ObjectNode json(String body) {
        return (ObjectNode) JsonMapper.shared().readTree(body.replace('\'', '"'));
    }
}
