// What the app suggests to say, and what a chat is called.
import { el, keep } from '/dom.js';
import { call, store } from '/store.js';
import { toast } from '/toast.js';

const made = new Map();

export const titleOf = (thread) =>
  store.state.titles.find((known) => known.channel === store.channel && known.thread_ts === thread)?.title;

function build(prompts) {
  const node = el('div', { className: 'prompts' }, prompts.title ? el('div', { className: 'quiet' }, prompts.title) : null);
  for (const prompt of prompts.prompts) {
    const button = el('button', { type: 'button', className: 'block-button', title: prompt.message }, prompt.title);
    button.addEventListener('click', () =>
      call('POST', 'messages', { user: store.me, channel: prompts.channel, thread_ts: prompts.thread_ts, text: prompt.message }).catch((error) => toast(error.message)));
    node.append(button);
  }
  return el('li', {}, node);
}

// Of a chat, or with null of the whole place; null while nothing is suggested.
export function promptsOf(thread) {
  const prompts = store.state.prompts.find((known) => known.channel === store.channel && (known.thread_ts ?? null) === thread);
  return prompts ? keep(made, thread ?? 'all', JSON.stringify(prompts), () => build(prompts)) : null;
}
