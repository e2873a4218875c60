// What came to the simulator's webhooks, the latest first.
import { el, keep, reconcile } from '/dom.js';
import { store } from '/store.js';

const made = new Map();
const mostShown = 4000;

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function verdict(hook) {
  if (hook.is_verified === undefined) return el('span', { className: 'badge', title: 'Give the webhook a secret to have signatures verified.' }, 'not checked');
  return hook.is_verified
    ? el('span', { className: 'badge good' }, '✓ verified')
    : el('span', { className: 'badge bad' }, `✕ not verified: ${hook.problem}`);
}

function item(hook) {
  const text = pretty(hook.text);
  const at = new Date(hook.at);
  return el('li', { className: 'hook' },
    el('div', { className: 'head' },
      el('strong', {}, hook.name),
      el('time', { dateTime: hook.at, title: at.toLocaleString() }, at.toLocaleTimeString()),
      verdict(hook),
      hook.outcome === 'ok' ? null : el('span', { className: 'badge bad' }, hook.outcome)),
    el('div', { className: 'text' }, el('pre', {}, text.length > mostShown ? `${text.slice(0, mostShown)}…` : text || '(no body)')));
}

const nothing = () => el('li', { className: 'welcome' },
  el('h2', {}, 'No webhook calls yet'),
  el('p', {}, 'What is posted to ', el('code', {}, `${location.origin}/webhooks/holdfast`), ' is shown here; any other name works too.'));

export function showWebhooks(host) {
  if (made.size > 500) made.clear();
  reconcile(host, store.webhooks.length
    ? store.webhooks.toReversed().map((hook) => keep(made, hook.number, '', () => item(hook)))
    : [keep(made, 'nothing', '', nothing)]);
}
