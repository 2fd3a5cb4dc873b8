'use strict';
(() => {
  const state = () => document.getElementById('stream-state');
  let lost = false;
  document.body.addEventListener('htmx:sseError', () => { lost = true; state().hidden = false; });
  document.body.addEventListener('htmx:sseOpen', () => {
    state().hidden = true;
    if (lost) { lost = false; htmx.trigger(document.body, 'coexistence:renew'); }
  });
  const down = () => { const m = document.querySelector('.messages'); if (m) m.scrollTop = m.scrollHeight; };
  let near = true;
  document.body.addEventListener('htmx:beforeSwap', () => {
    const m = document.querySelector('.messages');
    near = !m || m.scrollHeight - m.scrollTop - m.clientHeight < 120;
  });
  document.body.addEventListener('htmx:afterSwap', () => { if (near) down(); });
  document.body.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && !e.shiftKey && e.target.matches('.composer textarea')) {
      e.preventDefault();
      e.target.form.requestSubmit();
    }
  });
  down();
})();
