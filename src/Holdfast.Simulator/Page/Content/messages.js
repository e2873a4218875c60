// One message, as a list item.
import { actions } from '/actions.js';
import { blocks } from '/blocks.js';
import { el, keep } from '/dom.js';
import { files } from '/files.js';
import { icon } from '/icons.js';
import { mrkdwn } from '/mrkdwn.js';
import { titleOf } from '/prompts.js';
import { shares } from '/shares.js';
import { names, openThread, store } from '/store.js';
import { failureOf, messageSurface, shownBy } from '/surface.js';

const hue = (id) => [...id].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 360, 7);

const time = (ts) => new Date(Number(ts) * 1000);

function avatar(message) {
  const isApp = message.bot_id || message.is_local;
  const face = el('span', { className: isApp ? 'avatar bot' : 'avatar' }, message.bot_id ? '⚓' : names(message.user).slice(0, 1));
  if (!isApp) face.classList.add('hue' + (hue(message.user) % 6));
  face.setAttribute('aria-hidden', 'true');
  return face;
}

function body(message, surface) {
  const failure = failureOf(surface.id);
  const after = (block) => failure?.key.startsWith(block.block_id + '/') ? failureNote(failure) : null;
  if (message.is_assistant_root) return el('div', { className: 'text' }, el('strong', {}, titleOf(message.ts) ?? 'New chat'));
  const shown = message.blocks && blocks(surface, message.blocks, names, after);
  return el('div', { className: 'text' }, ...(shown ?? mrkdwn(message.text, names)));
}

export function failureNote(failure) {
  const note = el('div', { className: 'failure' }, '⚠ ', failure.text, failure.code ? el('code', {}, failure.code) : null);
  note.setAttribute('role', 'alert');
  return note;
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

const items = new Map();
const mostKept = 2000;

// The same node as before unless something in it has changed: what is open or half typed in a message stays so.
export function messageItem(message, previous, inThread) {
  const joined = Boolean(previous && previous.user === message.user && !message.ephemeral_for === !previous.ephemeral_for
    && Number(message.ts) - Number(previous.ts) < 300 && !repliesOf(previous.ts).length);
  const surface = messageSurface(message);
  const around = [titleOf(message.ts) ?? '', ...(inThread ? [] : [repliesOf(message.ts).length, statusOf(message.ts) ?? ''])];
  if (items.size > mostKept) items.clear();
  return keep(items, `${inThread}-${surface.id}`, JSON.stringify([message, joined, around, shownBy(surface.id)]),
    () => build(message, surface, joined, inThread));
}

function build(message, surface, joined, inThread) {
  const item = el('li', { className: joined ? 'message joined' : 'message' });
  item.dataset.ts = message.ts;
  if (message.ephemeral_for) item.classList.add('ephemeral');
  if (message.streaming_state === 'in_progress') item.classList.add('streaming');
  if (message.is_tombstone) item.classList.add('tombstone');
  const stamp = el('time', { dateTime: time(message.ts).toISOString(), title: time(message.ts).toLocaleString() },
    time(message.ts).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
  const head = el('div', { className: 'head' }, el('strong', {}, message.username ?? (message.is_tombstone ? 'Slackbot' : names(message.user))));
  if (message.bot_id || message.is_local) head.append(el('span', { className: 'tag' }, 'APP'));
  head.append(stamp);
  const content = el('div', { className: 'content' });
  if (message.ephemeral_for) content.append(el('div', { className: 'only-you' }, icon('eye'), 'Only visible to you'));
  if (!joined) content.append(head);
  content.append(body(message, surface), ...shares(message.attachments));
  if (message.streaming_state === 'errored') content.append(el('div', { className: 'cut-off' }, '⚠ Slack ended this answer: it took longer than a streamed message may.'));
  if (message.files?.length) content.append(files(message.files));
  if (message.edited_ts) content.append(el('span', { className: 'quiet' }, '(edited)'));
  if (message.reactions?.length) content.append(reactions(message));
  if (!inThread && !message.ephemeral_for) content.append(...threadSummary(message));
  item.append(...[joined ? el('span', { className: 'avatar gap' }) : avatar(message), content, actions(message)].filter(Boolean));
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
