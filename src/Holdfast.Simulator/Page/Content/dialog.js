// Small questions: one dialog, one answer.
import { el } from '/dom.js';
import { store } from '/store.js';

function show(node, focus) {
  document.body.append(node);
  node.addEventListener('close', () => node.remove());
  node.showModal();
  focus.focus();
}

const form = (title, button, ...fields) => el('dialog', { className: 'ask' }, el('form', { method: 'dialog' },
  el('h2', {}, title),
  ...fields,
  el('div', { className: 'modal-foot' }, el('button', { type: 'submit', className: 'block-button primary', value: 'yes' }, button))));

// Block Kit's confirm object; true when the person goes on.
export const ask = (confirm) => new Promise((resolve) => {
  const no = el('button', { type: 'button', className: 'block-button' }, confirm.deny?.text ?? 'Cancel');
  const yes = el('button', { type: 'button', className: `block-button ${confirm.style ?? 'primary'}` }, confirm.confirm?.text ?? 'Yes');
  const node = el('dialog', { className: 'ask' },
    el('h2', {}, confirm.title?.text ?? ''),
    el('p', {}, confirm.text?.text ?? ''),
    el('div', { className: 'modal-foot' }, no, yes));
  no.addEventListener('click', () => node.close());
  yes.addEventListener('click', () => node.close('yes'));
  node.addEventListener('close', () => resolve(node.returnValue === 'yes'));
  show(node, yes);
});

// A line of text; null when the person leaves.
export const askText = (title, label, button) => new Promise((resolve) => {
  const field = el('input', { className: 'control', required: true, id: 'ask-text' });
  const node = form(title, button, el('label', { htmlFor: 'ask-text' }, label), field);
  node.addEventListener('close', () => resolve(node.returnValue === 'yes' ? field.value.trim() : null));
  show(node, field);
});

// A text of several lines; null when the person leaves.
export const askLong = (title, label, button, text) => new Promise((resolve) => {
  const field = el('textarea', { className: 'control', required: true, id: 'ask-long', value: text });
  const node = form(title, button, el('label', { htmlFor: 'ask-long' }, label), field);
  node.addEventListener('close', () => resolve(node.returnValue === 'yes' ? field.value.trim() : null));
  show(node, field);
});

const tick = (label, checked) => {
  const box = el('input', { type: 'checkbox', checked });
  return [box, el('label', { className: 'tick' }, box, label)];
};

// A channel that is to be; null when the person leaves.
export const askChannel = () => new Promise((resolve) => {
  const name = el('input', { className: 'control', id: 'ask-name', required: true, pattern: '[a-z0-9][a-z0-9_\\-]{0,79}', placeholder: 'such-as-this' });
  const [isPrivate, privately] = tick('Private', false);
  const [withBot, together] = tick(`With ${store.state.bot_name}`, true);
  const node = form('Create a channel', 'Create', el('label', { htmlFor: 'ask-name' }, 'Its name'), name, privately, together);
  node.addEventListener('close', () => resolve(node.returnValue === 'yes' ? { name: name.value.trim(), private: isPrivate.checked, withBot: withBot.checked } : null));
  show(node, name);
});

// Some of these people, as ids; null when the person leaves. people: pairs of an id and a name.
export const askPeople = (people) => new Promise((resolve) => {
  const ticks = people.map(([id, name]) => [id, ...tick(name, false)]);
  const node = form('Message several people', 'Open', ...ticks.map(([, , label]) => label));
  node.addEventListener('close', () => resolve(node.returnValue === 'yes' ? ticks.filter(([, box]) => box.checked).map(([id]) => id) : null));
  show(node, ticks[0][1]);
});

// Where to, and what to say to it; null when the person leaves. places: pairs of an id and a name.
export const askForward = (places) => new Promise((resolve) => {
  const to = el('select', { className: 'control', id: 'ask-to' }, ...places.map(([value, name]) => el('option', { value }, name)));
  const comment = el('input', { className: 'control', id: 'ask-comment' });
  const node = form('Forward message', 'Forward',
    el('label', { htmlFor: 'ask-to' }, 'Where to'), to,
    el('label', { htmlFor: 'ask-comment' }, 'Add a message'), comment);
  node.addEventListener('close', () => resolve(node.returnValue === 'yes' ? { to: to.value, comment: comment.value.trim() } : null));
  show(node, to);
});
