package dev.coexistence.dispatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.coexistence.schemas.HouseRules;

@AnalyzeClasses(packages = "dev.coexistence.dispatch", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest static final ArchTests rules = ArchTests.in(HouseRules.class);

    /** So that the same decisions run in production and on the simulation's clock. */
    @ArchTest
    static final ArchRule decisionsKnowNoDatabaseNoNetworkAndNoThread =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..dispatch.command",
                            "..dispatch.number",
                            "..dispatch.recipient",
                            "..dispatch.pacing")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..",
                            "java.net..",
                            "java.io..",
                            "org.apache..",
                            "io.netty..",
                            "io.micrometer..",
                            "reactor..",
                            "org.springframework.jdbc..",
                            "org.springframework.kafka..",
                            "org.springframework.web..",
                            "..dispatch.api",
                            "..dispatch.engine",
                            "..dispatch.intake",
                            "..dispatch.meta",
                            "..dispatch.database",
                            "..dispatch.outbox",
                            "..dispatch.ownership",
                            "..dispatch.metrics",
                            "..dispatch.queue")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class);
}
