// A message or a modal as something to act in: what was entered, what is on its way, what went wrong.
import { ask } from '/dialog.js';
import { held, initial } from '/elements.js';
import { call, changed, store } from '/store.js';

const entered = new Map();
const busy = new Set();
const failures = new Map();

const failureText = (code) => ({
  operation_timeout: `${store.state.bot_name} took too long to respond. If this keeps happening, contact its developer.`,
  dispatch_failed: `${store.state.bot_name} is not responding: no connection is open.`,
})[code];

const valuesOf = (id) => {
  if (!entered.has(id)) entered.set(id, new Map());
  return entered.get(id);
};

const elementsOf = (block) => [block.element, block.accessory, ...(block.elements ?? [])].filter((item) => item?.action_id);

// Only what still stands there: an update may have taken an input away.
function valuesFor(id, blocks) {
  const known = valuesOf(id);
  const keys = blocks.flatMap((block) => elementsOf(block).map((item) => `${block.block_id}/${item.action_id}`));
  return Object.fromEntries(keys.filter((key) => known.has(key)).map((key) => [key, known.get(key)]));
}

export const failureOf = (id) => failures.get(id);

export const isBusy = (id) => [...busy].some((key) => key.startsWith(id + '|'));

// What a surface shows besides its blocks; it is drawn anew when this differs.
export const shownBy = (id) => JSON.stringify([[...busy].filter((key) => key.startsWith(id + '|')), failures.get(id) ?? null]);

// Does something that the app must acknowledge; meanwhile the thing is marked as on its way.
export async function perform(id, key, what, work) {
  const mark = `${id}|${key}`;
  if (busy.has(mark)) return undefined;
  busy.add(mark);
  failures.delete(id);
  changed(what);
  try {
    const { outcome } = await work();
    if (outcome?.failure) failures.set(id, { key, text: failureText(outcome.failure), code: outcome.failure });
    else if (outcome?.problem) failures.set(id, { key, text: 'We had some trouble connecting. Try again?', code: outcome.problem });
    return outcome;
  } catch (error) {
    failures.set(id, { key, text: error.message, code: '' });
    return undefined;
  } finally {
    busy.delete(mark);
    changed(what);
  }
}

function surface(id, what, blocks, more) {
  const self = {
    id,
    busy: (key) => busy.has(`${id}|${key}`),
    enter: (block, item, value) => valuesOf(id).set(`${block.block_id}/${item.action_id}`, value),
    // A choice is told at once, except in an input block that keeps it for the submission.
    choose(choice) {
      self.enter(choice.block, choice.item, choice.value);
      if (choice.block.type !== 'input' || choice.block.dispatch_action) self.act(choice);
    },
    async act({ block, item, value, key }) {
      if (item.confirm && !await ask(item.confirm)) return;
      const body = { user: store.me, action_id: `${block.block_id}/${item.action_id}`, value, values: valuesFor(id, blocks) };
      perform(id, key, what, () => more.send(body));
    },
    values: () => valuesFor(id, blocks),
    isRequired: (block) => block.type === 'input' && !block.optional,
    ...more,
  };
  return self;
}

export function messageSurface(message) {
  const id = `m-${message.channel}-${message.ts}-${store.me}`;
  const list = parse(message.blocks);
  return surface(id, 'messages', list, {
    value: (block, item) => valuesOf(id).get(`${block.block_id}/${item.action_id}`) ?? initial(item),
    send: (body) => call('POST', 'clicks', { ...body, channel: message.channel, ts: message.ts }),
    suggest: (body) => call('POST', 'suggestions', { ...body, user: store.me, channel: message.channel, ts: message.ts }),
  });
}

export function viewSurface(view) {
  const id = `v-${view.id}`;
  const state = JSON.parse(view.values ?? '{}');
  return surface(id, 'views', JSON.parse(view.json).blocks, {
    value: (block, item) => valuesOf(id).get(`${block.block_id}/${item.action_id}`) ?? held(state[block.block_id]?.[item.action_id]),
    error: (blockId) => view.errors?.[blockId],
    send: (body) => call('POST', 'views/clicks', { ...body, view: view.id }),
    suggest: (body) => call('POST', 'views/suggestions', { ...body, user: store.me, view: view.id }),
  });
}

function parse(json) {
  try {
    return JSON.parse(json ?? '[]');
  } catch {
    return [];
  }
}
