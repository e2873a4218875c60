// What a person can do with a message: change it or take it back when it is their own, and pass it on.
import { ask, askForward, askLong } from '/dialog.js';
import { el } from '/dom.js';
import { icon } from '/icons.js';
import { call, roomName, sees, store } from '/store.js';
import { toast } from '/toast.js';
import { fromWire, toWire } from '/wire.js';

const at = (message) => ({ user: store.me, channel: message.channel, ts: message.ts });

async function edit(message) {
  const text = await askLong('Edit message', 'Message', 'Save', fromWire(message.text));
  if (text) await call('POST', 'messages/edit', { ...at(message), text: toWire(text) });
}

async function remove(message) {
  const sure = { title: { text: 'Delete message' }, text: { text: 'This cannot be undone.' }, confirm: { text: 'Delete' }, style: 'danger' };
  if (await ask(sure)) await call('POST', 'messages/delete', at(message));
}

// Everything that this person sees.
const places = () => {
  const me = store.state.users.find((user) => user.id === store.me);
  return store.state.channels.filter((channel) => sees(me, channel)).map((channel) => [channel.id, roomName(channel).replace('# ', '#')]);
};

async function forward(message) {
  const answer = await askForward(places());
  if (answer) await call('POST', 'messages/forward', { ...at(message), to: answer.to, text: toWire(answer.comment) });
}

function action(name, label, work) {
  const button = el('button', { type: 'button', className: 'icon-action', title: label }, icon(name));
  button.setAttribute('aria-label', label);
  button.addEventListener('click', () => work().catch((error) => toast(error.message)));
  return button;
}

// Null where nothing can be done.
export function actions(message) {
  if (message.ephemeral_for || message.is_tombstone) return null;
  const own = message.user === store.me && !message.bot_id;
  return el('div', { className: 'message-actions' },
    own ? action('pencil', 'Edit message', () => edit(message)) : null,
    own ? action('trash', 'Delete message', () => remove(message)) : null,
    action('forward', 'Forward message', () => forward(message)));
}
