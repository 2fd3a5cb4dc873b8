package dev.coexistence.conversation.page;

import java.time.Duration;
import java.util.List;

/** Two threads with every kind of content: one with a customer, one of a group. */
final class Contents {
    private static final List<String> CHOSEN =
            List.of(
                    "{'type':'text','context':{'frequently_forwarded':true},'text':{'body':'"
                            + "A long story of flowers. ".repeat(120)
                            + "The end.'}}",
                    "{'type':'text','text':{'body':'I saw your ad'},'referral':{'source_type':'ad','source_id':'120','source_url':'https://example.org/ad','headline':'Two bouquets for one','body':'This week only','ctwa_clid':'clid-ARAkLkA8rmlFeiCktEJQ-QTwRiyYHAFDLMNDBH0CD3qpjd0HR4irJ6LEkR7JwFF4XvnO2E4Nx0-eM-GABDLOPaOdRMv'}}",
                    "{'type':'text','text':{'body':'Is it in stock?'},'context':{'referred_product':{'catalog_id':'77','product_retailer_id':'SKU-9'}}}",
                    "{'type':'button','button':{'payload':'CONFIRM-42','text':'Confirm'}}",
                    "{'type':'interactive','interactive':{'type':'button_reply','button_reply':{'id':'BUY_7','title':'Yes, please'}}}",
                    "{'type':'interactive','interactive':{'type':'list_reply','list_reply':{'id':'slot-10','title':'At ten','description':'Saturday, by the courier'}}}",
                    "{'type':'interactive','interactive':{'type':'nfm_reply','nfm_reply':{'name':'flow','body':'Sent','response_json':'{`seats`:3,`allergies`:[`nuts`],`remark`:`by the window, if that is possible`}'}}}",
                    "{'type':'interactive','interactive':{'type':'call_permission_reply','call_permission_reply':{'response':'accept'}}}",
                    "{'type':'interactive','interactive':{'type':'payment_method','payment_method':{'payment_method':'card','reference_id':'r-1'}}}",
                    "{'type':'order','order':{'catalog_id':'77','text':'','product_items':[{'product_retailer_id':'SKU-9','quantity':2,'item_price':12.5,'currency':'EUR'},{'product_retailer_id':'ROSES-RED-LONG-STEMMED-24','quantity':'1','item_price':'39.90','currency':'EUR'}]}}",
                    "{'type':'location','location':{'latitude':47.378,'longitude':8.54,'name':'Main station','address':'Station Square 15, 8001','url':'https://example.org/station'}}",
                    "{'type':'contacts','contacts':[{'name':{'formatted_name':'Ben Roth'},'phones':[{'phone':'+1 555 010 0888','type':'HOME'},{'phone':'+1 555 010 0887'}],'emails':[{'email':'ben@example.org'}],'urls':[{'url':'https://example.org'}],'org':{'company':'Harbour Ltd','title':'Cook'},'addresses':[{'street':'Mill Lane 1','city':'Springfield'}]}]}",
                    "{'type':'audio','audio':{'id':'m1','voice':true}}",
                    "{'type':'document','document':{'id':'m2','filename':'Contract, signed.pdf','caption':'as agreed'}}",
                    "{'type':'unsupported','unsupported':{'type':'poll_creation'},'errors':[{'code':131051,'title':'Message type unknown','error_data':{'details':'Message type is currently not supported.'}}]}",
                    "{'type':'request_welcome'}",
                    "{'type':'hologram','hologram':{'depth':3}}");

    private static final List<String> SENT =
            List.of(
                    "{'type':'interactive','interactive':{'type':'button','header':{'type':'text','text':'Delivery'},'body':{'text':'When shall we come?'},'footer':{'text':'Answer with one touch'},'action':{'buttons':[{'reply':{'id':'b1','title':'Morning'}},{'reply':{'id':'b2','title':'Evening'}}]}}}",
                    "{'type':'template','template':{'name':'order_update','language':{'code':'en'},'components':[{'type':'body','parameters':[{'type':'text','text':'Ana'},{'type':'text','text':'order 1047'}]}]}}");

    private final SeededInbox inbox;

    Contents(SeededInbox inbox) {
        this.inbox = inbox;
    }

    /** What a customer chose and a program sent, one message of each kind. */
    long ofCustomer(String number) {
        long thread = inbox.conversation(number, "Cleo Marín", "+15550100555");
        int minutes = 40;
        for (String json : SENT) {
            say(inbox.from(thread, "API").status("read"), json, minutes--);
        }
        for (String json : CHOSEN) {
            say(inbox.from(thread, "CUSTOMER"), json, minutes--);
        }
        return thread;
    }

    /** A group in which two people wrote, and the business once. */
    long ofGroup(String number) {
        long group = inbox.group(number);
        say(
                inbox.from(group, "CUSTOMER").by("Ana Vidal", "+15550302005"),
                "{'type':'text','text':{'body':'Who brings the flowers?'}}",
                9);
        say(
                inbox.from(group, "CUSTOMER").by("Ben Ortiz", "+15550302006"),
                "{'type':'text','text':{'body':'Not me, I bring the cake'}}",
                8);
        say(
                inbox.from(group, "API").status("sent"),
                "{'type':'text','text':{'body':'To all of you: at ten'}}",
                7);
        say(
                inbox.from(group, "CUSTOMER").by(null, "+15550302007"),
                "{'type':'text','text':{'body':'Fine'}}",
                6);
        return group;
    }

    private void say(MessageBuilder message, String json, int minutesAgo) {
        String text = json.replace("`", "\\\"").replace('\'', '"');
        String type = text.replaceFirst("(?s).*?\"type\":\"(\\w+)\".*", "$1");
        inbox.say(message.type(type).json(text).ago(Duration.ofMinutes(minutesAgo)));
    }
}
