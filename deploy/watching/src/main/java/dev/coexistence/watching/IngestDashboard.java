package dev.coexistence.watching;

import dev.coexistence.watching.Dashboard.Row;
import java.util.List;

/** Webhooks in, events out. */
final class IngestDashboard {
    private IngestDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "whatsapp-ingest",
                "WhatsApp · Ingest",
                "Webhooks from Meta: taken, refused, how fast, and the events made of them.",
                List.of(),
                List.of(webhooks(), splitRow()));
    }

    private static Row webhooks() {
        return Row.of(
                "Webhooks",
                Panel.stacked(
                                "Webhooks by outcome",
                                Panel.PER_SECOND,
                                "accepted is answered 200 after the broker's acknowledgement; unavailable and overloaded are answered 503 and come again.")
                        .query(
                                "sum by (outcome) (rate(whatsapp_ingest_webhooks_total[$__rate_interval]))",
                                "{{outcome}}"),
                Panel.lines(
                                "Time to the 200",
                                Panel.SECONDS,
                                "From the request to the answer, the broker's acknowledgement between.")
                        .query(
                                "histogram_quantile(0.5, sum by (le) (rate(whatsapp_ingest_acknowledge_seconds_bucket[$__rate_interval])))",
                                "half")
                        .query(
                                "histogram_quantile(0.99, sum by (le) (rate(whatsapp_ingest_acknowledge_seconds_bucket[$__rate_interval])))",
                                "99 of 100"),
                Panel.lines(
                                "Waiting for the broker",
                                Panel.COUNT,
                                "At the bound, webhooks are answered 503 at once.")
                        .query("sum(whatsapp_ingest_in_flight)", "waiting")
                        .query("sum(whatsapp_ingest_in_flight_limit)", "bound"),
                Panel.lines("Bytes", Panel.BYTES_PER_SECOND, "Bodies appended to the raw topic.")
                        .query("sum(rate(whatsapp_ingest_bytes_total[$__rate_interval]))", "bytes"),
                Panel.lines(
                                "Against the usual rhythm",
                                Panel.PER_SECOND,
                                "The last half hour, and the same half hour of yesterday, a week and two weeks ago on average.")
                        .columns(24)
                        .query("ingest:webhooks:rate30m", "now")
                        .query(
                                PanelQuery.of("ingest:webhooks:usual", "usual")
                                        .mayBeEmpty("There was no yesterday yet.")));
    }

    private static Row splitRow() {
        return Row.of(
                "Events",
                Panel.stacked("Events by topic", Panel.EVENTS, "What the splitter publishes.")
                        .query(
                                "sum by (topic) (rate(whatsapp_ingest_split_events_total[$__rate_interval]))",
                                "{{topic}}"),
                Panel.lines(
                                "From the webhook to its events",
                                Panel.SECONDS,
                                "Until the last event of a webhook is acknowledged.")
                        .query(
                                "sum(rate(whatsapp_ingest_split_delay_seconds_sum[$__rate_interval])) / sum(rate(whatsapp_ingest_split_delay_seconds_count[$__rate_interval]))",
                                "on average")
                        .query("max(whatsapp_ingest_split_delay_seconds_max)", "slowest"),
                Panel.lines(
                                "Items",
                                Panel.EVENTS,
                                "Every item of a webhook becomes an event or a dead letter.")
                        .query(
                                "sum(rate(whatsapp_ingest_split_items_total[$__rate_interval]))",
                                "items")
                        .query(
                                "sum(rate(whatsapp_ingest_split_dead_letters_total[$__rate_interval])) or vector(0)",
                                "parked alone"),
                Panel.lines(
                                "Dead letters",
                                Panel.COUNT,
                                "Parked since the start, by topic and reason.")
                        .query(
                                "sum by (topic, reason) (whatsapp_dead_letters_total) or vector(0)",
                                "{{topic}} {{reason}}"));
    }
}
