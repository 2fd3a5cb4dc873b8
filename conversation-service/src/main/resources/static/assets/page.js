// The page's own script: live updates, times in the reader's zone, keyboard, focus.
// Everything that is shown comes from the server; this only says when to ask for it again.

const body = document.body;
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/* ---------- times ---------- */

// The page's language, in the reader's own variety of it where the browser knows one.
const written = document.documentElement.lang || 'en';
const language = navigator.languages?.find((one) => one === written || one.startsWith(`${written}-`)) || written;
const full = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
const dayAndYear = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' });
const ages = body.dataset.ages.split('^');
const lefts = body.dataset.lefts.split('^');
const fill = (pattern, ...values) => values.reduce((text, value, i) => text.replace(`{${i}}`, value), pattern);
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

function rememberZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=strict`;
}

// The same rules as on the server (Times), so that nothing jumps when the script takes over.
function ago(at) {
  const minutes = Math.floor((Date.now() - at) / 60000);
  const days = Math.floor(minutes / 1440);
  if (minutes < 1) return ages[0];
  if (minutes < 60) return fill(ages[1], minutes);
  if (days < 1) return fill(ages[2], Math.floor(minutes / 60));
  if (days < 7) return fill(ages[3], days);
  if (days < 30) return fill(ages[4], Math.floor(days / 7));
  if (days < 365) return fill(ages[5], Math.floor(days / 30));
  return fill(ages[6], Math.floor(days / 365));
}

function remaining(until) {
  const seconds = Math.floor((until - Date.now()) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60);
  if (seconds <= 0) return lefts[0];
  if (hours >= 48) return fill(lefts[4], Math.floor(hours / 24));
  if (hours >= 1) return fill(lefts[3], hours, minutes % 60);
  if (minutes >= 5) return fill(lefts[2], minutes);
  return fill(lefts[1], minutes, seconds % 60);
}

function sayTime(element) {
  const kind = element.dataset.time;
  if (kind === 'day') {
    const [y, mo, d] = element.dateTime.split('-').map(Number);
    const date = new Date(y, mo - 1, d);
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - date) / 86400000);
    set(element, days < 2 ? relative.format(-days, 'day') : days < 300 ? day.format(date) : dayAndYear.format(date));
    return;
  }
  const at = new Date(element.dateTime);
  if (Number.isNaN(at.getTime())) return;
  const title = full.format(at);
  if (element.title !== title) element.title = title;
  if (kind === 'ago') set(element, ago(at));
  else if (kind === 'clock') set(element, clock.format(at));
  else if (kind === 'full') set(element, title);
  else if (kind === 'countdown' || kind === 'left') {
    set(element, remaining(at));
    if (kind === 'countdown' && at <= Date.now() && !element.dataset.over) {
      element.dataset.over = 'true';
      element.dispatchEvent(new CustomEvent(element.dataset.then, { bubbles: true }));
    }
  }
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function sayTimes(root = document) {
  $$('time[data-time]', root).forEach(sayTime);
}

/* ---------- live ---------- */

const live = $('#live');
let source = null;
let lastSign = 0;
let listens = false;
let retry = 0;
let retryTimer = 0;

function state(name) {
  live.dataset.state = name;
  set($('.live-text', live), name === 'lost' ? body.dataset.textReconnecting : name === 'on' ? body.dataset.textBack : '');
}

// At most one request per topic and third of a second, and always one after the last change.
const told = new Map();
const waiting = new Map();
function outdated(topic) {
  if (waiting.has(topic)) return;
  const since = performance.now() - (told.get(topic) ?? -1000);
  if (since >= 300) {
    ask(topic);
  } else {
    waiting.set(topic, setTimeout(() => { waiting.delete(topic); ask(topic); }, 300 - since));
  }
}

function ask(topic) {
  told.set(topic, performance.now());
  const event = `live:${topic}`;
  $$('[hx-trigger]').filter((element) => element.getAttribute('hx-trigger').includes(event))
    .forEach((element) => htmx.trigger(element, event));
}

function everything() {
  const topics = new Set();
  $$('[hx-trigger]').forEach((element) =>
    (element.getAttribute('hx-trigger').match(/live:[\w-]+/g) || []).forEach((topic) => topics.add(topic.slice(5))));
  topics.forEach(outdated);
}

function lost() {
  if (source) source.close();
  source = null;
  listens = false;
  if (!document.hidden) state('lost');
  clearTimeout(retryTimer);
  retryTimer = setTimeout(connect, Math.min(10000, 500 * 2 ** retry++));
}

// What comes over the stream: one for all tabs where the browser has shared workers, else one of this tab.
function stream(told) {
  const own = () => {
    let events = null;
    let timer = 0;
    const start = () => {
      events = new EventSource('/live');
      events.addEventListener('alive', () => told('alive'));
      events.addEventListener('changed', (event) => told('changed', event.data));
      events.addEventListener('moved', (event) => {
        events.close();
        told('moved');
        timer = setTimeout(start, Number(event.data));
      });
      events.onerror = () => told('lost', events.readyState === EventSource.CLOSED ? 'refused' : '');
    };
    start();
    return () => { clearTimeout(timer); events.close(); };
  };
  if (!window.SharedWorker) return { close: own() };
  const { port } = new SharedWorker(body.dataset.live, { name: 'live' });
  port.onmessage = ({ data }) => told(data.kind, data.topic);
  const here = setInterval(() => port.postMessage('here'), 5000);
  return {
    close() {
      clearInterval(here);
      port.onmessage = null;
      port.postMessage('bye');
      port.close();
    },
  };
}

function connect() {
  clearTimeout(retryTimer);
  if (source || !body.dataset.section) return;
  lastSign = Date.now();
  const mine = stream((kind, topic) => {
    if (source !== mine) return;
    lastSign = Date.now();
    if (kind === 'lost') {
      // Refused, not cut off: perhaps nobody is logged in any more, which its parts find out.
      if (topic === 'refused') everything();
      lost();
    } else if (kind === 'moved') {
      // What changes before the next instance is heard is told to nobody.
      listens = false;
    } else if (kind === 'changed' && topic === 'everything') everything();
    else if (kind === 'changed') outdated(topic);
    else {
      retry = 0;
      // What changed after the page was read and before it listened is told to nobody.
      if (!listens) everything();
      listens = true;
      state('on');
    }
  });
  source = mine;
}

function away() {
  if (source) source.close();
  source = null;
  listens = false;
  clearTimeout(retryTimer);
}

// A page that nobody sees, or that is left, gives its place back.
let hiddenTimer = 0;
window.addEventListener('pagehide', away);
window.addEventListener('pageshow', (event) => { if (event.persisted) connect(); });
document.addEventListener('visibilitychange', () => {
  clearTimeout(hiddenTimer);
  if (document.hidden) {
    hiddenTimer = setTimeout(away, 30000);
  } else {
    if (!source) connect();
    sayTimes();
    seen();
  }
});

/* ---------- swaps that leave alone what is the same ---------- */

// Children carry an id and, in data-v, a version: same id and version stay as they are.
function keyed(target, fresh) {
  for (const { name, value } of [...fresh.attributes]) {
    if (target.getAttribute(name) !== value) target.setAttribute(name, value);
  }
  const old = new Map([...target.children].filter((child) => child.id).map((child) => [child.id, child]));
  const kept = new Set();
  const news = [];
  let place = target.firstElementChild;
  for (const child of [...fresh.children]) {
    const before = child.id ? old.get(child.id) : null;
    if (before && child.dataset.v && before.dataset.v === child.dataset.v) {
      kept.add(before);
      if (before === place) place = place.nextElementSibling;
      else target.insertBefore(before, place);
    } else if (before && !child.dataset.v) {
      kept.add(before);
      news.push(...keyed(before, child));
      if (before === place) place = place.nextElementSibling;
      else target.insertBefore(before, place);
    } else {
      const focused = before && before.contains(document.activeElement);
      const open = before ? $$('details', before).map((d) => d.open) : [];
      if (before === place && before) place = place.nextElementSibling;
      if (before) before.remove();
      $$('details', child).forEach((d, i) => { d.open = Boolean(open[i]); });
      target.insertBefore(child, place);
      kept.add(child);
      news.push(child);
      if (focused) ($('a, button, [tabindex]', child) || child).focus();
    }
  }
  [...target.children].forEach((child) => {
    if (!kept.has(child)) child.remove();
  });
  return news;
}

htmx.defineExtension('keyed', {
  isInlineSwap: (style) => style === 'keyed',
  handleSwap: (style, target, fragment) => {
    if (style !== 'keyed') return false;
    const fresh = fragment.firstElementChild;
    if (!fresh) return [];
    if (fresh.hasAttribute('data-reload')) {
      location.reload();
      return [];
    }
    const news = keyed(target, fresh);
    news.forEach((element) => { htmx.process(element); sayTimes(element); });
    mark();
    return [];
  },
});

/* ---------- requests ---------- */

// What a part of the page must say of itself when it asks for itself again.
body.addEventListener('htmx:configRequest', (event) => {
  const { count, first } = event.target.dataset;
  if (count) {
    const [name, selector] = count.split('=');
    event.detail.parameters[name] = $$(selector).length;
  }
  if (first) {
    const [name, selector] = first.split('=');
    const element = $(selector);
    if (element) event.detail.parameters[name] = element.dataset.id;
  }
});

let toastTimer = 0;
function toast(text) {
  const element = $('#toast');
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { element.hidden = true; }, 6000);
}

// Whoever pressed something learns that it failed; what only refreshes itself tries again when it is told to.
for (const name of ['htmx:sendError', 'htmx:responseError', 'htmx:timeout']) {
  body.addEventListener(name, (event) => {
    if (/^(click|submit)$/.test(event.detail.requestConfig?.triggeringEvent?.type || '')) toast(body.dataset.textFailed);
  });
}

body.addEventListener('htmx:afterSettle', (event) => {
  const element = event.detail.elt;
  sayTimes(element);
  if (element.id === 'thread') {
    $('#panes').dataset.pane = 'thread';
    document.title = element.dataset.title;
    mark();
    seen();
    if (event.detail.requestConfig?.triggeringEvent?.type === 'click') $('#thread-name')?.focus({ preventScroll: true });
  }
  if (element.id === 'composer') {
    restoreDraft();
    const area = $('#body', element);
    if (area && sending) area.focus();
    sending = false;
  }
  grow();
});

/* ---------- inbox ---------- */

const drafts = new Map();
let sending = false;

function conversation() {
  return $('#thread')?.dataset.conversation;
}

function restoreDraft() {
  const area = $('#body');
  const draft = drafts.get(conversation());
  if (area && draft && !area.value) area.value = draft;
}

function grow() {
  const area = $('#body');
  if (!area) return;
  area.rows = Math.min(6, Math.max(1, area.value.split('\n').length));
}

/** Marks the row of the thread that is open. */
function mark() {
  const open = conversation();
  $$('#rows .row-link').forEach((link) => {
    if (link.parentElement.id === `c-${open}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  });
}

/** Opening a thread on a visible page is reading it. */
function seen() {
  const marker = $('[data-mark-read]');
  if (marker && !document.hidden) setTimeout(() => { if (marker.isConnected && !document.hidden) htmx.trigger(marker, 'seen'); }, 800);
}

function toList() {
  const panes = $('#panes');
  if (!panes || !conversation()) return false;
  panes.dataset.pane = 'list';
  history.pushState({}, '', $('[data-back]').getAttribute('href'));
  $(`#c-${conversation()} .row-link`)?.focus();
  return true;
}

function showContact(on) {
  const panes = $('#panes');
  panes.dataset.contact = on ? 'shown' : 'hidden';
  $$('[data-toggle-contact]').forEach((button) => button.hasAttribute('aria-expanded') && button.setAttribute('aria-expanded', String(on)));
  if (on) $('.contact-close')?.focus();
  else $('[data-toggle-contact][aria-expanded]')?.focus();
}

function step(by) {
  const links = $$('#rows .row-link');
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const open = links.findIndex((link) => link.getAttribute('aria-current'));
  const next = links[Math.min(links.length - 1, Math.max(0, (here >= 0 ? here : open) + by))];
  next.focus();
}

document.addEventListener('click', (event) => {
  const target = event.target.closest('[data-back], [data-toggle-contact], [data-jump], [data-cancel-reply], [data-reply]');
  if (!target) return;
  if (target.matches('[data-back]') && matchMedia('(max-width: 47.99rem)').matches) {
    event.preventDefault();
    toList();
  } else if (target.matches('[data-toggle-contact]')) {
    const wide = matchMedia('(min-width: 75rem)').matches;
    const now = $('#panes').dataset.contact;
    showContact(now ? now !== 'shown' : !wide);
  } else if (target.matches('[data-jump]')) {
    const message = $(target.getAttribute('href'));
    if (message) {
      event.preventDefault();
      message.scrollIntoView({ block: 'center' });
      message.classList.remove('flash');
      requestAnimationFrame(() => message.classList.add('flash'));
    }
  } else if (target.matches('[data-reply]')) {
    reply(target.dataset.reply, target.dataset.replyText);
  } else if (target.matches('[data-cancel-reply]')) {
    reply('', '');
  }
});

function reply(wamid, text) {
  const field = $('#replies-to');
  if (!field) return;
  field.value = wamid;
  $('#replying').hidden = !wamid;
  set($('.replying-text'), text);
  $('#body').focus();
}

document.addEventListener('input', (event) => {
  if (event.target.id !== 'body') return;
  drafts.set(conversation(), event.target.value);
  grow();
});

document.addEventListener('change', (event) => {
  if (!event.target.matches('[data-fill-template]')) return;
  const form = event.target.form;
  const { name, language, body: text } = event.target.selectedOptions[0].dataset;
  if (!name) return;
  form.elements.template.value = name;
  form.elements.language.value = language;
  set($('.template-body', form), text);
});

document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-compose]')) {
    sending = true;
    drafts.delete(conversation());
  }
});

document.addEventListener('keydown', (event) => {
  const typing = event.target.matches('input, textarea, select');
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.id === 'body') {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (event.target.id === 'q' && (event.key === 'Enter' || event.key === 'ArrowDown')) {
    event.preventDefault();
    $('#rows .row-link')?.focus();
    return;
  }
  if (event.key === 'Escape') {
    if ($('#panes')?.dataset.contact === 'shown') showContact(false);
    else if (event.target.id === 'q' && event.target.value) return;
    else if (typing) event.target.blur();
    else $(`#c-${conversation()} .row-link`)?.focus();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !$('#panes')) return;
  if (event.key === '/') {
    event.preventDefault();
    $('#q').focus();
  } else if (event.key === 'j' || event.key === 'k') {
    step(event.key === 'j' ? 1 : -1);
  } else if (event.key === 'r' && $('#body')) {
    event.preventDefault();
    $('#body').focus();
  }
});

/* ---------- begin ---------- */

rememberZone();
sayTimes();
mark();
seen();
grow();
setInterval(() => {
  sayTimes();
  if (source && Date.now() - lastSign > 25000) lost();
}, 1000);
connect();

/* ---------- connecting ---------- */

// A form that takes its time is sent once and says so.
document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-busy]')) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'true';
  $$('button', event.target).forEach((button) => button.setAttribute('aria-disabled', 'true'));
});
window.addEventListener('pageshow', () => $$('[data-busy]').forEach((form) => {
  delete form.dataset.sent;
  $$('button', form).forEach((button) => button.removeAttribute('aria-disabled'));
}));

// Nobody sees a hidden page's regular questions.
body.addEventListener('htmx:beforeRequest', (event) => {
  if (document.hidden && !event.detail.requestConfig.triggeringEvent) event.preventDefault();
});

const dialogue = $('#complete');
if (dialogue) {
  const launch = JSON.parse(dialogue.dataset.launch);
  const said = $('#launch-said');
  let code = '';
  let sessionEvent = null;

  const finishedBy = (host) => host === 'facebook.com' || host.endsWith('.facebook.com');
  const trusted = (origin) => {
    if (launch.popupUrl) return origin === new URL(launch.popupUrl).origin;
    try {
      const url = new URL(origin);
      return url.protocol === 'https:' && finishedBy(url.hostname);
    } catch {
      return false;
    }
  };
  const complete = () => {
    if (!code || !sessionEvent || dialogue.dataset.sent) return;
    dialogue.dataset.sent = 'true';
    dialogue.elements.code.value = code;
    dialogue.elements.event.value = JSON.stringify(sessionEvent.message);
    dialogue.elements.origin.value = sessionEvent.origin;
    $('[data-launch-dialogue]').setAttribute('aria-disabled', 'true');
    set(said, dialogue.dataset.working);
    dialogue.submit();
  };

  window.addEventListener('message', (event) => {
    if (!trusted(event.origin)) return;
    let message = event.data;
    try {
      if (typeof message === 'string') message = JSON.parse(message);
    } catch {
      return;
    }
    if (message?.type === 'WA_EMBEDDED_SIGNUP') {
      if (/^(CANCEL|ERROR)$/.test(message.event)) set(said, dialogue.dataset.left);
      else sessionEvent = { message, origin: event.origin };
    } else if (message?.type === 'SIMULATOR_CODE' && launch.popupUrl) {
      code = message.code;
    }
    complete();
  });

  let sdk = null;
  if (!launch.popupUrl) {
    window.fbAsyncInit = () => {
      FB.init({ appId: launch.appId, version: launch.graphVersion, autoLogAppEvents: false, cookie: false, xfbml: false });
      sdk = FB;
    };
    const script = document.createElement('script');
    script.src = 'https://connect.facebook.net/en_US/sdk.js';
    script.async = true;
    script.crossOrigin = 'anonymous';
    document.head.append(script);
  }

  $('[data-launch-dialogue]').addEventListener('click', () => {
    set(said, '');
    if (launch.popupUrl) {
      const url = new URL(launch.popupUrl);
      url.searchParams.set('mode', dialogue.dataset.mode);
      url.searchParams.set('phoneNumber', dialogue.dataset.number);
      url.searchParams.set('origin', location.origin);
      if (!window.open(url, 'signup', 'popup,width=560,height=720')) set(said, dialogue.dataset.blocked);
    } else if (sdk) {
      sdk.login((response) => {
        code = response.authResponse?.code || '';
        if (!code) set(said, dialogue.dataset.left);
        complete();
      }, launch.login);
    } else {
      set(said, dialogue.dataset.blocked);
    }
  });
}
