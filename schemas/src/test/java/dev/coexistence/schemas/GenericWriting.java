package dev.coexistence.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/** Writes an event by another version of its schema, as a foreign or older producer would. */
final class GenericWriting {
    private GenericWriting() {}

    static byte[] confluent(int id, Schema writer, SpecificRecord event) {
        var record = new GenericData.Record(writer);
        for (Schema.Field field : writer.getFields()) {
            Schema.Field source = event.getSchema().getField(field.name());
            record.put(field.name(), event.get(source.pos()));
        }
        var out = new ByteArrayOutputStream();
        out.write(0);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        try {
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            var model = org.apache.avro.specific.SpecificData.getForClass(event.getClass());
            new GenericDatumWriter<GenericData.Record>(writer, model).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
