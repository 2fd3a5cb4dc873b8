package dev.coexistence.identity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * The demo's people with their passwords, which are generated at the first start and kept in the
 * file {@code passwords}, one line a person.
 */
final class PeopleDirectory {
    private static final String FILE = "passwords";

    private PeopleDirectory() {}

    static UserDetailsService in(PrivateFolder folder, GeneratedSecrets secrets) {
        Map<String, String> passwords = read(folder);
        DemoPerson.ALL.forEach(person ->
                passwords.computeIfAbsent(person.user(), _ -> secrets.generate()));
        folder.write(
                FILE,
                passwords.entrySet().stream()
                        .map(one -> one.getKey() + " " + one.getValue())
                        .collect(Collectors.joining("\n")));
        return new InMemoryUserDetailsManager(
                DemoPerson.ALL.stream()
                        .map(person ->
                                user(person, secrets.encode(passwords.get(person.user()))))
                        .toList());
    }

    private static UserDetails user(DemoPerson person, String digest) {
        return User.withUsername(person.user()).password(digest).authorities("PERSON").build();
    }

    private static Map<String, String> read(PrivateFolder folder) {
        var passwords = new LinkedHashMap<String, String>();
        folder.read(FILE).stream()
                .flatMap(String::lines)
                .map(line -> line.strip().split("\\s+", 2))
                .filter(words -> words.length == 2)
                .forEach(words -> passwords.put(words[0], words[1]));
        return passwords;
    }
}
