package dev.coexistence.conversation.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessageContentTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where what was chosen stands in the API, by kind. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'text','text':{'body':'hi'}} | /text/body | hi",
                "{'type':'button','button':{'payload':'CONFIRM-42','text':'Confirm'}} | /button/payload | CONFIRM-42",
                "{'type':'interactive','interactive':{'type':'button_reply','button_reply':{'id':'BUY_7','title':'Yes'}}} | /buttonReply/id | BUY_7",
                "{'type':'interactive','interactive':{'button_reply':{'id':'BUY_7','title':'Yes'}}} | /buttonReply/id | BUY_7",
                "{'type':'interactive','interactive':{'type':'list_reply','list_reply':{'id':'L1','title':'One','description':'more'}}} | /listReply/description | more",
                "{'type':'interactive','interactive':{'type':'nfm_reply','nfm_reply':{'name':'flow','body':'Sent','response_json':'{\\'seats\\':3}'}}} | /flowReply/response/seats | 3",
                "{'type':'interactive','interactive':{'type':'nfm_reply','nfm_reply':{'response_json':{'seats':3}}}} | /flowReply/response/seats | 3",
                "{'type':'interactive','interactive':{'type':'nfm_reply','nfm_reply':{'response_json':'no json'}}} | /flowReply/response | no json",
                "{'type':'interactive','interactive':{'type':'call_permission_reply','call_permission_reply':{'response':'accept','expiration_timestamp':'1795883593','response_source':'user_action'}}} | /callPermissionReply/expiresAt | 1795883593",
                "{'type':'interactive','interactive':{'type':'payment_method','payment_method':{'payment_method':'card','reference_id':'r-1'}}} | /paymentMethod/referenceId | r-1",
                "{'type':'interactive','interactive':{'type':'address_message','name':'x'}} | /interactive/data/name | x",
                "{'type':'interactive','interactive':{'type':'list','body':{'text':'b'},'action':{'sections':[{'rows':[{'id':'r1','title':'Row'}]}]}}} | /interactive/options/0/id | r1",
                "{'type':'interactive','interactive':{'type':'button','action':{'buttons':[{'type':'reply','reply':{'id':'b1','title':'Go'}}]}}} | /interactive/options/0/title | Go",
                "{'type':'template','template':{'name':'order_update','language':{'code':'en'},'components':[{'type':'body','parameters':[{'type':'text','text':'Ana'}]}]}} | /template/values/0 | Ana",
                "{'type':'template','template':{'name':'t','language':{'code':'en'},'components':[{'type':'button','parameters':[{'type':'payload','payload':'P1'}]}]}} | /template/components/0/type | button",
                "{'type':'location','location':{'latitude':52.5,'longitude':'13.4','name':'Office','address':'Street 1','url':'https://example.org'}} | /location/longitude | 13.4",
                "{'type':'location','location':{'latitude':52.5,'longitude':13.4,'address':'Street 1'}} | /location/address | Street 1",
                "{'type':'contacts','contacts':[{'name':{'formatted_name':'Ben'},'phones':[{'phone':'+1 555','wa_id':'1555','type':'HOME'}],'emails':[{'email':'b@example.org'}],'org':{'company':'Acme'}}]} | /contacts/cards/0/phones/0/waId | 1555",
                "{'type':'contacts','contacts':[{'name':{'first_name':'Ben','last_name':'Roth'},'emails':[{'email':'b@example.org'}]}]} | /contacts/cards/0/emails/0/value | b@example.org",
                "{'type':'document','document':{'id':'m1','mime_type':'application/pdf','filename':'menu.pdf','sha256':'abc','caption':'c'}} | /media/fileName | menu.pdf",
                "{'type':'audio','audio':{'id':'m1','voice':true}} | /media/voice | true",
                "{'type':'sticker','sticker':{'id':'m1','animated':'true'}} | /media/animated | true",
                "{'type':'hologram','hologram':{'id':'m1','mime_type':'x/y'}} | /media/type | hologram",
                "{'type':'system','system':{'type':'user_changed_number','body':'moved','wa_id':'1555'}} | /system/waId | 1555",
                "{'type':'unsupported','unsupported':{'type':'poll_creation'},'errors':[{'code':131051,'title':'Unknown','error_data':{'details':'not supported'}}]} | /unsupported/details | not supported",
                "{'type':'unsupported','errors':[{'code':'131051','message':'m'}]} | /unsupported/title | m",
                "{'type':'poll','poll':{'name':'Lunch?'}} | /other/data/name | Lunch?",
                "{'type':'text','text':{'body':'x'},'referral':{'source_type':'ad','source_id':'120','headline':'Two for one','ctwa_clid':'clid-1'}} | /referral/ctwaClid | clid-1",
                "{'type':'text','text':{'body':'x'},'context':{'referred_product':{'catalog_id':'77','product_retailer_id':'SKU-9'}}} | /referredProduct/productRetailerId | SKU-9",
                "{'type':'text','text':{'body':'x'},'context':{'forwarded':true}} | /forwarded | ONCE",
                "{'type':'text','text':{'body':'x'},'context':{'frequently_forwarded':true}} | /forwarded | OFTEN",
                "{'type':'edit','edit':{'original_message_id':'w','message':{'type':'text','text':{'body':'new'}}}} | /text/body | new",
            })
    void tellsWhatWasChosen(String json, String pointer, String value) {
        JsonNode told = JSON.valueToTree(read(json));

        assertThat(told.at(pointer).asString("nothing at " + pointer + " of " + told))
                .isEqualTo(value);
        assertThat(told.path(told.path("kind").asString("")).isObject()).as("%s", told).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2,12.5,EUR                | 2 items, 25.00 EUR",
                "'2','12.5',EUR            | 2 items, 25.00 EUR",
                "1,500,JPY                 | 1 item, 500 JPY",
                "1,3,USD;2,1.25,USD        | 3 items, 5.50 USD",
                "1,3,USD;2,1.25,EUR        | 3 items",
                "1,,USD                    | 1 item",
                "'many',3,USD              | 1 item",
                "1.5,2,KWD                 | 1.5 items, 3.000 KWD",
                "1,0.123456,USD            | 1 item, 0.123456 USD"
            })
    void anOrderIsSummedUpWhereEverythingIsKnown(String lines, String words) {
        var items = new java.util.ArrayList<String>();
        for (String line : lines.replace('\'', '"').split(";", -1)) {
            String[] parts = line.split(",", -1);
            items.add(
                    "{'product_retailer_id':'SKU-9','quantity':%s,'item_price':%s,'currency':'%s'}"
                            .formatted(parts[0], parts[1].isEmpty() ? "null" : parts[1], parts[2]));
        }
        var content =
                read(
                        "{'type':'order','order':{'catalog_id':'77','text':'','product_items':"
                                + items
                                + "}}");

        assertThat(content.words()).isEqualTo(words);
        assertThat(content.said()).isInstanceOf(Order.class);
    }

    @Test
    void anOrderKeepsItsLinesAndItsNote() {
        var content =
                read(
                        "{'type':'order','order':{'text':'gift-wrap','product_items':{'product_retailer_id':'S','quantity':1}}}");

        assertThat(content.words()).isEqualTo("gift-wrap");
        assertThat(content.said())
                .isEqualTo(
                        new Order(
                                null,
                                "gift-wrap",
                                List.of(new Order.Item("S", BigDecimal.ONE, null, null)),
                                null));
    }

    /** Nothing of another shape is refused, and nothing comes out as blank. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type':7}",
                "{'type':'order','order':[]}",
                "{'type':'order','order':{'product_items':[1,'x',null,[]]}}",
                "{'type':'contacts','contacts':[null,{},{'name':'x','phones':'y'}]}",
                "{'type':'location','location':{'latitude':'north','longitude':1e400}}",
                "{'type':'text','text':{'body':['x']}}",
                "{'type':'text','text':{'body':'  '}}",
                "{'type':'interactive','interactive':'x'}",
                "{'type':'interactive','interactive':{'type':'button','action':{'buttons':{'reply':1}}}}",
                "{'type':'template','template':{'components':{'parameters':'x'},'language':'en'}}",
                "{'type':'unsupported','errors':'x'}",
                "{'type':'edit','edit':7}",
                "{'type':'text','referral':[],'context':'x'}"
            })
    void readsWhateverComes(String json) {
        var content = read(json);

        assertThat(String.valueOf(content.words())).isNotBlank();
        assertThat(JSON.writeValueAsString(content)).contains("\"kind\"");
    }

    @Test
    void whatIsNoObjectHasNoContent() {
        assertThat(MessageContent.read(null)).isNull();
        assertThat(MessageContent.read("")).isNull();
        assertThat(MessageContent.read("[]")).isNull();
        assertThat(MessageContent.read("{")).isNull();
    }

    @Test
    void textThatNoPageCanShowIsMadeLegible() {
        assertThat(read("{'type':'text','text':{'body':'a\\u0000b\\ud800c'}}").text())
                .isEqualTo("a\uFFFDb\uFFFDc");
    }

    @Test
    void anEditKeepsWhereTheCustomerCameFrom() {
        var content =
                MessageContent.read(
                        "{\"type\":\"text\",\"text\":{\"body\":\"old\"},\"referral\":{\"ctwa_clid\":\"c\"}}",
                        "{\"type\":\"edit\",\"edit\":{\"message\":{\"type\":\"text\",\"text\":{\"body\":\"new\"}}}}");

        assertThat(Objects.requireNonNull(content).text()).isEqualTo("new");
        assertThat(Objects.requireNonNull(content.referral()).ctwaClid()).isEqualTo("c");
    }

    private static MessageContent read(String json) {
        String text = json.replace("\\'", "\u0001").replace('\'', '"').replace("\u0001", "\\\"");
        return Objects.requireNonNull(MessageContent.read(text));
    }
}
