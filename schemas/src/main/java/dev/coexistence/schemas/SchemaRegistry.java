package dev.coexistence.schemas;

import org.apache.avro.Schema;

/**
 * Registry of schemas and their ids. Implementations cache: a known id or schema costs no call.
 * Thread-safe.
 */
public interface SchemaRegistry {

    /**
     * The id of a schema under a subject, registered if it is new.
     *
     * @throws RegistryUnavailable where the registry cannot answer now
     * @throws IncompatibleSchema where the subject's rules refuse the schema
     */
    int idOf(String subject, Schema schema);

    /**
     * The schema that was registered under an id.
     *
     * @throws RegistryUnavailable where the registry cannot answer now
     * @throws UnknownSchema where the registry answers that it has no such id
     * @throws NotAvro where the registry answers with something else than an Avro schema
     */
    Schema byId(int id);

    /**
     * The registry cannot be reached or cannot answer: wait and try again, nothing is wrong with
     * the record.
     */
    final class RegistryUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public RegistryUnavailable(String message, Throwable cause) {
            super(message, cause);
        }

        public RegistryUnavailable(String message) {
            super(message);
        }
    }

    /** The registry knows no schema of that id. */
    final class UnknownSchema extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnknownSchema(int id) {
            super("The registry knows no schema with id " + id);
        }
    }

    /**
     * The registry holds something other than an Avro schema under the id, such as JSON Schema or
     * Protobuf. An id never changes what it stands for, so asking again does not help.
     */
    final class NotAvro extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotAvro(int id) {
            super("What the registry holds under id " + id + " is no Avro schema");
        }
    }

    /**
     * The registry refuses the schema: an earlier version of the subject is not compatible with it.
     */
    final class IncompatibleSchema extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public IncompatibleSchema(String message) {
            super(message);
        }
    }
}
