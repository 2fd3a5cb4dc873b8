// node read.js BROKER TOPIC…: reads each topic from its beginning until it has seen a record of each.
const { Kafka, logLevel } = require('kafkajs');

const [broker, ...topics] = process.argv.slice(2);
const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `kafkajs-${process.pid}-${Date.now()}` });
const missing = new Set(topics);

const end = (code) => consumer.disconnect().finally(() => process.exit(code));

consumer.on('consumer.crash', ({ payload }) => {
  console.log(`stopped: ${payload.error.message}`);
  end(1);
});

(async () => {
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ topic, message }) => {
      if (missing.delete(topic)) console.log(`${topic}: ${message.value.length} bytes`);
      if (missing.size === 0) end(0);
    },
  });
})();
