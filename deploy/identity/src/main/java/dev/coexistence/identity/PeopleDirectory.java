package dev.coexistence.identity;

import java.util.LinkedHashMap;
import java.util.List;
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
        List<UserDetails> users =
                DemoPerson.ALL.stream()
                        .map(person ->
                                user(
                                        person,
                                        passwords.computeIfAbsent(
                                                person.user(), _ -> secrets.generate())))
                        .toList();
        folder.write(
                FILE,
                passwords.entrySet().stream()
                        .map(one -> one.getKey() + " " + one.getValue())
                        .collect(Collectors.joining("\n")));
        return new InMemoryUserDetailsManager(users);
    }

    private static UserDetails user(DemoPerson person, String password) {
        return User.withUsername(person.user())
                .password(GeneratedSecrets.digest(password))
                .authorities("PERSON")
                .build();
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
