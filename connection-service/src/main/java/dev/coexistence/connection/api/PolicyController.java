package dev.coexistence.connection.api;

import dev.coexistence.access.Caller;
import dev.coexistence.connection.lifecycle.PolicyImpact;
import dev.coexistence.connection.policy.CountryAvailability;
import dev.coexistence.connection.policy.PolicyCatalogue;
import dev.coexistence.connection.policy.PolicyEdition;
import dev.coexistence.connection.record.TenantConnections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The policy catalogue over HTTP. */
@RestController
@RequestMapping("/v1/policies")
class PolicyController {
    private static final java.util.Set<String> COUNTRIES =
            Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private final PolicyCatalogue policies;
    private final TenantConnections connections;

    PolicyController(PolicyCatalogue policies, TenantConnections connections) {
        this.policies = policies;
        this.connections = connections;
    }

    record Catalogue(String inForce, List<PolicyEdition> editions) {}

    /**
     * @param byEdition what every known edition says
     */
    record Country(
            String country,
            String name,
            String edition,
            CountryAvailability availability,
            Map<String, CountryAvailability> byEdition) {}

    record Impact(String from, String to, List<PolicyImpact> connections) {}

    @GetMapping
    Catalogue all() {
        return new Catalogue(policies.inForce().edition(), policies.all());
    }

    @GetMapping("/countries/{iso}")
    ResponseEntity<Object> country(@PathVariable String iso) {
        String country = iso.toUpperCase(Locale.ROOT);
        if (!COUNTRIES.contains(country)) {
            return ConnectionProblem.notFound("No country has this ISO 3166 code.");
        }
        var byEdition = new java.util.TreeMap<String, CountryAvailability>();
        policies.all()
                .forEach(edition ->
                        byEdition.put(edition.edition(), edition.coexistenceIn(country)));
        return ResponseEntity.ok(
                new Country(
                        country,
                        Locale.of("", country).getDisplayCountry(Locale.ENGLISH),
                        policies.inForce().edition(),
                        policies.inForce().coexistenceIn(country),
                        byEdition));
    }

    /**
     * The connected numbers that a switch to that edition would touch, each with its differences.
     */
    @GetMapping("/{edition}/impact")
    ResponseEntity<Object> impact(@PathVariable String edition, Caller caller) {
        var to = policies.find(edition);
        if (to == null) {
            return ConnectionProblem.notFound("No edition has this name.");
        }
        var from = policies.inForce();
        connections.noteLook(caller, "connection");
        return ResponseEntity.ok(
                new Impact(
                        from.edition(),
                        to.edition(),
                        PolicyImpact.of(connections.listLive(caller), from, to)));
    }
}
