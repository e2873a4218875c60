// One message, as a list item.
import { blocks } from '/blocks.js';
import { files } from '/files.js';
import { el, mrkdwn } from '/mrkdwn.js';
import { names, openThread, store } from '/store.js';

const hue = (id) => [...id].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 360, 7);

const time = (ts) => new Date(Number(ts) * 1000);

function avatar(message) {
  const face = el('span', { className: message.bot_id ? 'avatar bot' : 'avatar' }, message.bot_id ? '⚓' : names(message.user).slice(0, 1));
  if (!message.bot_id) face.classList.add('hue' + (hue(message.user) % 6));
  face.setAttribute('aria-hidden', 'true');
  return face;
}

function body(message) {
  const shown = message.blocks && blocks(message.blocks, names);
  return el('div', { className: 'text' }, ...(shown ?? mrkdwn(message.text, names)));
}

function reactions(message) {
  const counts = new Map();
  for (const reaction of message.reactions ?? []) counts.set(reaction.name, (counts.get(reaction.name) ?? 0) + 1);
  return el('div', { className: 'reactions' }, ...[...counts].map(([name, count]) => el('span', {}, `:${name}: ${count}`)));
}

export const repliesOf = (ts) => [...store.messages.values()].filter((message) => message.thread_ts === ts);

export const statusOf = (ts) =>
  store.state.statuses.find((status) => status.channel === store.channel && status.thread_ts === ts)?.status;

export const statusLine = (text) =>
  el('div', { className: 'status' }, el('span', { className: 'dots' }, el('i'), el('i'), el('i')), `${store.state.bot_name} ${text}`);

export function messageItem(message, previous, inThread) {
  const joined = previous && previous.user === message.user && Number(message.ts) - Number(previous.ts) < 300 && !repliesOf(previous.ts).length;
  const item = el('li', { className: joined ? 'message joined' : 'message' });
  item.dataset.ts = message.ts;
  const stamp = el('time', { dateTime: time(message.ts).toISOString(), title: time(message.ts).toLocaleString() },
    time(message.ts).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
  const head = el('div', { className: 'head' }, el('strong', {}, message.username ?? names(message.user)));
  if (message.bot_id) head.append(el('span', { className: 'tag' }, 'APP'));
  head.append(stamp);
  if (message.ephemeral_for) head.append(el('span', { className: 'quiet' }, 'Only visible to you'));
  const content = el('div', { className: 'content' });
  if (!joined) content.append(head);
  content.append(body(message));
  if (message.files?.length) content.append(files(message.files));
  if (message.edited_ts) content.append(el('span', { className: 'quiet' }, '(edited)'));
  if (message.reactions?.length) content.append(reactions(message));
  if (!inThread) content.append(...threadSummary(message));
  item.append(joined ? el('span', { className: 'avatar gap' }) : avatar(message), content);
  return item;
}

function threadSummary(message) {
  const replies = repliesOf(message.ts);
  const status = statusOf(message.ts);
  const link = el('button', { className: replies.length ? 'thread-link' : 'thread-link faint' },
    replies.length ? `${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}` : 'Reply in thread');
  link.addEventListener('click', () => openThread(message.ts));
  return status ? [statusLine(status), link] : [link];
}
