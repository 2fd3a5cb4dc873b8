package dev.coexistence.watching;

import dev.coexistence.watching.Dashboard.Row;
import java.util.List;

/** Dashboard of each number's sends against its budget. */
final class ThroughputDashboard {
    private static final String NUMBER = "{phone_number_id=~\"$number\"}";
    private static final String BY_NUMBER = "{{phone_number_id}}";

    private ThroughputDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "whatsapp-throughput",
                "WhatsApp · Throughput per number",
                "What each number sends a second against the 20 of coexistence or the 80 of full migration.",
                List.of(DashboardVariable.MODE, DashboardVariable.NUMBER),
                List.of(currentRow(), sendRow(), queueRow(), outcomes()));
    }

    private static Row currentRow() {
        return Row.of(
                "Now",
                Panel.number("Sent per second", Panel.PER_SECOND, "All chosen numbers together.")
                        .query(
                                "sum(rate(whatsapp_dispatch_requests_total%s[$__rate_interval]))"
                                        .formatted(NUMBER),
                                ""),
                Panel.number("Queued", Panel.COUNT, "Commands stored and not ended.")
                        .query("sum(whatsapp_dispatch_queue_depth%s)".formatted(NUMBER), ""),
                Panel.number(
                                "Oldest due",
                                Panel.SECONDS,
                                "How long the oldest message waits that could have gone.")
                        .query("max(whatsapp_dispatch_queue_age_seconds%s)".formatted(NUMBER), ""),
                Panel.mustBeZero(
                                "Over the budget",
                                "Refused at the socket by the dispatcher's own check. Anything but 0 is a defect.")
                        .query("sum(whatsapp_dispatch_alarms_total{alarm=\"ring_refused\"})", ""),
                Panel.mustBeZero(
                                "Unknown, for people",
                                "May have gone out; nobody can tell, so nothing was sent twice.")
                        .query("sum(whatsapp_dispatch_unknown{state=\"parked\"})", ""),
                Panel.mustBeZero("Numbers held", "Their messages wait for the connection.")
                        .query(
                                "count(whatsapp_dispatch_held%s == 1) or vector(0)"
                                        .formatted(NUMBER),
                                ""));
    }

    private static Row sendRow() {
        return Row.of(
                "Sending",
                Panel.lines(
                                "Sent per second against the budget",
                                Panel.PER_SECOND,
                                "Each number's sends and, as a line to stay under, what it may: 20 in coexistence, 80 in full migration, or Meta's level.")
                        .columns(24)
                        .query(
                                "sum by (phone_number_id) (rate(whatsapp_dispatch_requests_total%s[$__rate_interval]))"
                                        .formatted(NUMBER),
                                BY_NUMBER)
                        .query(
                                "max by (phone_number_id, mode) (whatsapp_dispatch_budget_per_second{phone_number_id=~\"$number\",mode=~\"$mode\"})",
                                "budget of {{phone_number_id}} ({{mode}})"),
                Panel.lines(
                                "Share of the budget in use",
                                Panel.SHARE,
                                "Sends, inbound messages and echoes of the last sliding second over the budget. Never above 1.")
                        .query(
                                "max by (phone_number_id) (whatsapp_dispatch_budget_used_ratio%s)"
                                        .formatted(NUMBER),
                                BY_NUMBER),
                Panel.stacked(
                                "What uses the budget",
                                Panel.EVENTS,
                                "Messages that customers write and that the owner writes in the app count against the same second.")
                        .query(
                                "sum(rate(whatsapp_dispatch_requests_total%s[$__rate_interval]))"
                                        .formatted(NUMBER),
                                "sent")
                        .query(
                                "sum by (kind) (rate(whatsapp_dispatch_counted_total%s[$__rate_interval]))"
                                        .formatted(NUMBER),
                                "{{kind}}"));
    }

    private static Row queueRow() {
        return Row.of(
                "Waiting",
                Panel.lines("Queue depth", Panel.COUNT, "Commands stored and not ended.")
                        .query(
                                "sum by (phone_number_id) (whatsapp_dispatch_queue_depth%s)"
                                        .formatted(NUMBER),
                                BY_NUMBER),
                Panel.lines(
                                "Queue age",
                                Panel.SECONDS,
                                "Age of the oldest message that is due. Growing is fine while the budget is used up.")
                        .query(
                                "max by (phone_number_id) (whatsapp_dispatch_queue_age_seconds%s)"
                                        .formatted(NUMBER),
                                BY_NUMBER),
                Panel.table(
                                "Time until the queue is empty",
                                Panel.SECONDS,
                                "Depth over budget: at best.")
                        .query(
                                "sort_desc(sum by (phone_number_id) (whatsapp_dispatch_queue_depth%s) / on (phone_number_id) max by (phone_number_id) (whatsapp_dispatch_budget_per_second%s))"
                                        .formatted(NUMBER, NUMBER),
                                BY_NUMBER),
                Panel.stateOverTime("Held", "Which numbers are held, and why.")
                        .query(
                                PanelQuery.of(
                                                "max by (phone_number_id, reason) (whatsapp_dispatch_held%s)"
                                                        .formatted(NUMBER),
                                                "{{phone_number_id}} {{reason}}")
                                        .mayBeEmpty("No number is held while all is well.")));
    }

    private static Row outcomes() {
        return Row.of(
                "Outcomes",
                Panel.stacked(
                                "How commands ended",
                                Panel.PER_SECOND,
                                "Each command ends in exactly one of these.")
                        .query(
                                "sum by (outcome) (rate(whatsapp_dispatch_sent_total%s[$__rate_interval]))"
                                        .formatted(NUMBER),
                                "{{outcome}}"),
                Panel.stacked(
                                "Commands taken in",
                                Panel.PER_SECOND,
                                "duplicate: the command id was there already; it changed nothing.")
                        .query(
                                "sum by (outcome) (rate(whatsapp_dispatch_commands_total[$__rate_interval]))",
                                "{{outcome}}"),
                Panel.lines(
                                "In doubt",
                                Panel.COUNT,
                                "Requests without a definite answer: waiting for a status, or parked for people.")
                        .query("sum by (state) (whatsapp_dispatch_unknown)", "{{state}}")
                        .query(
                                "sum(increase(whatsapp_dispatch_doubts_total[$__rate_interval]))",
                                "new doubts"),
                Panel.lines(
                                "Results that wait for Kafka",
                                Panel.COUNT,
                                "Committed and not yet acknowledged; 0 while all is well.")
                        .query("sum(whatsapp_dispatch_results_pending)", "results"),
                Panel.lines(
                                "Refused as too many (130429) and the rate in force",
                                Panel.PER_SECOND,
                                "After a refusal the rate falls to seven tenths and grows back by a twentieth of the budget each clean second.")
                        .query(
                                "sum by (phone_number_id) (rate(whatsapp_dispatch_throttled_total{phone_number_id=~\"$number\",code=\"130429\"}[$__rate_interval])) or vector(0)",
                                "refused {{phone_number_id}}")
                        .query(
                                "max by (phone_number_id) (whatsapp_dispatch_budget_effective%s)"
                                        .formatted(NUMBER),
                                "rate in force {{phone_number_id}}"),
                Panel.lines(
                                "Meta's answer",
                                Panel.SECONDS,
                                "Time from the request's first byte to the answer.")
                        .query(
                                "histogram_quantile(0.5, sum by (le) (rate(whatsapp_dispatch_round_trip_seconds_bucket[$__rate_interval])))",
                                "half")
                        .query(
                                "histogram_quantile(0.99, sum by (le) (rate(whatsapp_dispatch_round_trip_seconds_bucket[$__rate_interval])))",
                                "99 of 100"));
    }
}
