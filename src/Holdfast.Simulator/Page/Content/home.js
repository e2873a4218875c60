// The bot's home: what it has published to the acting person, live.
import { block } from '/blocks.js';
import { el, keep, reconcile } from '/dom.js';
import { failureNote } from '/messages.js';
import { names, store } from '/store.js';
import { failureOf, shownBy, viewSurface } from '/surface.js';

const made = new Map();

const nothing = () => el('div', { className: 'welcome' },
  el('span', { className: 'welcome-mark' }, '⚓'),
  el('h2', {}, 'Nothing published yet'),
  el('p', {}, `${store.state.bot_name} was told that you opened its home. What it publishes to you is shown here at once.`));

const keyed = (host) => [...host.querySelectorAll('[data-key]')];

export function showHome(host) {
  const view = store.home;
  if (!view) {
    reconcile(host, [keep(made, 'nothing', store.state.bot_name, nothing)]);
    return;
  }
  if (made.size > 500) made.clear();
  const surface = viewSurface(view);
  const failure = failureOf(surface.id);
  const state = shownBy(surface.id);
  const focused = keyed(host).indexOf(document.activeElement);
  const key = document.activeElement.dataset.key;
  reconcile(host, [
    ...(failure ? [failureNote(failure)] : []),
    ...JSON.parse(view.json).blocks.map((item) =>
      keep(made, item.block_id, JSON.stringify([view.id, view.version, item.type === 'input' ? '' : state]), () => block(surface, item, names))),
  ]);
  // What is published again often has other ids and values; then the place counts.
  if (focused >= 0 && !host.contains(document.activeElement))
    (keyed(host).find((node) => node.dataset.key === key) ?? keyed(host)[focused] ?? host).focus();
}
