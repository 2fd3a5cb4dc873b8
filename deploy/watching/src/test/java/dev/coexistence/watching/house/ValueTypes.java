package dev.coexistence.watching.house;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rule that tells a value from a collaborator by the name of its type: values are what the JDK has
 * for values, Avro and JSON content, and this project's records, enums and sealed types.
 */
final class ValueTypes {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.]*");

    private static final Set<String> FOREIGN =
            Set.of(
                    "boolean byte short int long char float double Boolean Byte Short Integer Long"
                            .concat(" Character Float Double String CharSequence Number BigDecimal")
                            .concat(
                                    " BigInteger Instant Duration LocalDate LocalDateTime ZoneId Period")
                            .concat(" Year OffsetDateTime List Set Map Collection SequencedMap")
                            .concat(
                                    " SequencedCollection Optional OptionalLong OptionalInt Path URI")
                            .concat(" URL UUID Locale Pattern JsonNode ObjectNode ArrayNode")
                            .concat(" SpecificRecord TopicPartition ConsumerRecord ProducerRecord")
                            .concat(
                                    " RecordMetadata Headers HttpHeaders MultiValueMap Object Class")
                            .concat(" Throwable Exception RuntimeException IOException InetAddress")
                            .concat(
                                    " InetSocketAddress ByteBuffer BitSet HttpStatus Schema T K V E A")
                            .split(" ", 0));

    private final Set<String> own;
    private final Set<String> ownCollaborators;

    ValueTypes(List<SourceType> types) {
        own =
                types.stream()
                        .filter(type ->
                                type.kind() == SourceType.Kind.RECORD
                                        || type.kind() == SourceType.Kind.ENUM
                                        || type.sealed())
                        .map(SourceType::name)
                        .collect(Collectors.toSet());
        ownCollaborators =
                types.stream()
                        .map(SourceType::name)
                        .filter(name -> !own.contains(name))
                        .collect(Collectors.toSet());
    }

    /** Tells whether a component carries a value. */
    boolean isValue(SourceType.Component component) {
        String type = component.type().replaceAll("@\\w+(\\([^)]*\\))?", "").strip();
        if (type.endsWith("[]")) {
            return true;
        }
        var name = NAME.matcher(type);
        if (!name.find()) {
            return true;
        }
        String simple = name.group().substring(name.group().lastIndexOf('.') + 1);
        if (FOREIGN.contains(simple)) {
            return true;
        }
        if (ownCollaborators.contains(simple)) {
            return false;
        }
        return own.contains(simple);
    }
}
