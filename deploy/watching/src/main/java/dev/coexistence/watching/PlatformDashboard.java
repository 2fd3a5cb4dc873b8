package dev.coexistence.watching;

import dev.coexistence.watching.Dashboard.Row;
import java.util.List;

/** Dashboard of the platform below the services. */
final class PlatformDashboard {
    private static final String SERVICE = "{service=~\"$service\"}";
    private static final String WHO = "{{service}} {{instance}}";

    private PlatformDashboard() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "whatsapp-platform",
                "WhatsApp · Kafka and JVM",
                "Consumers, producers, database connections, HTTP and the JVMs.",
                List.of(DashboardVariable.SERVICE),
                List.of(kafka(), http(), jvm()));
    }

    private static Row kafka() {
        return Row.of(
                "Kafka",
                Panel.lines("Records behind, by group", Panel.COUNT, "Behind the end of the log.")
                        .query("group:kafka_consumer_lag:sum", "{{group}}"),
                Panel.lines("Events handled", Panel.EVENTS, "By consumer group and topic.")
                        .query(
                                "sum by (group, topic) (rate(whatsapp_consumer_handled_total%s[$__rate_interval]))"
                                        .formatted(SERVICE),
                                "{{group}} {{topic}}"),
                Panel.lines(
                                "Polls thrown back by an outage",
                                Panel.COUNT,
                                "Database, broker or registry away: the consumer waits and loses nothing.")
                        .query(
                                "sum by (group) (increase(whatsapp_consumer_outages_total%s[$__rate_interval]))"
                                        .formatted(SERVICE),
                                "{{group}}"),
                Panel.lines("Records sent", Panel.EVENTS, "By service.")
                        .query(
                                "sum by (service) (rate(kafka_producer_record_send_total%s[$__rate_interval]))"
                                        .formatted(SERVICE),
                                "{{service}}"),
                Panel.lines("Time to the broker's answer", Panel.SECONDS, "On average, by service.")
                        .query(
                                "max by (service) (kafka_producer_request_latency_avg%s >= 0) / 1000"
                                        .formatted(SERVICE),
                                "{{service}}"),
                Panel.lines("Send errors", Panel.COUNT, "Records that were not acknowledged.")
                        .query(
                                "sum by (service) (increase(kafka_producer_record_error_total%s[$__rate_interval]))"
                                        .formatted(SERVICE),
                                "{{service}}"));
    }

    private static Row http() {
        return Row.of(
                "HTTP and PostgreSQL",
                Panel.stacked("Requests", Panel.PER_SECOND, "By service and status.")
                        .query(
                                "sum by (service, status) (rate(http_server_requests_seconds_count%s[$__rate_interval]))"
                                        .formatted(SERVICE),
                                "{{service}} {{status}}"),
                Panel.lines("99 of 100 requests within", Panel.SECONDS, "By service.")
                        .query(
                                "histogram_quantile(0.99, sum by (service, le) (rate(http_server_requests_seconds_bucket%s[$__rate_interval])))"
                                        .formatted(SERVICE),
                                "{{service}}"),
                Panel.lines("Database connections", Panel.COUNT, "In use, and threads waiting.")
                        .query(
                                "sum by (service) (hikaricp_connections_active%s)"
                                        .formatted(SERVICE),
                                "{{service}} in use")
                        .query(
                                "sum by (service) (hikaricp_connections_pending%s)"
                                        .formatted(SERVICE),
                                "{{service}} waiting"),
                Panel.stateOverTime("Up", "Whether each instance answers Prometheus.")
                        .query("up{job=\"whatsapp\",service=~\"$service\"}", WHO));
    }

    private static Row jvm() {
        return Row.of(
                "JVM",
                Panel.lines("Heap", Panel.BYTES, "In use, after and between collections.")
                        .query(
                                "sum by (service, instance) (jvm_memory_used_bytes{area=\"heap\",service=~\"$service\"})",
                                WHO),
                Panel.lines("Collection pauses", Panel.SHARE, "Share of the time spent in them.")
                        .query(
                                "sum by (service, instance) (rate(jvm_gc_pause_seconds_sum%s[$__rate_interval]))"
                                        .formatted(SERVICE),
                                WHO),
                Panel.lines("Processor", Panel.SHARE, "Share of all cores.")
                        .query(
                                "max by (service, instance) (process_cpu_usage%s)"
                                        .formatted(SERVICE),
                                WHO),
                Panel.lines(
                                "Threads",
                                Panel.COUNT,
                                "Platform threads; virtual ones are not counted.")
                        .query(
                                "max by (service, instance) (jvm_threads_live_threads%s)"
                                        .formatted(SERVICE),
                                WHO));
    }
}
