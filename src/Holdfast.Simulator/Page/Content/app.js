// The page: channels on the left, the conversation or what stands in its place, a thread on the right.
import { composer } from '/composer.js';
import { showState, wireControls } from '/controls.js';
import { messageItem, repliesOf, statusLine, statusOf } from '/messages.js';
import { el, reconcile } from '/dom.js';
import { showHome } from '/home.js';
import { showViews } from '/modal.js';
import { sessionLine } from '/sessions.js';
import { promptsOf, titleOf } from '/prompts.js';
import { showSide } from '/side.js';
import { listen, names, onChange, openThread, roomName, store } from '/store.js';
import { toast } from '/toast.js';
import { showWebhooks } from '/webhooks.js';

const $ = (id) => document.getElementById(id);

const main = composer($('composer'), 'composer-text', () => ({ channel: store.channel }), toast);
const reply = composer($('thread-composer'), 'thread-text', () => ({ channel: store.channel, thread_ts: store.thread }), toast);

const current = () => store.state.channels.find((channel) => channel.id === store.channel);

const focus = {
  messages: () => main.focus(),
  home: () => ($('home').querySelector('button, select, input, textarea') ?? $('home')).focus(),
  webhooks: () => $('webhooks').focus(),
};

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
  const prompts = promptsOf(null);
  if (prompts) items.push(prompts);
  fill($('messages'), items);
  showThread(all);
}

function welcome(isDirect) {
  const mention = isDirect ? '' : `@${store.state.bot_name} `;
  const example = `${mention}my name is Ada`;
  return el('li', { className: 'welcome' },
    el('span', { className: 'welcome-mark' }, '⚓'),
    el('h2', {}, isDirect ? `Say something to ${store.state.bot_name}` : roomName(current())),
    el('p', {}, 'Try ', el('code', {}, example), ' — then ask ', el('code', {}, 'what is my name?'), ' to see that it remembers.'),
    el('p', {}, 'Or ', el('code', {}, `${mention}set a timer for 10 seconds for tea`), ', ', el('code', {}, `${mention}list my timers`), ', ',
      el('code', {}, '/holdfast help'), '.'),
    el('p', { className: 'quiet' }, 'The model is scripted. It says what it understands when you ask for help. These words make it misbehave: stall, slow 8, fail 500, fail 429 2, long 9000, say … then stall, silent, odd think. And markdown shows what it can format. Attach a picture and it says what it sees.'));
}

function showThread(all) {
  const root = store.tab === 'messages' && store.thread && store.messages.get(store.thread);
  $('thread').hidden = !root;
  document.body.classList.toggle('thread-open', Boolean(root));
  if (!root) return;
  const replies = repliesOf(store.thread).sort((a, b) => a.ts < b.ts ? -1 : 1);
  const items = [messageItem(root, null, true), ...replies.map((message, i) => messageItem(message, replies[i - 1], true))];
  const status = statusOf(store.thread);
  if (status) items.push(el('li', {}, statusLine(status)));
  const prompts = promptsOf(store.thread);
  if (prompts) items.push(prompts);
  $('thread-title').textContent = titleOf(store.thread) ?? 'Thread';
  const session = sessionLine(store.thread);
  if (session) items.push(session);
  fill($('thread-messages'), items);
  reply.show('Reply…', Boolean(current().direct_message_user));
}

function showAll() {
  const channel = current();
  const isDirect = Boolean(channel.direct_message_user);
  const room = roomName(channel);
  $('title').textContent = { messages: room, home: `${store.state.bot_name} — Home`, webhooks: 'Webhooks' }[store.tab];
  for (const [id, tab] of [['messages', 'messages'], ['composer', 'messages'], ['home', 'home'], ['webhooks', 'webhooks']])
    $(id).hidden = tab !== store.tab;
  main.show(isDirect ? `Message ${room}` : `Message ${room.replace('# ', '#')} as ${names(store.me)}`, isDirect);
  showSide(focus, toast);
  showMessages();
  showHome($('home'));
  showWebhooks($('webhooks'));
  showState(false);
}

onChange((what) => {
  if (what === 'offline') return showState(true);
  if (!store.channel || !store.state) return undefined;
  if (what === 'views') { showHome($('home')); return showViews(); }
  if (what === 'home') return showHome($('home'));
  if (what === 'webhooks') return showWebhooks($('webhooks'));
  if (what === 'messages' || what === 'status') return showMessages();
  if (what === 'state') { showState(false); showMessages(); return showSide(focus, toast); }
  if (what === 'side') return showSide(focus, toast);
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
