// The side bar: who one is and where one lives, the channels, the bot with its home, and what came to webhooks.
import { el, keep, reconcile } from '/dom.js';
import { icon } from '/icons.js';
import { askChannel, askPeople } from '/dialog.js';
import { actAs, call, isDirect, open, openWebhooks, refreshState, roomName, sees, store } from '/store.js';

const nodes = new Map();

// Made again only when something about it changes: a press of Tab does not begin at the top again at each change of the state.
const kept = (key, shown, make) => keep(nodes, key, JSON.stringify(shown), make);

const zones = el('datalist', { id: 'zones' }, ...['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => el('option', { value: zone })));

const field = (label, control) => el('label', { className: 'me' }, el('span', { className: 'quiet' }, label), control);

const standing = (user) => user.team_id ? ` (of ${user.team_id})` : user.is_of_one_channel ? ' (guest of one channel)' : user.is_guest ? ' (guest)' : '';

function person(users) {
  const people = el('select', { id: 'me' }, ...users.map((user) => el('option', { value: user.id }, user.real_name + standing(user))));
  people.addEventListener('change', async () => {
    const direct = store.state.channels.find((channel) => channel.direct_message_user === people.value);
    if (direct && (isDirect(store.channel) || store.tab === 'home')) {
      store.me = people.value;
      await open(direct.id, null, store.tab);
    } else await actAs(people.value);
  });
  return field('You are', people);
}

function zone(user, toast) {
  const box = el('input', { id: 'zone', value: user.time_zone ?? '', placeholder: 'Unknown to Slack', autocomplete: 'off', spellcheck: false });
  box.setAttribute('list', 'zones');
  box.addEventListener('focus', () => box.select());
  box.addEventListener('change', async () => {
    try {
      const moved = await call('POST', 'users/time_zone', { user: user.id, time_zone: box.value.trim() || null });
      await refreshState();
      document.getElementById('zone').focus();
      toast(moved.time_zone ? `${user.real_name} lives in ${moved.time_zone}` : `Slack no longer knows the time zone of ${user.real_name}`);
    } catch (error) {
      box.value = user.time_zone ?? '';
      toast(error.message);
    }
  });
  return field('Your time zone', box);
}

function entry(key, label, isCurrent, mark, act) {
  return kept(key, [isCurrent, mark, label.map((part) => part.textContent ?? part), store.me], () => {
    const button = el('button', { className: isCurrent ? 'current' : '' }, ...label);
    if (mark) button.append(el('span', { className: mark === 'new' ? 'unread' : 'count' }, mark));
    if (isCurrent) button.setAttribute('aria-current', 'page');
    button.addEventListener('click', () => {
      document.body.classList.remove('menu-open');
      act();
    });
    return el('li', {}, button);
  });
}

function room(channel, label, focus) {
  const isCurrent = store.tab === 'messages' && channel.id === store.channel;
  return entry(channel.id, label, isCurrent, store.unread.has(channel.id) ? 'new' : '', async () => {
    if (channel.direct_message_user) store.me = channel.direct_message_user;
    await open(channel.id);
    focus.messages();
    if (channel.direct_message_user) await call('POST', 'home/open', { user: store.me, tab: 'messages' });
  });
}

const roomLabel = (channel) => channel.kind === 'Private' ? [icon('lock'), channel.name]
  : channel.kind === 'GroupMessage' ? [icon('people'), roomName(channel)]
  : [`# ${channel.name}`];

// A heading with a button that makes one more of what stands under it.
function heading(text, label, make, toast) {
  return kept(text, '', () => {
    const node = el('h2', {}, text);
    if (!make) return node;
    const button = el('button', { type: 'button', className: 'add', title: label }, '+');
    button.setAttribute('aria-label', label);
    button.addEventListener('click', () => make().catch((error) => toast(error.message)));
    node.append(button);
    return node;
  });
}

async function makeChannel() {
  const asked = await askChannel();
  if (!asked?.name) return;
  const channel = await call('POST', 'channels', { name: asked.name, private: asked.private, with_bot: asked.withBot });
  await refreshState();
  await open(channel.id);
}

async function makeGroup() {
  const others = store.state.users.filter((user) => !user.is_bot && !user.is_deleted && user.id !== store.me);
  const chosen = await askPeople(others.map((user) => [user.id, user.real_name]));
  if (!chosen?.length) return;
  const channel = await call('POST', 'channels/group', { users: [store.me, ...chosen] });
  await refreshState();
  await open(channel.id);
}

function home(channel, focus) {
  return entry('home', [icon('home'), 'Home'], store.tab === 'home', '', async () => {
    await open(channel.id, null, 'home');
    focus.home();
  });
}

// A chat of its own with an app of the older kind; newer ones have a chat with each message.
function newChat(channel, toast) {
  return entry('new-chat', [icon('pencil'), 'New chat'], false, '', async () => {
    try {
      const { ts } = await call('POST', 'assistant/open', { user: store.me, channel: store.room });
      store.hasChat = true;
      await open(channel.id, ts);
    } catch (error) {
      toast(error.message);
    }
  });
}

// focus: puts the focus where a person goes on after a choice.
export function showSide(focus, toast) {
  const { channels, users, webhooks } = store.state;
  const people = users.filter((user) => !user.is_bot && !user.is_deleted);
  const me = people.find((user) => user.id === store.me);
  const rooms = channels.filter((channel) => (channel.kind === 'Public' || channel.kind === 'Private') && sees(me, channel) && !channel.name.startsWith('load-'));
  const groups = channels.filter((channel) => channel.kind === 'GroupMessage' && sees(me, channel));
  const direct = channels.filter((channel) => channel.direct_message_user === store.me);
  const list = (key, items) => {
    const host = kept(key, '', () => el('ul'));
    reconcile(host, items);
    return host;
  };
  const who = kept('me', people.map((user) => [user.id, user.real_name, standing(user)]), () => person(people));
  who.querySelector('select').value = store.me;
  reconcile(document.getElementById('side'), [
    zones,
    who,
    kept('zone', me, () => zone(me, toast)),
    heading('Channels', 'Create a channel', makeChannel, toast),
    list('rooms', rooms.map((channel) => room(channel, roomLabel(channel), focus))),
    heading('Direct messages', 'Message several people', makeGroup, toast),
    list('direct', [
      ...direct.flatMap((channel) => [room(channel, [`⚓ ${store.state.bot_name}`], focus), home(channel, focus),
        ...(store.state.agent_declaration === 'AssistantView' ? [newChat(channel, toast)] : [])]),
      ...groups.map((channel) => room(channel, roomLabel(channel), focus)),
    ]),
    heading('Elsewhere'),
    list('elsewhere', [entry('webhooks', ['↪ Webhooks'], store.tab === 'webhooks', webhooks ? `${webhooks}` : '', async () => {
      await openWebhooks();
      focus.webhooks();
    })]),
  ]);
}
