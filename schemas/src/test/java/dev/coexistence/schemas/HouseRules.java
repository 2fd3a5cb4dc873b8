package dev.coexistence.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The architecture rules that every module holds itself to. */
public final class HouseRules {
    private static final int MOST_ARGUMENTS = 7;
    private static final String BANNED =
            "[A-Za-z$]*(Util|Utils|Helper|Manager|Impl|Dto|DTO)|Abstract[A-Za-z$]*";

    @ArchTest
    static final ArchRule namesSaySomething =
            noClasses()
                    .should()
                    .haveNameMatching(".*\\.(" + BANNED + ")")
                    .because("a reader who knows the business guesses the file")
                    .allowEmptyShould(true);

    /** Records are left out: their components are the value that they carry. */
    @ArchTest
    static final ArchRule constructorsTakeSevenArgumentsAtMost =
            classes()
                    .that(writtenByHand())
                    .should(
                            new ArchCondition<>("take seven arguments at most") {
                                @Override
                                public void check(JavaClass type, ConditionEvents events) {
                                    for (var constructor : type.getConstructors()) {
                                        int arguments = constructor.getRawParameterTypes().size();
                                        if (arguments > MOST_ARGUMENTS) {
                                            events.add(
                                                    SimpleConditionEvent.violated(
                                                            constructor,
                                                            constructor.getFullName()
                                                                    + " takes "
                                                                    + arguments));
                                        }
                                    }
                                }
                            })
                    .because("a class with more collaborators does more than one thing")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.coexistence.(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule timeIsInjected =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", java.time.Duration.class)
                    .orShould()
                    .callMethod(Clock.class, "systemDefaultZone")
                    .because("a decision that reads the wall clock cannot be tested or simulated")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule chanceHasASeed =
            noClasses()
                    .should()
                    .callConstructor(Random.class)
                    .because("what a random test found must be found again from its seed")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jsonIsReadByOneLibrary =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.google.gson..")
                    .because("Jackson 3 (tools.jackson) is the one JSON library here")
                    .allowEmptyShould(true);

    @ArchTest static final ArchRule servicesDoNotKnowEachOther = servicesKnowOnlyThemselves();

    /** Decisions are records and sealed types: what they are made of must run without Spring. */
    @ArchTest
    static final ArchRule valuesKnowNoFramework =
            classes()
                    .that(sealedOrTheirCases())
                    .should()
                    .onlyDependOnClassesThat(
                            DescribedPredicate.not(
                                    JavaClass.Predicates.resideInAnyPackage(
                                            "org.springframework..", "reactor..", "io.netty..")))
                    .because("a decision knows no framework")
                    .allowEmptyShould(true);

    private HouseRules() {}

    private static DescribedPredicate<JavaClass> writtenByHand() {
        return DescribedPredicate.describe(
                "are classes with constructors written by hand",
                type ->
                        !type.isRecord()
                                && !type.isEnum()
                                && !type.isAnonymousClass()
                                && !type.isAssignableTo(
                                        "org.apache.avro.specific.SpecificRecordBase")
                                && !type.isAssignableTo(
                                        "org.apache.avro.specific.SpecificRecordBuilderBase"));
    }

    private static DescribedPredicate<JavaClass> sealedOrTheirCases() {
        return DescribedPredicate.describe(
                "are sealed interfaces or cases of one",
                type -> {
                    Class<?> reflected;
                    try {
                        reflected = type.reflect();
                    } catch (RuntimeException | LinkageError e) {
                        return false;
                    }
                    return reflected.isSealed()
                            || Arrays.stream(reflected.getInterfaces()).anyMatch(Class::isSealed);
                });
    }

    private static ArchRule servicesKnowOnlyThemselves() {
        var services = List.of("connection", "ingest", "dispatch", "conversation");
        return classes()
                .that(
                        DescribedPredicate.describe(
                                "belong to a service", type -> services.contains(serviceOf(type))))
                .should(
                        new ArchCondition<>("know no other service") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                for (var dependency : type.getDirectDependenciesFromSelf()) {
                                    String other = serviceOf(dependency.getTargetClass());
                                    if (services.contains(other)
                                            && !other.equals(serviceOf(type))) {
                                        events.add(
                                                SimpleConditionEvent.violated(
                                                        type, dependency.getDescription()));
                                    }
                                }
                            }
                        })
                .allowEmptyShould(true);
    }

    private static String serviceOf(JavaClass type) {
        String prefix = "dev.coexistence.";
        String name = type.getPackageName();
        if (!name.startsWith(prefix)) {
            return "";
        }
        String rest = name.substring(prefix.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
