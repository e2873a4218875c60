// The page: channels on the left, the conversation, a thread on the right.
import { composer } from '/composer.js';
import { showState, wireControls } from '/controls.js';
import { messageItem, repliesOf, statusLine, statusOf } from '/messages.js';
import { el, reconcile } from '/dom.js';
import { showViews } from '/modal.js';
import { actAs, listen, names, onChange, open, openThread, store } from '/store.js';

const $ = (id) => document.getElementById(id);
let toastTimer;

function toast(text) {
  $('toast').textContent = text;
  $('toast').hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $('toast').hidden = true; }, 3500);
}

const main = composer($('composer'), 'composer-text', () => ({ channel: store.channel }), toast);
const reply = composer($('thread-composer'), 'thread-text', () => ({ channel: store.channel, thread_ts: store.thread }), toast);

const current = () => store.state.channels.find((channel) => channel.id === store.channel);

function sideItem(channel, label) {
  const button = el('button', { className: channel.id === store.channel ? 'current' : '' }, label);
  if (store.unread.has(channel.id)) button.append(el('span', { className: 'unread' }, 'new'));
  if (channel.id === store.channel) button.setAttribute('aria-current', 'page');
  button.addEventListener('click', async () => {
    if (channel.direct_message_user) store.me = channel.direct_message_user;
    document.body.classList.remove('menu-open');
    await open(channel.id);
    main.focus();
  });
  return el('li', {}, button);
}

function showSide() {
  const { channels, users } = store.state;
  const people = el('select', { id: 'me' }, ...users.filter((user) => !user.is_bot)
    .map((user) => el('option', { value: user.id, selected: user.id === store.me }, user.real_name)));
  people.addEventListener('change', async () => {
    const direct = channels.find((channel) => channel.direct_message_user === people.value);
    if (current().direct_message_user && direct) {
      store.me = people.value;
      await open(direct.id);
    } else await actAs(people.value);
  });
  const rooms = channels.filter((channel) => channel.kind !== 'DirectMessage' && !channel.name.startsWith('load-'));
  const direct = channels.filter((channel) => channel.direct_message_user === store.me);
  $('side').replaceChildren(
    el('label', { className: 'me' }, el('span', { className: 'quiet' }, 'You are'), people),
    el('h2', {}, 'Channels'),
    el('ul', {}, ...rooms.map((channel) => sideItem(channel, `# ${channel.name}`))),
    el('h2', {}, 'Direct messages'),
    el('ul', {}, ...direct.map((channel) => sideItem(channel, `⚓ ${store.state.bot_name}`))));
}

// Keeps the reader's place: only someone at the end is taken along to the new end.
function fill(list, items) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  reconcile(list, items);
  if (focused && !list.contains(document.activeElement))
    [...list.querySelectorAll('[data-key]')].find((node) => node.dataset.key === focused)?.focus();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function showMessages() {
  const channel = current();
  const isDirect = Boolean(channel.direct_message_user);
  const all = [...store.messages.values()].sort((a, b) => a.ts < b.ts ? -1 : 1);
  const top = all.filter((message) => !message.thread_ts || message.is_broadcast);
  const items = top.map((message, i) => messageItem(message, top[i - 1], false));
  if (!items.length) items.push(welcome(isDirect));
  fill($('messages'), items);
  showThread(all);
}

function welcome(isDirect) {
  const example = isDirect ? 'hello' : `@${store.state.bot_name} my name is Ada`;
  return el('li', { className: 'welcome' },
    el('span', { className: 'welcome-mark' }, '⚓'),
    el('h2', {}, isDirect ? `Say something to ${store.state.bot_name}` : `# ${current().name}`),
    el('p', {}, 'Try ', el('code', {}, example), ' — then ask ', el('code', {}, 'what is my name?'), ', and see whether it remembers.'),
    el('p', { className: 'quiet' }, 'These words make the model misbehave: stall, slow 8, fail 500, fail 429 2, long 9000, say … then stall, markdown, silent.'));
}

function showThread(all) {
  const root = store.thread && store.messages.get(store.thread);
  $('thread').hidden = !root;
  document.body.classList.toggle('thread-open', Boolean(root));
  if (!root) return;
  const replies = repliesOf(store.thread).sort((a, b) => a.ts < b.ts ? -1 : 1);
  const items = [messageItem(root, null, true), ...replies.map((message, i) => messageItem(message, replies[i - 1], true))];
  const status = statusOf(store.thread);
  if (status) items.push(el('li', {}, statusLine(status)));
  fill($('thread-messages'), items);
  reply.show('Reply…', Boolean(current().direct_message_user));
}

function showAll() {
  const channel = current();
  const isDirect = Boolean(channel.direct_message_user);
  $('title').textContent = isDirect ? store.state.bot_name : `# ${channel.name}`;
  main.show(isDirect ? `Message ${store.state.bot_name}` : `Message #${channel.name} as ${names(store.me)}`, isDirect);
  showSide();
  showMessages();
  showState(false);
}

onChange((what) => {
  if (what === 'offline') return showState(true);
  if (!store.channel || !store.state) return undefined;
  if (what === 'views') return showViews();
  if (what === 'messages' || what === 'status') return showMessages();
  if (what === 'state') { showState(false); return showSide(); }
  if (what === 'side') return showSide();
  showAll();
  if (what === 'all') $('messages').scrollTop = $('messages').scrollHeight;
  if (what === 'thread') reply.focus();
  return undefined;
});

$('thread-close').addEventListener('click', () => { openThread(null); main.focus(); });
$('menu').addEventListener('click', () => {
  const isOpen = document.body.classList.toggle('menu-open');
  $('menu').setAttribute('aria-expanded', isOpen);
});
wireControls(toast);
listen();
