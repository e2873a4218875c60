// What the page knows, and how it learns it: one load, then a stream of changes.

export const store = {
  state: null, me: 'U0ADA', tab: 'messages', channel: null, thread: null, messages: new Map(), views: [], home: null, webhooks: [], notes: [], room: undefined, hasChat: false,
  unread: new Set(),
};

const listeners = new Set();
export const onChange = (listener) => listeners.add(listener);
export const changed = (what) => listeners.forEach((listener) => listener(what));

export async function call(method, path, body) {
  const response = await fetch('/control/' + path, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

export const names = (id) =>
  store.state?.users.find((user) => user.id === id)?.real_name
  ?? store.state?.channels.find((channel) => channel.id === id)?.name
  ?? id;

// What a conversation is called, to the one who looks at it.
export const roomName = (channel) => {
  if (channel.direct_message_user) return store.state.bot_name;
  if (channel.kind === 'GroupMessage') return channel.members.filter((id) => id !== store.me && id !== store.state.bot_user_id).map(names).join(', ');
  return channel.kind === 'Private' ? channel.name : `# ${channel.name}`;
};

// Guests see where they were invited to, and nobody sees what is private to others.
export const sees = (user, channel) =>
  channel.members.includes(user.id) || (channel.kind === 'Public' && !user.is_guest && !user.is_of_one_channel);

// The address names what is open, so that it can be kept, shared and gone back to.
export const address = () => location.hash.slice(1).split('/');
const within = { messages: () => [store.channel, store.thread], home: () => [store.channel, 'home'], webhooks: () => ['webhooks'] };
const remember = () => history.replaceState(null, '', '#' + within[store.tab]().filter(Boolean).join('/'));

export const isDirect = (id) => Boolean(store.state.channels.find((channel) => channel.id === id)?.direct_message_user);

// tab: messages, or the home of the bot in whose direct messages one is.
export async function open(channel, thread = null, tab = 'messages') {
  Object.assign(store, { channel, thread, tab });
  remember();
  if (tab === 'messages') store.unread.delete(channel);
  await load();
  if (!isDirect(channel)) await lookAt(channel);
  if (tab === 'home') await call('POST', 'home/open', { user: store.me });
}

// Apps are told what people have before them: those of the newer kind always, others while a chat with them is open.
async function lookAt(channel) {
  store.room = channel;
  if (store.state.agent_declaration === 'AgentView' || store.hasChat) await call('POST', 'context', { user: store.me, channel });
}

export async function openWebhooks() {
  store.tab = 'webhooks';
  remember();
  await load();
}

export function openThread(ts) {
  store.thread = ts;
  remember();
  changed('thread');
}

async function load() {
  const where = `channel=${encodeURIComponent(store.channel)}`;
  const [said, whispered] = await Promise.all([call('GET', `messages?${where}`), call('GET', `ephemerals?${where}&user=${store.me}`)]);
  const notes = store.notes.filter((note) => note.channel === store.channel && note.ephemeral_for === store.me);
  store.messages = new Map([...said, ...whispered, ...notes].map((message) => [message.ts, message]));
  store.home = (await call('GET', `home?user=${store.me}`)).view ?? null;
  store.webhooks = await call('GET', 'webhooks');
  changed('all');
  await loadViews();
}

// The modals of the acting person, from the bottom of the stack to the top.
async function loadViews() {
  const me = store.me;
  const views = await call('GET', `views/open?user=${me}`);
  if (me !== store.me) return;
  store.views = views;
  changed('views');
}

export async function actAs(user) {
  store.me = user;
  await load();
}

// What Slack itself says to one person, such as that a command failed; no other client knows of it.
export function note(channel, thread, text) {
  const ts = (Date.now() / 1000).toFixed(6);
  const message = { channel, ts, thread_ts: thread ?? undefined, user: 'Slackbot', text, ephemeral_for: store.me, is_local: true };
  store.notes.push(message);
  if (channel === store.channel) store.messages.set(ts, message);
  changed('messages');
}

function apply(change) {
  const message = change.message;
  if (change.status) {
    const { channel, thread_ts: thread, status } = change.status;
    store.state.statuses = store.state.statuses.filter((known) => known.channel !== channel || known.thread_ts !== thread);
    if (status) store.state.statuses.push(change.status);
    changed('status');
    return;
  }
  if (change.session) {
    const { channel, thread_ts: thread, status } = change.session;
    store.state.sessions = store.state.sessions.filter((known) => known.channel !== channel || known.thread_ts !== thread);
    if (status === 'processing') store.state.sessions.push(change.session);
    changed('status');
    return;
  }
  if (change.view) {
    if (change.view.user !== store.me) return;
    if (change.view.kind === 'publish') {
      store.home = change.view;
      changed('home');
    } else loadViews();
    return;
  }
  if (!message) return;
  if (message.ephemeral_for && message.ephemeral_for !== store.me) return;
  if (message.channel !== store.channel) {
    if (change.kind === 'Posted' || change.kind === 'Ephemeral') store.unread.add(message.channel);
    changed('side');
    return;
  }
  if (change.kind === 'Deleted') store.messages.delete(message.ts);
  else store.messages.set(message.ts, message);
  changed('messages');
}

function openFirst() {
  const [named, rest] = address();
  const { channels } = store.state;
  const channel = channels.find((known) => known.id === named)
    ?? channels.find((known) => known.direct_message_user === store.me)
    ?? channels[0];
  if (channel.direct_message_user) store.me = channel.direct_message_user;
  if (named === 'webhooks') {
    store.channel = channel.id;
    return openWebhooks();
  }
  const inHome = rest === 'home' && isDirect(named);
  return open(channel.id, channel.id === named && !inHome ? rest ?? null : null, inHome ? 'home' : 'messages');
}

// Asked for after an action, so that its effect is seen before the next look of the stream.
export async function refreshState() {
  store.state = await call('GET', 'state');
  changed('state');
}

export function listen() {
  const stream = new EventSource('/control/events');
  stream.addEventListener('state', async (event) => {
    const before = store.state;
    store.state = JSON.parse(event.data);
    if (!before) return openFirst();
    changed('state');
    if (before.webhooks === store.state.webhooks) return undefined;
    store.webhooks = await call('GET', 'webhooks');
    return changed('webhooks');
  });
  stream.addEventListener('change', (event) => store.state && apply(JSON.parse(event.data)));
  stream.addEventListener('reload', load);
  stream.onerror = () => changed('offline');
  // After an interruption changes may have been missed.
  stream.onopen = () => store.channel && load();
}
