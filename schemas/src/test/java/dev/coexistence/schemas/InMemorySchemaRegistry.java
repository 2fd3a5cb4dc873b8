package dev.coexistence.schemas;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A registry for tests that need no process: ids count from 1, and it can be switched away. */
public final class InMemorySchemaRegistry implements SchemaRegistry {
    private final List<Schema> schemas = new ArrayList<>();
    private boolean away;

    /** From now on every call fails as if the registry could not be reached, or answers again. */
    public synchronized void setAway(boolean away) {
        this.away = away;
    }

    @Override
    public synchronized int idOf(String subject, Schema schema) {
        refuseWhileAway();
        int index = schemas.indexOf(schema);
        if (index < 0) {
            schemas.add(schema);
            index = schemas.size() - 1;
        }
        return index + 1;
    }

    @Override
    public synchronized Schema byId(int id) {
        refuseWhileAway();
        if (id < 1 || id > schemas.size()) {
            throw new UnknownSchema(id);
        }
        return schemas.get(id - 1);
    }

    private void refuseWhileAway() {
        if (away) {
            throw new RegistryUnavailable("The registry is switched away by the test");
        }
    }
}
