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
    // Again while the server, whose clock may be behind, says that it is not over.
    if (kind === 'countdown' && at <= Date.now() && Date.now() - Number(element.dataset.over || 0) >= 3000) {
      element.dataset.over = Date.now();
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

// At most one request per topic and third of a second, and always one after the last change. The
// inbox asks for all that it shows at once, so that no part of it says other than the next; what
// is said in the thread that is open waits for less.
const told = new Map();
const waiting = new Map();
let messagesDue = false;
function outdated(topic) {
  const open = topic === `thread-${conversation()}`;
  if (open) messagesDue = true;
  const now = $('#now') && (open || topic === 'inbox' || topic === 'numbers');
  if (now) wait('now', open ? 100 : 300);
  if (!now || topic === 'numbers') wait(topic, 300);
}

function wait(topic, gap) {
  const at = Math.max(performance.now(), (told.get(topic) ?? -1000) + gap);
  const known = waiting.get(topic);
  if (known && known.at <= at) return;
  clearTimeout(known?.timer);
  waiting.set(topic, { at, timer: setTimeout(() => { waiting.delete(topic); ask(topic); }, at - performance.now()) });
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
  if (conversation()) messagesDue = true;
  topics.forEach((topic) => wait(topic, 300));
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

// Parts of the page, each in place of the one of its id. Those of a thread that was left meanwhile
// are of no use any more.
function parts(fragment) {
  const head = $('#thread-head', fragment);
  const gone = head && head.dataset.conversation !== conversation();
  for (const part of [...fragment.children]) {
    const place = document.getElementById(part.id);
    const ofThread = !part.matches('#list, #nav-troubles');
    if (!place) continue;
    if (part.dataset.reload) {
      if (part.dataset.reload === conversation()) location.reload();
      continue;
    }
    if (gone && ofThread) continue;
    const around = document.createElement('div');
    around.append(part);
    const above = part.id === 'newest' && isReadingAbove();
    const before = above && new Set($$('.message', place).map((message) => message.id));
    const news = part.dataset.v ? replace(place, part) : keyed(place, part);
    if (above) tellMissed(missed + $$('.message', place).filter((message) => !before.has(message.id)).length);
    news.forEach((element) => { htmx.process(element); sayTimes(element); });
  }
  afterwards();
}

/** One part of a version: replaced where it is another. */
function replace(before, fresh) {
  if (before.dataset.v === fresh.dataset.v) return [];
  const focused = before.contains(document.activeElement);
  const open = $$('details', before).map((d) => d.open);
  $$('details', fresh).forEach((d, i) => { d.open = Boolean(open[i]); });
  const held = focused && document.activeElement.id;
  before.replaceWith(fresh);
  if (focused) ((held && document.getElementById(held)) || $('a, button, [tabindex]', fresh) || fresh).focus();
  if (fresh.id === 'compose') {
    restoreDraft();
    showEnter();
  }
  return [fresh];
}

/** What follows from what is shown now: the open row, the title, and what is read. */
function afterwards() {
  mark();
  const panes = $('#panes');
  if (panes) {
    const name = $('#thread-head')?.dataset.title || panes.dataset.title;
    const unread = Number($('#list')?.dataset.unread || 0);
    document.title = unread ? fill(panes.dataset.titleUnread, unread, name) : name;
  }
  seen();
}

htmx.defineExtension('keyed', {
  isInlineSwap: (style) => style === 'keyed' || style === 'parts',
  handleSwap: (style, target, fragment) => {
    if (style === 'parts') {
      parts(fragment);
      return [];
    }
    if (style !== 'keyed') return false;
    const fresh = fragment.firstElementChild;
    if (!fresh) return [];
    const news = keyed(target, fresh);
    news.forEach((element) => { htmx.process(element); sayTimes(element); });
    afterwards();
    return [];
  },
});

/* ---------- requests ---------- */

// What a part of the page must say of itself when it asks for itself again.
body.addEventListener('htmx:configRequest', (event) => {
  const { parameters } = event.detail;
  if (event.target.id === 'now') {
    parameters.shown = $$('#list .row').length;
    if (!conversation()) return;
    parameters.thread = conversation();
    if (!messagesDue) return;
    messagesDue = false;
    parameters.messages = true;
    parameters.rows = $$('#newest .message').length;
    const first = $('#newest .message');
    if (first) parameters.from = first.dataset.id;
  } else if (event.target.matches('[data-compose]')) {
    parameters.upTo = newest();
  }
});

body.addEventListener('htmx:afterRequest', (event) => {
  if (event.detail.successful) {
    if (event.target.id === 'filters') address();
    return;
  }
  if (event.target.id === 'now' && conversation()) messagesDue = true;
  if (event.target.id === 'panes') reading = '';
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
    tellMissed(0);
    restoreDraft();
    showEnter();
    $('#panes').dataset.pane = 'thread';
    afterwards();
    if (event.detail.requestConfig?.triggeringEvent?.type === 'click') $('#thread-name')?.focus({ preventScroll: true });
  }
  if (element.id === 'composer') {
    if (sending && !$('.notice[role=alert]', element)) drafts.delete(conversation());
    restoreDraft();
    showEnter();
    const area = $('#body', element);
    if (area && sending) area.focus();
    if (sending && !$('.notice[role=alert]', element)) toNewest();
    sending = false;
  }
  grow();
});

/* ---------- inbox ---------- */

// A draft survives a reload, in this browser alone, until it is sent or its writer logs out.
const DRAFT = 'draft-';
const drafts = {
  get: (id) => stored(() => localStorage.getItem(DRAFT + id)),
  set: (id, text) => stored(() => (text ? localStorage.setItem(DRAFT + id, text) : localStorage.removeItem(DRAFT + id))),
  delete: (id) => stored(() => localStorage.removeItem(DRAFT + id)),
  clear: () => stored(() => Object.keys(localStorage).filter((key) => key.startsWith(DRAFT)).forEach((key) => localStorage.removeItem(key))),
};
// Browsers may refuse to keep anything: then nothing is kept.
function stored(work) {
  try {
    return work();
  } catch {
    return null;
  }
}
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

/* What Enter does is the writer's choice, kept in this browser. */
function enterSends() {
  return stored(() => localStorage.getItem('enter-sends')) === 'true';
}

function showEnter() {
  const box = $('[data-enter-sends]');
  if (!box) return;
  box.checked = enterSends();
  const hint = $('#compose-hint');
  set(hint, box.checked ? hint.dataset.enter : hint.dataset.ctrl);
}

/* The thread grows upwards from its newest message: whoever reads above stays there, and is told. */
const READING = 120;
let missed = 0;
function isReadingAbove() {
  const scroll = $('#thread-scroll');
  return Boolean(scroll) && scroll.scrollTop < -READING;
}

function toNewest() {
  const scroll = $('#thread-scroll');
  if (scroll) scroll.scrollTop = 0;
  tellMissed(0);
}

function tellMissed(number) {
  missed = number;
  const button = $('#new-messages');
  if (!button) return;
  button.hidden = !missed;
  if (missed) set(button, missed === 1 ? button.dataset.one : fill(button.dataset.many, missed));
}

document.addEventListener('scroll', (event) => {
  if (event.target.id === 'thread-scroll' && missed && !isReadingAbove()) tellMissed(0);
}, true);

/** Filters stand in the address: it can be kept, sent on and loaded again. */
function address() {
  const form = $('#filters');
  if (!form) return;
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const to = location.pathname + (query.size ? `?${query}` : '');
  if (to !== location.pathname + location.search) history.replaceState(history.state, '', to);
}

/** Marks the row of the thread that is open. */
function mark() {
  const open = conversation();
  $$('#rows .row-link').forEach((link) => {
    if (link.parentElement.id === `c-${open}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  });
}

/** The newest message on the screen. */
function newest() {
  return $$('#newest .message').at(-1)?.dataset.id || '';
}

// A thread that is open on a visible page is read, up to the newest message on the screen.
let reading = '';
function seen() {
  const head = $('#thread-head');
  if (!head?.dataset.read || document.hidden || !Number(head.dataset.unread)) return;
  if ($('#panes').dataset.pane === 'list' && matchMedia('(max-width: 47.99rem)').matches) return;
  const what = `${head.dataset.read} ${newest()}`;
  if (reading === what) return;
  reading = what;
  htmx.ajax('POST', head.dataset.read, { source: '#panes', swap: 'none', values: { upTo: newest() } });
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
  const target = event.target.closest('[data-back], [data-toggle-contact], [data-jump], [data-cancel-reply], [data-reply], [data-to-newest]');
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
  } else if (target.matches('[data-to-newest]')) {
    toNewest();
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
  if (event.target.matches('[data-enter-sends]')) {
    stored(() => localStorage.setItem('enter-sends', String(event.target.checked)));
    showEnter();
    return;
  }
  if (!event.target.matches('[data-fill-template]')) return;
  const form = event.target.form;
  const { name, language, body: text } = event.target.selectedOptions[0].dataset;
  if (!name) return;
  form.elements.template.value = name;
  form.elements.language.value = language;
  set($('.template-body', form), text);
});

// The window has closed by the clock: nothing tells of that.
document.addEventListener('window-closed', () => wait('now', 300));

document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-compose]')) {
    sending = true;
  }
});

document.addEventListener('keydown', (event) => {
  const typing = event.target.matches('input, textarea, select');
  if (event.key === 'Enter' && event.target.id === 'body' && !event.isComposing
    && (event.ctrlKey || event.metaKey || (enterSends() && !event.shiftKey))) {
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
restoreDraft();
showEnter();
afterwards();
grow();
setInterval(() => {
  sayTimes();
  if (source && Date.now() - lastSign > 25000) lost();
}, 1000);
connect();

/* ---------- connecting ---------- */

// A form that takes its time is sent once and says so.
document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-forget]')) drafts.clear();
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
