// One stream of changes for all tabs of a browser: it opens few connections to one server, and a
// stream takes one for as long as it lasts. Runs as a shared worker; each tab is a port.

const SILENT = 60000;
const ports = new Map();
let source = null;
let open = false;

function tell(message) {
  ports.forEach((_, port) => port.postMessage(message));
}

function stop() {
  if (source) source.close();
  source = null;
  open = false;
}

function start() {
  if (source) return;
  source = new EventSource('/live');
  source.addEventListener('alive', () => {
    open = true;
    tell({ kind: 'alive' });
  });
  // This instance stops: another takes over without anybody noticing.
  source.addEventListener('moved', (event) => {
    stop();
    tell({ kind: 'moved' });
    setTimeout(() => { if (ports.size > 0) start(); }, Number(event.data));
  });
  source.addEventListener('changed', (event) => tell({ kind: 'changed', topic: event.data }));
  // The tabs come again by themselves, and ask for everything then.
  source.onerror = () => {
    const refused = source.readyState === EventSource.CLOSED;
    stop();
    tell({ kind: 'lost', topic: refused ? 'refused' : '' });
    ports.clear();
  };
}

function leave(port) {
  ports.delete(port);
  if (ports.size === 0) stop();
}

self.onconnect = (event) => {
  const [port] = event.ports;
  ports.set(port, Date.now());
  port.onmessage = ({ data }) => {
    if (data === 'bye') leave(port);
    else if (ports.has(port)) ports.set(port, Date.now());
    else port.postMessage({ kind: 'lost' });
  };
  start();
  if (open) port.postMessage({ kind: 'alive' });
};

// A tab that crashed says no farewell.
setInterval(() => {
  ports.forEach((sign, port) => { if (Date.now() - sign > SILENT) leave(port); });
}, 10000);
