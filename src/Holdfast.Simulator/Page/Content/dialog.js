// Small questions: one dialog, one answer.
import { el } from '/dom.js';

function show(node, focus) {
  document.body.append(node);
  node.addEventListener('close', () => node.remove());
  node.showModal();
  focus.focus();
}

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
  const form = el('form', { method: 'dialog' },
    el('h2', {}, title),
    el('label', { htmlFor: 'ask-text' }, label),
    field,
    el('div', { className: 'modal-foot' }, el('button', { type: 'submit', className: 'block-button primary', value: 'yes' }, button)));
  const node = el('dialog', { className: 'ask' }, form);
  node.addEventListener('close', () => resolve(node.returnValue === 'yes' ? field.value.trim() : null));
  show(node, field);
});
